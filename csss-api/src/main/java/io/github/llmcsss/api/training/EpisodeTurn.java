package io.github.llmcsss.api.training;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One generated text of an {@link Episode}: what was read, what was drawn and how good it was.
 *
 * @param group what it is compared with: texts of a group were written to the same prompt, so that
 *     the mean of the others' rewards is a baseline; not blank, the same in no other session
 * @param role who speaks, {@link Role#USER} or {@link Role#ASSISTANT}
 * @param sampling how the tokens were drawn
 * @param generation prompt ids, drawn ids, both kinds of log-probability, and why it ended
 * @param reward {@code R(S_t, D_t)} in [0, 1]; empty for the shopper's turns
 * @param components what the reward was made of, by name; may be empty
 */
public record EpisodeTurn(
    String group,
    Role role,
    Sampling sampling,
    Generation generation,
    OptionalDouble reward,
    Map<String, Double> components) {
  /** Copies the map, sorted; checks role, reward and components. */
  public EpisodeTurn {
    Require.that(!group.isBlank(), "group", "not blank", "\"" + group + "\"");
    Require.that(role == Role.USER || role == Role.ASSISTANT, "role", "USER or ASSISTANT", role);
    if (reward.isPresent()) {
      double value = reward.getAsDouble();
      Require.that(value >= 0 && value <= 1, "reward", "in [0, 1]", value);
      Require.that(role == Role.ASSISTANT, "reward", "that of an answer", role);
    }
    components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    components.forEach(
        (name, value) -> Require.that(Double.isFinite(value), name, "a finite number", value));
  }
}
