package io.github.llmcsss.engine.djl.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Times a product of matrices, forward and backward. */
public final class MatrixTimer implements AutoCloseable {
  private static final int TOKENS = 256;
  private static final int ROUNDS = 5;
  private static final String SOURCE =
      """
      def exact(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
        return torch.sum(torch.linear(x, w))
      def coarse(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
        y = torch.linear(torch.to(x, 15), torch.to(w, 15))
        return torch.sum(torch.to(y, 6))
      """;

  private final NDManager manager;
  private final TorchScript script;
  private final NDArray input;
  private final NDArray weight;

  /** For a matrix of [outputs, inputs]. */
  public MatrixTimer(Torch torch, int inputs, int outputs) {
    manager = torch.manager().newSubManager();
    script = new TorchScript(torch.manager(), SOURCE);
    input = manager.ones(new Shape(TOKENS, inputs));
    weight = manager.ones(new Shape(outputs, inputs));
    input.setRequiresGradient(true);
    weight.setRequiresGradient(true);
  }

  /**
   * The shortest of some rounds.
   *
   * @param coarse whether in 16 bits
   */
  public double seconds(boolean coarse) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      try (NDArray result = script.call(coarse ? "coarse" : "exact", input, weight);
          NDArray one = manager.create(1f)) {
        JniUtils.backward((PtNDArray) result, (PtNDArray) one, false, false);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    return best * 1e-9;
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }
}
