package io.github.llmcsss.engine.djl;

import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a training starts from: a model, and where an adapter learns, perhaps an adapter.
 *
 * @param model whose weights are there at the beginning
 * @param owned whether it is closed with this
 * @param adapter learned before
 */
record StartingPoint(Checkpoint model, boolean owned, Optional<LoraAdapter> adapter)
    implements AutoCloseable {

  /**
   * Opens the result of an earlier stage.
   *
   * @param model of the trainer
   * @param lora the adapter to learn; null where all weights do
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is an adapter of another shape, or of another model
   */
  static StartingPoint of(Checkpoint model, Optional<Path> start, @Nullable LoraConfig lora)
      throws IOException {
    if (start.isEmpty()) {
      return new StartingPoint(model, false, Optional.empty());
    }
    if (!LoraAdapter.isIn(start.get())) {
      return new StartingPoint(Checkpoint.open(start.get()), true, Optional.empty());
    }
    LoraAdapter adapter = LoraAdapter.open(start.get());
    adapter.check(model);
    if (lora == null) {
      throw new IllegalArgumentException(
          "start must be a whole model where all weights are trained, but was the adapter "
              + start.get()
              + "; merge it into its model first");
    }
    LoraConfig found = adapter.config();
    if (found.rank() != lora.rank()
        || found.alpha() != lora.alpha()
        || !found.targets().equals(lora.targets())) {
      throw new IllegalArgumentException(
          "start must be an adapter of the trainer's shape, "
              + lora
              + ", but was "
              + found
              + "; train with the same shape in every stage");
    }
    return new StartingPoint(model, false, Optional.of(adapter));
  }

  /** A hash of both. */
  String hash() {
    return adapter
        .map(learned -> model.contentHash() + "+" + learned.contentHash())
        .orElse(model.contentHash());
  }

  @Override
  public void close() {
    if (owned) {
      model.close();
    }
  }
}
