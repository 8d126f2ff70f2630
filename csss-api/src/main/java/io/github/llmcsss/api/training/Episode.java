package io.github.llmcsss.api.training;

import java.util.List;

/**
 * One session made for training, {@code tau} of [White 2025, Eq. 6].
 *
 * @param session id of the session
 * @param group what it is compared with: episodes of a group began with the same seed query and
 *     need, so that the mean of their rewards is a baseline
 * @param adapterStep the step whose weights wrote it; 0 or more
 * @param turns every generated text, in the order in which it was written; at least one
 */
public record Episode(String session, String group, long adapterStep, List<EpisodeTurn> turns) {
  /** Copies the list; checks names and numbers. */
  public Episode {
    Require.that(!session.isBlank(), "session", "not blank", "\"" + session + "\"");
    Require.that(!group.isBlank(), "group", "not blank", "\"" + group + "\"");
    Require.that(adapterStep >= 0, "adapterStep", "0 or more", adapterStep);
    turns = List.copyOf(turns);
    Require.that(!turns.isEmpty(), "turns", "not empty", turns);
  }
}
