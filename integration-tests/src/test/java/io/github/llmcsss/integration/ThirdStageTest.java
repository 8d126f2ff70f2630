package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.training.ReinforcementStage;
import io.github.llmcsss.api.training.RolloutSource;
import io.github.llmcsss.api.training.Trainer;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.core.SynthesizerRollouts;
import io.github.llmcsss.core.TurnPolicy;
import io.github.llmcsss.core.data.SeedQueries;
import io.github.llmcsss.core.training.ShuffledRewards;
import io.github.llmcsss.engine.djl.Alarms;
import io.github.llmcsss.engine.djl.DjlTrainer;
import io.github.llmcsss.engine.djl.Reinforcement;
import io.github.llmcsss.engine.djl.TrainingPrecision;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.engine.onnx.Precision;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.search.lucene.LuceneSearch;
import io.github.llmcsss.testkit.SmallCatalogue;
import io.github.llmcsss.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The third stage with nothing left out: sessions, search, generator, reward and trainer. */
class ThirdStageTest {
  private static final int STEPS = 24;

  /** Few words are good: easy to learn, and nothing that a second look would have to judge. */
  private static final RewardFunction SHORT =
      input -> 1.0 / (1 + input.response().split(" ", -1).length);

  @TempDir Path directory;

  @Test
  void rewardRisesAndDoesNotWhereRewardsAreShuffled() throws IOException {
    List<Document> catalogue = SmallCatalogue.documents();
    try (Checkpoint model = Checkpoint.open(TinyModel.extractTo(directory.resolve("model")));
        LuceneSearch search = LuceneSearch.inMemory(catalogue);
        OnnxGenerator generator =
            OnnxGenerator.builder(model)
                .precision(Precision.FLOAT32)
                .contextLength(TinyModel.CONTEXT_LENGTH)
                .cacheDirectory(directory.resolve("graphs"))
                .build()) {
      RolloutSource rollouts =
          SynthesizerRollouts.builder()
              .generator(generator)
              .searchEnvironment(search)
              .seedQueries(SeedQueries.fromCatalogue(catalogue))
              .reward(SHORT)
              .turns(TurnPolicy.exactly(2))
              .assistantSampling(Sampling.builder().maximumTokens(48).build())
              .sessionsPerStep(4)
              .answersPerTurn(8)
              .seed(7)
              .build();
      List<Double> real = rewards(model, "real", rollouts);
      List<Double> control = rewards(model, "control", new ShuffledRewards(rollouts, 7));
      double before = mean(real.subList(0, 5));
      double after = mean(real.subList(STEPS - 5, STEPS));
      double controlled = mean(control.subList(STEPS - 5, STEPS));
      assertTrue(after > 1.2 * before, () -> real + " against " + control);
      assertTrue(controlled < 1.1 * before, () -> real + " against " + control);
      double mismatch = largestMismatch(directory.resolve("real"));
      assertTrue(mismatch < 1e-5, () -> mismatch + " nats between generator and trainer");
    }
  }

  private List<Double> rewards(Checkpoint model, String name, RolloutSource rollouts)
      throws IOException {
    List<Double> rewards = new ArrayList<>();
    TrainingRun run = new TrainingRun(Optional.empty(), directory.resolve(name), 3);
    try (Trainer trainer =
        DjlTrainer.builder(model)
            .lora(LoraConfig.standard())
            .precision(TrainingPrecision.FLOAT32)
            .learningRate(2e-3)
            .threads(1)
            .reinforcement(Reinforcement.standard().withAlarms(Alarms.off()))
            .build()) {
      var unused =
          trainer.train(
              new ReinforcementStage(run, rollouts, List.of(), 0, STEPS),
              progress -> rewards.add(progress.meanReward().orElseThrow()));
    }
    return rewards;
  }

  /** The generator has the adapter of every step, to the last digits. */
  private static double largestMismatch(Path training) throws IOException {
    double largest = 0;
    ObjectMapper mapper = new ObjectMapper();
    for (String line : Files.readAllLines(training.resolve("metrics.jsonl"))) {
      largest = Math.max(largest, mapper.readTree(line).get("mismatch").doubleValue());
    }
    return largest;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
