package io.github.llmcsss.testkit;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.training.SessionStage;
import io.github.llmcsss.api.training.Trainer;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.api.training.TrainingStage;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerContractTest {
  static class Honest extends TrainerContract {
    @RegisterExtension final Faults faults = new Faults();

    @Override
    protected Trainer open() {
      return new ToyTrainer(faults.planted());
    }

    @Override
    protected TrainingStage stage(TrainingRun run) {
      Message target = new Message(Role.USER, "running shoes");
      return new SessionStage(run, List.of(new TrainingExample("s", 1, List.of(), target)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "writes nothing, leavesItsResultInTheOutputDirectory",
    "keeps silent, tellsOfEveryStepInOrder",
    "drifts, trainsTheSameAgain",
    "forgets what it learned, goesOnWhereItWasInterrupted",
    "closes once, closesTwice"
  })
  void catches(String fault, String test) {
    Faults.assertCaught(Honest.class, fault, test);
  }
}
