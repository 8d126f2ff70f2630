package io.github.llmcsss.core;

import io.github.llmcsss.core.run.Verdict;
import java.util.List;

/**
 * A session of a run, made once more.
 *
 * @param recorded what the run directory holds; its documents have id, title and score
 * @param remade what the same settings give now
 * @param differences such as {@code turns[2].text is "...", but was "..."}; empty if there are none
 */
public record Replay(Verdict recorded, Verdict remade, List<String> differences) {
  /** Copies the list. */
  public Replay {
    differences = List.copyOf(differences);
  }

  /** Whether both are the same, to the last letter. */
  public boolean same() {
    return differences.isEmpty();
  }
}
