package io.github.llmcsss.engine.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Usage;
import io.github.llmcsss.engine.djl.torch.DecoderModel;
import io.github.llmcsss.engine.djl.torch.Parameters;
import io.github.llmcsss.engine.djl.torch.ReferenceDecoder;
import io.github.llmcsss.engine.djl.torch.Torch;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.ModelFamily;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.model.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PolicyGradientTest {
  private static final int VOCABULARY = 30;
  private static final int[][] PROMPTS = {{1, 5, 9}, {1, 5, 7, 2}};
  private static final ModelConfig CONFIG =
      new ModelConfig(
          ModelFamily.LLAMA,
          VOCABULARY,
          16,
          24,
          2,
          4,
          2,
          4,
          64,
          1e4,
          Optional.empty(),
          1e-5,
          true,
          false,
          false);
  private static final LoraConfig LORA = new LoraConfig(2, 4, EnumSet.allOf(Projection.class), 0);

  private static double reward(int token) {
    return token % 3 == 0 ? 1 : 0.2;
  }

  /** Every answer of two tokens to every prompt, as if all were drawn with the same chance. */
  private static List<Answer> everyAnswer() {
    List<Answer> answers = new ArrayList<>();
    float chance = (float) -Math.log(VOCABULARY);
    for (int i = 0; i < PROMPTS.length; i++) {
      for (int first = 0; first < VOCABULARY; first++) {
        float[] drawn = {chance};
        Generation generation =
            new Generation(
                "",
                FinishReason.END_OF_TURN,
                PROMPTS[i],
                new int[] {first},
                drawn,
                drawn,
                Usage.NONE);
        answers.add(new Answer("s", "g" + i, generation, reward(first)));
      }
    }
    return answers;
  }

  /** The mean over the prompts of {@code sum_a p(a) R(a)}. */
  private static double expectedReward(ReferenceDecoder reference) {
    double sum = 0;
    for (int[] prompt : PROMPTS) {
      for (int token = 0; token < VOCABULARY; token++) {
        int[] tokens = Arrays.copyOf(prompt, prompt.length + 1);
        tokens[prompt.length] = token;
        sum += Math.exp(-reference.losses(tokens, prompt.length)[0]) * reward(token);
      }
    }
    return sum / PROMPTS.length;
  }

  /** Importance weights make an enumeration of an expectation: no chance is left to allow for. */
  @Test
  void isTheGradientOfTheExpectedReward() {
    ReferenceDecoder reference = new ReferenceDecoder(CONFIG, Optional.of(LORA), 3);
    TensorSource tensors = TensorSource.of(reference.tensors());
    RolloutBatch batch = new RolloutBatch(everyAnswer());
    Reinforcement plain = new Reinforcement(0, 0, false, 100, 1e9, Alarms.off());
    double[] rewards = batch.answers().stream().mapToDouble(Answer::reward).toArray();
    try (Torch torch = Torch.open(1);
        Parameters parameters = Parameters.adapter(torch, CONFIG, tensors, LORA, tensors, false);
        DecoderModel model =
            new DecoderModel(torch, CONFIG, parameters, new DecoderModel.Settings(false, false))) {
      List<float[]> now = batch.logProbabilities(1000, trees -> model.losses(parameters, trees));
      PolicyGradient gradient = PolicyGradient.of(batch, rewards, now, now, plain);
      assertEquals(0, gradient.divergence());
      model.backward(batch.trees(gradient.weights()), 1, 0);
      SplittableRandom random = new SplittableRandom(1);
      ReferenceDecoder.gradients(parameters)
          .forEach((name, values) -> {
            int at = random.nextInt(values.length);
            // The loss falls where the expected reward rises.
            assertEquals(-slope(reference, name, at), values[at], 2e-5, name);
          });
    }
  }

  private static double slope(ReferenceDecoder reference, String name, int at) {
    double[] values = reference.values(name);
    double middle = values[at];
    values[at] = middle + 1e-5;
    double above = expectedReward(reference);
    values[at] = middle - 1e-5;
    double below = expectedReward(reference);
    values[at] = middle;
    return (above - below) / 2e-5;
  }

  private static Answer answer(String group, double reward) {
    Generation generation =
        new Generation(
            "",
            FinishReason.END_OF_TURN,
            new int[] {1, 2, 3, 4, 5},
            new int[] {2, 3, 4, 5, 2, 3},
            new float[6],
            new float[6],
            Usage.NONE);
    return new Answer("s", group, generation, reward);
  }

  @Test
  void advantagesLeaveTheAnswerItselfOut() {
    List<Answer> answers =
        List.of(answer("a", 0.9), answer("a", 0.3), answer("a", 0.3), answer("alone", 0.5));
    assertArrayEquals(
        new double[] {0.6, -0.3, -0.3, 0.1}, Answer.advantages(answers, 0.4, false), 1e-12);
    double[] normal = Answer.advantages(answers, 0.4, true);
    assertEquals(4, Arrays.stream(normal).map(x -> x * x).sum(), 1e-9);
    assertEquals(0, Answer.idleGroups(answers));
    assertEquals(
        0.5,
        Answer.idleGroups(
            List.of(
                answer("a", 1), answer("a", 1), answer("b", 1), answer("b", 0), answer("c", 1))));
  }

  @Test
  void measuresCopiesAndVariety() {
    // Of the runs of four only the first stands in the prompt; of five pairs one comes twice.
    assertEquals(1.0 / 3, Answer.copied(List.of(answer("a", 1))), 1e-12);
    assertEquals(4.0 / 5, Answer.distinct2(List.of(answer("a", 1))), 1e-12);
  }

  @Test
  void pullsTheModelBackAndCutsRatiosOff() {
    RolloutBatch batch = new RolloutBatch(List.of(answer("a", 1)));
    float[] now = {-1, -1, -1, -1, -1, -1};
    float[] before = {-2, -1, -1, -1, -1, -1};
    Reinforcement how = new Reinforcement(0.5, 0.1, false, 100, 1.5, Alarms.off());
    PolicyGradient gradient =
        PolicyGradient.of(batch, new double[] {1}, List.of(now), List.of(before), how);
    double ratio = Math.exp(-1);
    assertEquals((1 - 0.5 + 0.1) * ratio / 6, gradient.weights().getFirst()[0], 1e-6);
    assertEquals((1 + 0.1) * ratio / 6, gradient.weights().getFirst()[1], 1e-6);
    assertEquals(1.0 / 6, gradient.divergence(), 1e-9);
    assertEquals(1, gradient.mismatch(), 1e-9);
    float[] likely = {1, 1, 1, 1, 1, 1};
    gradient = PolicyGradient.of(batch, new double[] {1}, List.of(likely), List.of(likely), how);
    assertEquals((1 - 0.1) * 1.5 / 6, gradient.weights().getFirst()[0], 1e-6);
  }
}
