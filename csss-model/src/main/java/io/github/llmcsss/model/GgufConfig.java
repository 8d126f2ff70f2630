package io.github.llmcsss.model;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/** The metadata of a GGUF file as a {@link ModelConfig}. */
final class GgufConfig {
  /** Mistral has no name of its own here, nor a difference that a GGUF file would show. */
  private static final ImmutableMap<String, ModelFamily> FAMILIES =
      ImmutableMap.of(
          "llama", ModelFamily.LLAMA, "qwen2", ModelFamily.QWEN2, "qwen3", ModelFamily.QWEN3);

  private static final int LARGEST_HEAD = 4096;

  private GgufConfig() {}

  static ModelConfig of(GgufFile file) {
    GgufMetadata metadata = file.metadata();
    String architecture = metadata.requiredString("general.architecture");
    ModelFamily family = FAMILIES.get(architecture);
    if (family == null) {
      throw new ModelFormatException(
          metadata.file(),
          "unknown architecture \"" + architecture + "\"; known: " + FAMILIES.keySet());
    }
    String prefix = architecture + ".";
    int hidden = metadata.requiredInteger(prefix + "embedding_length");
    int heads = metadata.requiredInteger(prefix + "attention.head_count");
    StoredTensor embedding = file.tensors().get("token_embd.weight");
    if (embedding == null || embedding.shape().length != 2) {
      throw new ModelFormatException(metadata.file(), "tensor \"token_embd.weight\" is missing");
    }
    int headDimension =
        metadata
            .integer(prefix + "attention.key_length")
            .orElseGet(() -> derivedHead(metadata, hidden, heads));
    refuseWhatIsNotSupported(metadata, prefix, headDimension);
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
          ropeScaling(file, headDimension / 2, base),
          epsilon(metadata, prefix + "attention.layer_norm_rms_epsilon"),
          !file.tensors().containsKey("output.weight"),
          file.tensors().containsKey("blk.0.attn_q.bias"),
          file.tensors().containsKey("blk.0.attn_q_norm.weight"));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelFormatException(metadata.file(), String.valueOf(e.getMessage()), e);
    }
  }

  private static int derivedHead(GgufMetadata metadata, int hidden, int heads) {
    if (heads < 1 || hidden % heads != 0) {
      throw new ModelFormatException(
          metadata.file(),
          "attention.head_count must divide embedding_length "
              + hidden
              + " where attention.key_length is missing, but was "
              + heads);
    }
    return hidden / heads;
  }

  /** Stored as a 32-bit float: its shortest decimal is the number that was meant. */
  private static double epsilon(GgufMetadata metadata, String key) {
    double stored = metadata.number(key).orElseThrow(() -> metadata.missing(key));
    return Double.parseDouble(Float.toString((float) stored));
  }

  private static void refuseWhatIsNotSupported(GgufMetadata metadata, String prefix, int head) {
    only(metadata, prefix + "attention.value_length", head);
    only(metadata, prefix + "rope.dimension_count", head);
    only(metadata, prefix + "expert_count", 0);
    int context = metadata.requiredInteger(prefix + "context_length");
    int window = metadata.integer(prefix + "attention.sliding_window").orElse(0);
    if (window > 0 && window < context) {
      only(metadata, prefix + "attention.sliding_window", 0);
    }
    String type = metadata.string(prefix + "rope.scaling.type").orElse("linear");
    double factor =
        metadata
            .number(prefix + "rope.scaling.factor")
            .or(() -> metadata.number(prefix + "rope.scale_linear"))
            .orElse(1.0);
    boolean unscaled = type.equals("linear") && (factor == 0 || factor == 1);
    if (!type.equals("none") && !unscaled) {
      throw new ModelFormatException(
          metadata.file(),
          "unknown rope.scaling \""
              + type
              + "\" by "
              + factor
              + "; known: [none, llama3 in rope_freqs.weight]");
    }
  }

  private static void only(GgufMetadata metadata, String key, int supported) {
    int value = metadata.integer(key).orElse(supported);
    if (value != supported) {
      throw new ModelFormatException(
          metadata.file(),
          key + " must be " + supported + ", but was " + value + "; nothing else is supported");
    }
  }

  private static Optional<RopeScaling> ropeScaling(GgufFile file, int half, double base) {
    GgufMetadata metadata = file.metadata();
    StoredTensor factors = file.tensors().get("rope_freqs.weight");
    if (factors == null) {
      return Optional.empty();
    }
    // Llama 3.1 and later state no scaling: the file holds what each frequency is divided by.
    if (factors.size() != half || half > LARGEST_HEAD / 2) {
      throw new ModelFormatException(
          metadata.file(),
          "rope_freqs.weight must have " + half + " values, but has " + factors.size());
    }
    float[] stored = new float[half];
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
