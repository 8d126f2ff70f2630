package io.github.llmcsss.api.training;

import java.util.List;

/**
 * One session made for training, {@code tau} of [White 2025, Eq. 6].
 *
 * @param session id of the session
 * @param adapterStep the step whose weights wrote it; 0 or more
 * @param turns every generated text, in the order in which it was written; where several answers
 *     were written to the same prompt, all of them stand here, one after the other; at least one
 */
public record Episode(String session, long adapterStep, List<EpisodeTurn> turns) {
  /** Copies the list; checks names and numbers. */
  public Episode {
    Require.that(!session.isBlank(), "session", "not blank", "\"" + session + "\"");
    Require.that(adapterStep >= 0, "adapterStep", "0 or more", adapterStep);
    turns = List.copyOf(turns);
    Require.that(!turns.isEmpty(), "turns", "not empty", turns);
  }
}
