package io.github.llmcsss.core.training;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.RewardInput;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.SynthesizerBuilder;
import io.github.llmcsss.core.data.Chat;
import io.github.llmcsss.core.ending.ShopperEndings;
import io.github.llmcsss.core.grounding.Grounding;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.prompt.SessionState;
import io.github.llmcsss.core.query.QueryReformulation;
import io.github.llmcsss.core.reward.Rewards;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes sessions of conversations that were held elsewhere: at every answer, a catalogue is really
 * searched as the synthesizer would have, so that the assistant learns to speak with documents
 * before it. What the answers say need not be in these: a reward and the claims without support are
 * noted with each. As thread-safe as its parts, none of which it closes.
 *
 * @param search what is searched
 * @param documentsPerTurn how many documents at most; 1 or more
 * @param reformulation makes the queries; one that asks a generator will not do
 * @param reward scores the answers
 */
public record DocumentSearch(
    SearchEnvironment search,
    int documentsPerTurn,
    QueryReformulation reformulation,
    RewardFunction reward) {
  /** Checks the number of documents. */
  public DocumentSearch {
    Require.that(documentsPerTurn >= 1, "documentsPerTurn", "1 or more", documentsPerTurn);
  }

  /**
   * {@value SynthesizerBuilder#DEFAULT_DOCUMENTS_PER_TURN} documents, {@link
   * QueryReformulation#recency()} and {@link Rewards#keywordOverlap()}.
   */
  public static DocumentSearch of(SearchEnvironment search) {
    return new DocumentSearch(
        search,
        SynthesizerBuilder.DEFAULT_DOCUMENTS_PER_TURN,
        QueryReformulation.recency(),
        Rewards.keywordOverlap());
  }

  /**
   * A chat as a session whose seed query is the first message; no need is known.
   *
   * @throws IOException if the search fails
   */
  public Session session(Chat chat) throws IOException {
    SeedQuery seed = SeedQuery.of(chat.messages().getFirst().text());
    return session(chat, seed, 0, Optional.empty());
  }

  Session session(Chat chat, SeedQuery seed, int repetition, Optional<Need> need)
      throws IOException {
    SessionState state = new SessionState(chat.id(), seed, need, List.of());
    List<Message> messages = chat.messages();
    String user = "";
    for (int i = 0; i < messages.size(); i += 2) {
      user = messages.get(i).text();
      Optional<SystemResponse> answer =
          i + 1 < messages.size()
              ? Optional.of(answer(state, user, messages.get(i + 1).text()))
              : Optional.empty();
      state = state.plus(new Turn(user, answer));
    }
    EndReason end = ShopperEndings.ENGLISH.ending(user).orElse(EndReason.LENGTH);
    return new Session(chat.id(), seed, repetition, need, state.turns(), end);
  }

  private SystemResponse answer(SessionState state, String user, String text) throws IOException {
    String query = query(state, user);
    List<RetrievedDocument> found =
        search.search(SearchRequest.of(query, documentsPerTurn)).documents();
    double value =
        reward.reward(
            new RewardInput(state.seed(), state.turns(), user, query, text, found, state.need()));
    Grounding grounding = Grounding.of(text, found, state.turns(), user);
    return new SystemResponse(text, query, found, value, FinishReason.END_OF_TURN)
        .withGrounding(grounding.citations(), grounding.unsupported());
  }

  private String query(SessionState state, String user) {
    try {
      return reformulation.query(
          state,
          user,
          (prompt, sampling) -> {
            throw new IllegalStateException(
                "reformulation must work without a generator, but was " + reformulation);
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CsssException("the search was interrupted", e);
    }
  }

  /** A chat as a session of which nothing was searched, for the eyes of the shopper's prompts. */
  static Session unsearched(Chat chat) {
    List<Turn> turns = new ArrayList<>();
    for (Message message : chat.messages()) {
      if (message.role() == Role.USER) {
        turns.add(new Turn(message.text(), Optional.empty()));
      } else {
        SystemResponse answer =
            new SystemResponse(message.text(), "", List.of(), 0, FinishReason.END_OF_TURN);
        turns.set(turns.size() - 1, new Turn(turns.getLast().user(), Optional.of(answer)));
      }
    }
    SeedQuery seed = SeedQuery.of(turns.getFirst().user());
    return new Session(chat.id(), seed, 0, Optional.empty(), turns, EndReason.LENGTH);
  }
}
