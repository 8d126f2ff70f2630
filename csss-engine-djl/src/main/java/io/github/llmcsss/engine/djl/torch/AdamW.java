package io.github.llmcsss.engine.djl.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW [Loshchilov 2019] with PyTorch's fused kernel, and clipping of the gradients' global norm.
 * DJL's own adds epsilon elsewhere and clips one side only.
 */
public final class AdamW implements AutoCloseable {
  private static final String SOURCE =
      """
      def norm(self: __torch__.Ops, g: List[Tensor]) -> float:
        return float(torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g))))
      def scale(self: __torch__.Ops, g: List[Tensor], by: float) -> float:
        torch._foreach_mul_(g, by)
        return by
      def step(self: __torch__.Ops, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], t: List[Tensor], rate: float, decay: float, beta1: float, beta2: float, epsilon: float) -> float:
        torch._foreach_add_(t, 1)
        torch._fused_adamw_(w, g, m, v, annotate(List[Tensor], []), t, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
        return rate
      """;

  private final Torch torch;
  private final NDManager manager;
  private final TorchScript script;
  private final Settings settings;
  private final Group decayed = new Group();
  private final Group plain = new Group();
  private final Map<String, NDArray> moments = new LinkedHashMap<>();
  private long steps;

  /**
   * How it moves.
   *
   * @param beta1 decay of the mean of the gradients
   * @param beta2 decay of the mean of their squares
   * @param epsilon added to the root of the latter
   * @param weightDecay of matrices; vectors (norms, biases) have none
   */
  public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {}

  /** Parameters with the same weight decay. */
  private static final class Group {
    final List<NDArray> weights = new ArrayList<>();
    final List<NDArray> gradients = new ArrayList<>();
    final List<NDArray> first = new ArrayList<>();
    final List<NDArray> second = new ArrayList<>();
    final List<NDArray> steps = new ArrayList<>();
  }

  /** For the parameters that are trained, with moments of zero. */
  public AdamW(Torch torch, Parameters parameters, Settings settings) {
    this.torch = torch;
    this.settings = settings;
    manager = torch.manager().newSubManager();
    try {
      script = new TorchScript(torch.manager(), SOURCE);
      parameters.trained().forEach(this::add);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  private void add(String name, NDArray weight) {
    Shape shape = weight.getShape();
    Group group = shape.dimension() > 1 ? decayed : plain;
    NDArray first = manager.zeros(shape);
    NDArray second = manager.zeros(shape);
    group.weights.add(weight);
    group.first.add(first);
    group.second.add(second);
    group.steps.add(manager.zeros(new Shape(), DataType.FLOAT32));
    moments.put(name + ".first", first);
    moments.put(name + ".second", second);
  }

  /**
   * Moves the weights against their gradients, which are zero afterwards.
   *
   * @param rate the learning rate
   * @param largestNorm the gradients are scaled down to it where their norm is larger
   * @return the norm of all gradients together before that; where it is no finite number, the
   *     weights stay as they were
   */
  public double step(double rate, double largestNorm) {
    List<NDArray> gradients = new ArrayList<>();
    try {
      for (Group group : List.of(decayed, plain)) {
        group.gradients.clear();
        for (NDArray weight : group.weights) {
          NDArray gradient = weight.getGradient();
          group.gradients.add(gradient);
          gradients.add(gradient);
        }
      }
      double norm = script.change("norm", List.of(gradients));
      if (Double.isFinite(norm)) {
        if (norm > largestNorm) {
          // As PyTorch's clip_grad_norm_ has it.
          script.change("scale", List.of(gradients), largestNorm / (norm + 1e-6));
        }
        step(decayed, rate, settings.weightDecay());
        step(plain, rate, 0);
        steps++;
      }
      return norm;
    } finally {
      gradients.forEach(NDArray::close);
      zeroGradients();
    }
  }

  private void step(Group group, double rate, double decay) {
    if (!group.weights.isEmpty()) {
      script.change(
          "step",
          List.of(group.weights, group.gradients, group.first, group.second, group.steps),
          rate,
          decay,
          settings.beta1(),
          settings.beta2(),
          settings.epsilon());
    }
  }

  private void zeroGradients() {
    for (Group group : List.of(decayed, plain)) {
      for (NDArray weight : group.weights) {
        JniUtils.zeroGrad((PtNDArray) weight);
      }
    }
  }

  /** Steps taken. */
  public long steps() {
    return steps;
  }

  /** The moments, to be kept in a checkpoint; they read the memory of this. */
  public List<Tensor> state() {
    return moments.entrySet().stream()
        .<Tensor>map(entry -> new ArrayTensor(entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * Goes on from a checkpoint.
   *
   * @param state by name, as {@link #state} gave it
   * @param steps taken then
   */
  public void restore(TensorSource state, long steps) {
    try (ArrayLoader loader = new ArrayLoader(torch)) {
      moments.forEach((name, array) -> loader.fill(array, state.tensor(name)));
    }
    this.steps = steps;
    for (Group group : List.of(decayed, plain)) {
      for (NDArray step : group.steps) {
        step.set(new float[] {steps});
      }
    }
  }

  /** Frees the moments. */
  @Override
  public void close() {
    script.close();
    manager.close();
  }
}
