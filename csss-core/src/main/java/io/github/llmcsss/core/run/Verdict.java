package io.github.llmcsss.core.run;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.internal.Require;
import java.util.List;

/** What became of a planned session. */
public sealed interface Verdict {
  /** The session's id. */
  String id();

  /** The text of the seed query. */
  String seed();

  /** How often this seed query was used before in the run. */
  int repetition();

  /** What all its requests cost, those of unused candidates included. */
  Tokens tokens();

  /**
   * Where another verdict says otherwise, as {@code turns[2].text is "...", but was "..."}: its
   * value, then that of this one. What is not written to a run directory is not compared.
   */
  default List<String> differences(Verdict other) {
    return JsonDifferences.between(VerdictJson.tree(this), VerdictJson.tree(other));
  }

  /**
   * The session is good.
   *
   * @param session with the seed that it grew from and all its turns
   * @param tokens what all its requests cost
   */
  record Finished(Session session, Tokens tokens) implements Verdict {
    @Override
    public String id() {
      return session.id();
    }

    @Override
    public String seed() {
      return session.seed().text();
    }

    @Override
    public int repetition() {
      return session.repetition();
    }
  }

  /**
   * The session is not good enough, or could not be made.
   *
   * @param rejection why, and how far it went
   * @param tokens what all its requests cost
   */
  record Unfinished(Rejection rejection, Tokens tokens) implements Verdict {
    @Override
    public String id() {
      return rejection.id();
    }

    @Override
    public String seed() {
      return rejection.seed().text();
    }

    @Override
    public int repetition() {
      return rejection.repetition();
    }
  }

  /**
   * Counts that do not depend on what a generator happened to have in its cache.
   *
   * @param prompt tokens of all prompts; 0 or more
   * @param generated tokens written; 0 or more
   */
  record Tokens(long prompt, long generated) {
    /** Checks the ranges. */
    public Tokens {
      Require.that(prompt >= 0, "prompt", "0 or more", prompt);
      Require.that(generated >= 0, "generated", "0 or more", generated);
    }
  }
}
