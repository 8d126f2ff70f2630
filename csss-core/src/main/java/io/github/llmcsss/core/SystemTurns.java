package io.github.llmcsss.core;

import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.core.prompt.SessionState;
import io.github.llmcsss.core.shopper.Typos;
import java.io.IOException;
import java.util.List;

/** Makes the assistant's side of turns: reformulate, search, have the answer written. */
final class SystemTurns {
  private final SessionSettings settings;
  private final SessionRequests requests;

  SystemTurns(SessionSettings settings, SessionRequests requests) {
    this.settings = settings;
    this.requests = requests;
  }

  SystemResponse answer(SessionState session, String user, boolean misspelt)
      throws IOException, InterruptedException {
    int turn = session.turns().size();
    String query = query(session, user, turn);
    if (misspelt) {
      query = Typos.everywhere(query, settings.seed().random(session.id(), turn, "misspell", 0));
    }
    List<RetrievedDocument> documents = search(query);
    Prompt prompt = settings.prompts().assistantTurn(session, user, documents);
    AnswerTask task = new AnswerTask(settings, session, user, query, documents, prompt);
    return settings.writer().answer(task, requests);
  }

  private String query(SessionState session, String user, int turn) throws InterruptedException {
    int[] attempt = {0};
    return settings
        .reformulation()
        .query(
            session,
            user,
            (prompt, sampling) ->
                requests
                    .write(prompt, sampling, turn, "query", attempt[0]++, 1)
                    .getFirst()
                    .text()
                    .strip());
  }

  private List<RetrievedDocument> search(String query) throws IOException {
    int wanted = settings.documentsPerTurn();
    List<RetrievedDocument> found;
    try {
      found = settings.search().search(SearchRequest.of(query, wanted)).documents();
    } catch (IOException e) {
      throw new IOException("the search failed: " + e.getMessage(), e);
    }
    if (found.size() > wanted) {
      throw new IOException(
          "the search was asked for " + wanted + " documents, but found " + found.size());
    }
    return found;
  }
}
