package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.Usage;
import io.github.llmcsss.api.training.Episode;
import io.github.llmcsss.api.training.EpisodeTurn;
import io.github.llmcsss.api.training.RolloutSource;
import io.github.llmcsss.engine.djl.packing.TokenTree;
import io.github.llmcsss.engine.djl.packing.TokenizedExample;
import io.github.llmcsss.engine.djl.torch.DecoderModel;
import io.github.llmcsss.engine.djl.torch.Parameters;
import io.github.llmcsss.engine.djl.torch.Torch;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.LoraAdapter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Sessions of one answer of one token, drawn from what the adapter's model makes of a prompt: small
 * enough that the best policy is known.
 */
final class OneTokenRollouts implements RolloutSource {
  private static final int[][] PROMPTS = {{1, 20, 30}, {1, 25, 31, 40}, {1, 50}};

  private final Checkpoint model;
  private final int answers;
  private final boolean shuffled;
  private final IntToDoubleFunction reward;

  /**
   * Rollouts.
   *
   * @param answers to each prompt
   * @param shuffled whether rewards are dealt out anew among the answers
   * @param reward of a token
   */
  OneTokenRollouts(Checkpoint model, int answers, boolean shuffled, IntToDoubleFunction reward) {
    this.model = model;
    this.answers = answers;
    this.shuffled = shuffled;
    this.reward = reward;
  }

  @Override
  public List<Episode> collect(Path path, long step) throws IOException {
    LoraAdapter adapter = LoraAdapter.open(path);
    List<Episode> episodes = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(step);
    try (Torch torch = Torch.open(1);
        Parameters parameters =
            Parameters.adapter(
                torch,
                model.config(),
                model.tensors(),
                adapter.config(),
                adapter.tensors(),
                false);
        DecoderModel decoder =
            new DecoderModel(
                torch, model.config(), parameters, new DecoderModel.Settings(false, false))) {
      for (int i = 0; i < PROMPTS.length; i++) {
        float[] distribution = distribution(decoder, parameters, PROMPTS[i]);
        episodes.add(episode("session-" + i, step, PROMPTS[i], distribution, random));
      }
    }
    return episodes;
  }

  /** The log-probability of every token after a prompt. */
  private float[] distribution(DecoderModel decoder, Parameters parameters, int[] prompt) {
    List<TokenizedExample> examples = new ArrayList<>();
    for (int token = 0; token < model.config().vocabularySize(); token++) {
      int[] tokens = java.util.Arrays.copyOf(prompt, prompt.length + 1);
      tokens[prompt.length] = token;
      examples.add(TokenizedExample.of(tokens, prompt.length, 1));
    }
    float[] losses = decoder.losses(parameters, List.of(TokenTree.of(examples)));
    for (int i = 0; i < losses.length; i++) {
      losses[i] = -losses[i];
    }
    return losses;
  }

  private Episode episode(
      String session, long step, int[] prompt, float[] distribution, SplittableRandom random) {
    int[] drawn = new int[answers];
    List<Double> rewards = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      drawn[i] = draw(distribution, random);
      rewards.add(reward.applyAsDouble(drawn[i]));
    }
    if (shuffled) {
      java.util.Collections.shuffle(rewards, java.util.Random.from(random));
    }
    List<EpisodeTurn> turns = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      float[] probability = {distribution[drawn[i]]};
      Generation generation =
          new Generation(
              "t",
              FinishReason.END_OF_TURN,
              prompt,
              new int[] {drawn[i]},
              probability,
              probability,
              Usage.NONE);
      turns.add(
          new EpisodeTurn(
              session + "/0",
              Role.ASSISTANT,
              Sampling.builder().maximumTokens(1).build(),
              generation,
              OptionalDouble.of(rewards.get(i)),
              Map.of()));
    }
    return new Episode(session, step, turns);
  }

  private static int draw(float[] distribution, SplittableRandom random) {
    double at = random.nextDouble();
    for (int token = 0; token < distribution.length; token++) {
      at -= Math.exp(distribution[token]);
      if (at < 0) {
        return token;
      }
    }
    return distribution.length - 1;
  }
}
