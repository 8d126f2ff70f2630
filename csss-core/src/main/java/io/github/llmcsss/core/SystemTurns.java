package io.github.llmcsss.core;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.RewardInput;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.core.grounding.Grounding;
import io.github.llmcsss.core.prompt.SessionState;
import io.github.llmcsss.core.shopper.Typos;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes the assistant's side of turns: reformulate, search, write, check, reward. */
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
    Optional<Defect> defect = Optional.empty();
    Optional<SystemResponse> best = Optional.empty();
    int rewrites = 0;
    int unusable = 0;
    for (int round = 0; unusable <= settings.retries(); round++) {
      List<Generation> candidates =
          requests.write(
              prompt,
              settings.assistantSampling(),
              turn,
              "assistant",
              round * settings.bestOf(),
              settings.bestOf());
      boolean usable = false;
      for (Generation candidate : candidates) {
        String text = candidate.text().strip();
        Optional<Defect> found =
            settings.checks().assistant(text, candidate.finishReason(), session, user, documents);
        if (found.isPresent()) {
          defect = defect.or(() -> found);
          continue;
        }
        usable = true;
        double reward = reward(session, user, query, text, documents);
        Grounding grounding = Grounding.of(text, documents, session.turns(), user);
        SystemResponse answer =
            new SystemResponse(text, query, documents, reward, candidate.finishReason())
                .withGrounding(grounding.citations(), grounding.unsupported());
        if (best.isEmpty() || better(answer, best.get())) {
          best = Optional.of(answer);
        }
      }
      if (best.isPresent() && supported(best.get())) {
        return best.get();
      }
      if (!usable) {
        unusable++;
      } else if (rewrites++ == settings.grounding().rewrites()) {
        break;
      }
    }
    if (best.isPresent() && settings.grounding().keep()) {
      return best.get();
    }
    throw new UnusableTurnException(
        best.isPresent() ? Defect.unsupported(best.get()) : defect.orElseThrow());
  }

  /** A supported answer is better than any other; among equals the reward decides. */
  private static boolean better(SystemResponse answer, SystemResponse best) {
    return supported(answer) == supported(best)
        ? answer.reward() > best.reward()
        : supported(answer);
  }

  private static boolean supported(SystemResponse answer) {
    return answer.unsupported().isEmpty();
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

  private double reward(
      SessionState session,
      String user,
      String query,
      String text,
      List<RetrievedDocument> documents) {
    Optional<Need> need = session.need();
    double reward =
        settings
            .reward()
            .reward(
                new RewardInput(
                    session.seed(), session.turns(), user, query, text, documents, need));
    if (!(reward >= 0 && reward <= 1)) {
      throw new IllegalStateException("the reward must be in [0, 1], but was " + reward);
    }
    return reward;
  }
}
