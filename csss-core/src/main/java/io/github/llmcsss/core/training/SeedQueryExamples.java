package io.github.llmcsss.core.training;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.core.internal.RunSeed;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Seed queries as examples of the first stage: each is what the shopper says first [White 2025, Eq.
 * 4].
 */
public final class SeedQueryExamples {
  private SeedQueryExamples() {}

  /**
   * An example for each query, of the weight 1; the same text twice is one session.
   *
   * @param layout that the generator is to write with after the training: a transcript, where the
   *     shopper speaks as the shopper
   * @throws IllegalArgumentException if the layout lets somebody else write the shopper's words
   */
  public static List<TrainingExample> of(Collection<SeedQuery> queries, PromptLayout layout) {
    Prompt prompt = prompt(layout);
    return queries.stream()
        .map(query ->
            new TrainingExample(
                RunSeed.sessionId(query.text(), 0),
                1,
                prompt.messages(),
                new Message(Role.USER, query.text())))
        .toList();
  }

  /** What comes before a seed query: what comes before every session. */
  static Prompt prompt(PromptLayout layout) {
    Prompt prompt =
        layout.userTurn(
            new SessionState("seed-query", SeedQuery.of("none"), Optional.empty(), List.of()));
    if (prompt.next() != Role.USER) {
      throw new IllegalArgumentException(
          "layout must let the shopper speak as USER, but was " + layout);
    }
    return prompt;
  }
}
