package io.github.llmcsss.engine.onnx;

/** How keys and values of tokens are kept for the tokens after them. Each gives its own texts. */
public enum KeyValuePrecision {
  /** As they were computed: in the type of the activations. */
  FULL,
  /**
   * In bytes, with a step for each layer and head that a short text sets once for each model: a
   * quarter of the memory of 32-bit numbers. Answers come faster where several are written at once,
   * because most of that time goes into reading keys and values; prompts take longer.
   */
  INT8
}
