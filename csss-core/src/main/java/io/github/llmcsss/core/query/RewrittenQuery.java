package io.github.llmcsss.core.query;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks the generator for the query. */
record RewrittenQuery() implements QueryReformulation {
  private static final String SYSTEM =
      "You turn what a shopper said into one query for a product search engine. Write only the"
          + " query: a few words, no sentence.";
  private static final String ASK = "\nQuery:";
  private static final Sampling SAMPLING =
      Sampling.builder().temperature(0).maximumTokens(24).stopStrings(List.of("\n")).build();
  private static final RecencyReformulation FALLBACK =
      new RecencyReformulation(
          RecencyReformulation.DEFAULT_DECAY, RecencyReformulation.DEFAULT_TERMS);

  @Override
  public String query(SessionState session, String user, TextWriter writer)
      throws InterruptedException {
    if (session.turns().isEmpty()) {
      return user;
    }
    List<String> said = new ArrayList<>();
    for (Turn turn : session.turns()) {
      said.add("- " + turn.user());
    }
    said.add("- " + user);
    Prompt prompt =
        new Prompt(
            List.of(
                new Message(Role.SYSTEM, SYSTEM),
                new Message(Role.USER, "The shopper said:\n" + String.join("\n", said) + ASK)),
            Role.ASSISTANT);
    String written = writer.write(prompt, SAMPLING);
    return written.isBlank() ? FALLBACK.query(session, user) : written;
  }

  @Override
  public Provenance provenance() {
    return new Provenance("rewritten", Map.of("system", SYSTEM, "sampling", SAMPLING.toString()));
  }
}
