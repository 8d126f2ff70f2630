package io.github.llmcsss.model;

import java.util.Arrays;
import java.util.List;

/** The matrices of a block that an adapter may change. */
public enum Projection {
  /** Of the queries. */
  QUERY("self_attn", "q_proj"),
  /** Of the keys. */
  KEY("self_attn", "k_proj"),
  /** Of the values. */
  VALUE("self_attn", "v_proj"),
  /** Out of the attention. */
  OUTPUT("self_attn", "o_proj"),
  /** The gate of the MLP. */
  GATE("mlp", "gate_proj"),
  /** What the gate lets through. */
  UP("mlp", "up_proj"),
  /** Out of the MLP. */
  DOWN("mlp", "down_proj");

  private final String parent;
  private final String moduleName;

  Projection(String parent, String moduleName) {
    this.parent = parent;
    this.moduleName = moduleName;
  }

  /**
   * The projection of a module name such as {@code q_proj}.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Projection of(String moduleName) {
    List<String> known = Arrays.stream(values()).map(Projection::moduleName).toList();
    int index = known.indexOf(moduleName);
    if (index < 0) {
      throw new IllegalArgumentException(
          "unknown target module \"" + moduleName + "\"; known: " + known);
    }
    return values()[index];
  }

  /** Its name in the Hugging Face layout, such as {@code q_proj}. */
  public String moduleName() {
    return moduleName;
  }

  /** Its full name, such as {@code model.layers.3.self_attn.q_proj}. */
  public String module(int layer) {
    return "model.layers." + layer + "." + parent + "." + moduleName;
  }

  /** Width of what goes in: columns of the matrix. */
  public int inputs(ModelConfig config) {
    return switch (this) {
      case QUERY, KEY, VALUE, GATE, UP -> config.hiddenSize();
      case OUTPUT -> config.heads() * config.headDimension();
      case DOWN -> config.intermediateSize();
    };
  }

  /** Width of what comes out: rows of the matrix. */
  public int outputs(ModelConfig config) {
    return switch (this) {
      case QUERY -> config.heads() * config.headDimension();
      case KEY, VALUE -> config.keyValueHeads() * config.headDimension();
      case OUTPUT, DOWN -> config.hiddenSize();
      case GATE, UP -> config.intermediateSize();
    };
  }
}
