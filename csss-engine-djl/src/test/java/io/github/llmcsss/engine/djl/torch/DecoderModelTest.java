package io.github.llmcsss.engine.djl.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import io.github.llmcsss.engine.djl.packing.TokenTree;
import io.github.llmcsss.engine.djl.packing.TokenizedExample;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.ModelFamily;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.model.RopeScaling;
import io.github.llmcsss.model.TensorSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderModelTest {
  private static final int VOCABULARY = 50;
  private static final LoraConfig LORA = new LoraConfig(3, 6, EnumSet.allOf(Projection.class), 0);
  private static final LoraConfig SOME =
      new LoraConfig(2, 1, EnumSet.of(Projection.QUERY, Projection.DOWN), 0);

  static ModelConfig config(ModelFamily family) {
    boolean qwen2 = family == ModelFamily.QWEN2;
    boolean qwen3 = family == ModelFamily.QWEN3;
    Optional<RopeScaling> scaling =
        family == ModelFamily.LLAMA
            ? Optional.of(new RopeScaling(8, 1, 4, 8192))
            : Optional.empty();
    return new ModelConfig(
        family, VOCABULARY, 24, 40, 2, 6, 2, 4, 256, 1e4, scaling, 1e-5, !qwen2, qwen2, qwen3);
  }

  /** History, then two turns that go on from it in their own ways, and one example apart. */
  static List<TokenizedExample> examples() {
    SplittableRandom random = new SplittableRandom(5);
    int[] tokens = random.ints(40, 1, VOCABULARY).toArray();
    int[] other = random.ints(30, 1, VOCABULARY).toArray();
    List<TokenizedExample> examples = new ArrayList<>();
    examples.add(TokenizedExample.of(join(tokens, 12, other, 0, 9), 17, 1));
    examples.add(TokenizedExample.of(join(tokens, 20, other, 9, 18), 22, 2));
    examples.add(TokenizedExample.of(join(tokens, 33, other, 18, 20), 31, -0.5f));
    int[] apart = join(other, 25, tokens, 3, 8);
    apart[0] = 49;
    examples.add(TokenizedExample.of(apart, 20, 1));
    return examples;
  }

  private static int[] join(int[] first, int length, int[] second, int from, int to) {
    int[] joined = new int[length + to - from];
    System.arraycopy(first, 0, joined, 0, length);
    System.arraycopy(second, from, joined, length, to - from);
    return joined;
  }

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (ModelFamily family : ModelFamily.values()) {
      for (Optional<LoraConfig> lora :
          List.of(Optional.<LoraConfig>empty(), Optional.of(LORA), Optional.of(SOME))) {
        for (boolean checkpointing : new boolean[] {false, true}) {
          for (boolean packed : new boolean[] {false, true}) {
            cases.add(Arguments.of(family, lora, checkpointing, packed));
          }
        }
      }
    }
    return cases.stream();
  }

  static List<TokenTree> trees(List<TokenizedExample> examples, boolean packed) {
    return packed
        ? TokenTree.forest(examples)
        : examples.stream().map(example -> TokenTree.of(List.of(example))).toList();
  }

  static double loss(ReferenceDecoder reference, List<TokenizedExample> examples) {
    double sum = 0;
    for (TokenizedExample example : examples) {
      double[] losses = reference.losses(example.tokens(), example.targetStart());
      for (int i = 0; i < losses.length; i++) {
        sum += losses[i] * example.weights()[i];
      }
    }
    return sum;
  }

  static Parameters parameters(
      Torch torch, ModelConfig config, ReferenceDecoder reference, Optional<LoraConfig> lora) {
    TensorSource tensors = TensorSource.of(reference.tensors());
    return lora.isPresent()
        ? Parameters.adapter(torch, config, tensors, lora.get(), tensors, false)
        : Parameters.full(torch, config, tensors);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hasTheLossAndTheGradientsOfTheReference(
      ModelFamily family, Optional<LoraConfig> lora, boolean checkpointing, boolean packed) {
    ModelConfig config = config(family);
    ReferenceDecoder reference = new ReferenceDecoder(config, lora, 7);
    List<TokenizedExample> examples = examples();
    double expected = loss(reference, examples);
    double scale = 0.25;
    try (Torch torch = Torch.open(1);
        Parameters parameters = parameters(torch, config, reference, lora);
        DecoderModel model =
            new DecoderModel(
                torch, config, parameters, new DecoderModel.Settings(false, checkpointing))) {
      List<TokenTree> trees = trees(examples, packed);
      assertEquals(expected, model.loss(trees), 1e-5 * Math.abs(expected));
      assertEquals(expected, model.backward(trees, scale, 0), 1e-5 * Math.abs(expected));
      parameters
          .trained()
          .forEach((name, array) -> {
            float[] gradient = gradient(array);
            double largest = 1e-3;
            for (float value : gradient) {
              largest = Math.max(largest, Math.abs(value));
            }
            SplittableRandom random = new SplittableRandom(name.hashCode());
            for (int i = 0; i < 2; i++) {
              int at = random.nextInt(gradient.length);
              double slope = scale * slope(reference, name, at, examples);
              assertEquals(slope, gradient[at], 2e-4 * largest, name + " at " + at);
            }
          });
    }
  }

  private static float[] gradient(NDArray array) {
    try (NDArray gradient = array.getGradient()) {
      return gradient.toFloatArray();
    }
  }

  private static double slope(
      ReferenceDecoder reference, String name, int at, List<TokenizedExample> examples) {
    double[] values = reference.values(name);
    double step = 1e-5;
    double middle = values[at];
    values[at] = middle + step;
    double above = loss(reference, examples);
    values[at] = middle - step;
    double below = loss(reference, examples);
    values[at] = middle;
    return (above - below) / (2 * step);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void staysNearItInSixteenBits(
      ModelFamily family, Optional<LoraConfig> lora, boolean checkpointing, boolean packed) {
    ModelConfig config = config(family);
    ReferenceDecoder reference = new ReferenceDecoder(config, lora, 7);
    List<TokenizedExample> examples = examples();
    double expected = loss(reference, examples);
    try (Torch torch = Torch.open(1);
        Parameters parameters = parameters(torch, config, reference, lora);
        DecoderModel model =
            new DecoderModel(
                torch, config, parameters, new DecoderModel.Settings(true, checkpointing))) {
      double loss = model.backward(trees(examples, packed), 1, 0);
      assertEquals(expected, loss, 0.02 * Math.abs(expected));
      assertTrue(gradient(parameters.trained().values().iterator().next()).length > 0);
    }
  }
}
