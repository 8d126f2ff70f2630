package io.github.llmcsss.engine.onnx.graph;

import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Projection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A place of a decoder that takes a low-rank adapter [Hu 2021]: the output {@code y} of a matrix
 * product with the input {@code x} becomes {@code y + (x A^T * 1/2) B^T * 1/2}, where A is {@code
 * [rank, inputs]} and B {@code [outputs, rank]}, of any rank, 0 too.
 *
 * <p>The halves are there because ONNX Runtime computes a single row in another way, which differs
 * in the last bits, unless it has to multiply by a factor as well.
 *
 * @param layer of the decoder
 * @param parts the projections that the product computes at once, top first
 */
public record AdapterInput(int layer, List<Projection> parts) {
  /** By which each of the two products is multiplied. */
  public static final float FACTOR = 0.5f;

  private static final List<List<Projection>> BLOCK =
      List.of(
          List.of(Projection.QUERY, Projection.KEY, Projection.VALUE),
          List.of(Projection.OUTPUT),
          List.of(Projection.GATE),
          List.of(Projection.UP),
          List.of(Projection.DOWN));

  /** Copies the parts. */
  public AdapterInput {
    parts = List.copyOf(parts);
  }

  /** All of a model, layer by layer. */
  public static List<AdapterInput> of(ModelConfig config) {
    return IntStream.range(0, config.layers())
        .boxed()
        .flatMap(layer -> BLOCK.stream().map(parts -> new AdapterInput(layer, parts)))
        .toList();
  }

  /** The one of a product whose first projection is this. */
  static AdapterInput of(int layer, Projection first) {
    return BLOCK.stream()
        .filter(parts -> parts.getFirst() == first)
        .map(parts -> new AdapterInput(layer, parts))
        .findFirst()
        .orElseThrow();
  }

  /** The name of A. */
  public String a() {
    return parts.getFirst().module(layer) + ".a";
  }

  /** The name of B. */
  public String b() {
    return parts.getFirst().module(layer) + ".b";
  }

  /** Columns of A. */
  public int inputs(ModelConfig config) {
    return parts.getFirst().inputs(config);
  }

  /** Rows of B. */
  public int outputs(ModelConfig config) {
    return parts.stream().mapToInt(part -> part.outputs(config)).sum();
  }
}
