package io.github.llmcsss.model;

/** The architectures that are supported. SmolLM2 is {@link #LLAMA}. */
public enum ModelFamily {
  /** Llama 2 and 3, SmolLM2 and others of the same architecture. */
  LLAMA("LlamaForCausalLM", "llama"),
  /** Mistral without sliding window. Its GGUF files call themselves llama. */
  MISTRAL("MistralForCausalLM", "mistral"),
  /** Qwen2 and Qwen2.5: biases on the query, key and value projections. */
  QWEN2("Qwen2ForCausalLM", "qwen2"),
  /** Qwen3: normalised queries and keys. */
  QWEN3("Qwen3ForCausalLM", "qwen3");

  private final String architecture;
  private final String modelType;

  ModelFamily(String architecture, String modelType) {
    this.architecture = architecture;
    this.modelType = modelType;
  }

  /** The name in {@code architectures} of a {@code config.json}. */
  String architecture() {
    return architecture;
  }

  /** The name in {@code model_type} of a {@code config.json}. */
  String modelType() {
    return modelType;
  }
}
