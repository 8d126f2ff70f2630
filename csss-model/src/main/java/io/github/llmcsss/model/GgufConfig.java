package io.github.llmcsss.model;

import java.util.Arrays;
import java.util.Optional;

/** The metadata of a GGUF file as a {@link ModelConfig}. */
final class GgufConfig {
  private GgufConfig() {}

  static ModelConfig of(GgufFile file) {
    GgufMetadata metadata = file.metadata();
    String architecture = metadata.requiredString("general.architecture");
    ModelFamily family =
        Arrays.stream(ModelFamily.values())
            .filter(f -> f.ggufArchitecture().equals(architecture))
            .findFirst()
            .orElseThrow(() ->
                new ModelFormatException(
                    metadata.file(),
                    "unknown architecture \""
                        + architecture
                        + "\"; known: "
                        + Arrays.stream(ModelFamily.values())
                            .map(ModelFamily::ggufArchitecture)
                            .toList()));
    String prefix = architecture + ".";
    int hidden = metadata.requiredInteger(prefix + "embedding_length");
    int heads = metadata.requiredInteger(prefix + "attention.head_count");
    StoredTensor embedding = file.tensors().get("token_embd.weight");
    if (embedding == null || embedding.shape().length != 2) {
      throw new ModelFormatException(metadata.file(), "tensor \"token_embd.weight\" is missing");
    }
    int headDimension =
        metadata.integer(prefix + "attention.key_length").orElse(hidden / Math.max(1, heads));
    double base = metadata.number(prefix + "rope.freq_base").orElse(10_000.0);
    try {
      return new ModelConfig(
          family,
          Math.toIntExact(embedding.shape()[0]),
          hidden,
          metadata.requiredInteger(prefix + "feed_forward_length"),
          metadata.requiredInteger(prefix + "block_count"),
          heads,
          metadata.integer(prefix + "attention.head_count_kv").orElse(heads),
          headDimension,
          metadata.requiredInteger(prefix + "context_length"),
          base,
          ropeScaling(file, prefix, headDimension / 2, base),
          // Stored as a 32-bit float: its shortest decimal is the number that was meant.
          Double.parseDouble(
              Float.toString(
                  metadata
                      .number(prefix + "attention.layer_norm_rms_epsilon")
                      .orElse(1e-5)
                      .floatValue())),
          !file.tensors().containsKey("output.weight"),
          file.tensors().containsKey("blk.0.attn_q.bias"),
          file.tensors().containsKey("blk.0.attn_q_norm.weight"));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelFormatException(metadata.file(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Optional<RopeScaling> ropeScaling(
      GgufFile file, String prefix, int half, double base) {
    GgufMetadata metadata = file.metadata();
    if (metadata.has(prefix + "attention.sliding_window")) {
      throw new ModelFormatException(metadata.file(), "sliding windows are not supported");
    }
    String type = metadata.string(prefix + "rope.scaling.type").orElse("none");
    if (!type.equals("none")) {
      throw new ModelFormatException(
          metadata.file(), "unknown rope scaling \"" + type + "\"; known: [none, llama3]");
    }
    StoredTensor factors = file.tensors().get("rope_freqs.weight");
    if (factors == null) {
      return Optional.empty();
    }
    // Llama 3.1 and later state no scaling: the file holds what each frequency is divided by.
    float[] stored = new float[half];
    if (factors.size() != half) {
      throw new ModelFormatException(
          metadata.file(),
          "rope_freqs.weight must have " + half + " values, but has " + factors.size());
    }
    factors.read(0, stored, 0, half);
    RopeScaling scaling = new RopeScaling(Math.max(1, stored[half - 1]), 1, 4, 8192);
    for (int i = 0; i < half; i++) {
      double frequency = Math.pow(base, -(double) i / half);
      double expected = frequency / scaling.scaled(frequency);
      if (!(Math.abs(stored[i] - expected) <= 1e-3 * expected)) {
        throw new ModelFormatException(
            metadata.file(),
            "rope_freqs.weight is not the scaling of Llama 3; nothing else is supported");
      }
    }
    return Optional.of(scaling);
  }
}
