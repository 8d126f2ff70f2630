package io.github.llmcsss.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.training.SessionStage;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.api.training.TrainingReport;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Input that cannot be learned is refused with what is wrong with it, and what to do. */
class TrainingInputTest extends TinyTrainings {
  private void refused(
      String session, String rule, DjlTrainerBuilder builder, TrainingExample example) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> train(builder, new SessionStage(run("bad"), List.of(example))));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(session) && message.contains(rule), message);
  }

  @Test
  void leavesOutLongExamplesWhereItIsTold() throws IOException {
    List<TrainingExample> examples = new ArrayList<>(TinySessions.sessions(4));
    TrainingReport expected =
        train(builder().epochs(1), new SessionStage(run("without"), examples));
    examples.add(
        3,
        new TrainingExample(
            "s-2",
            1,
            List.of(new Message(Role.USER, "shoes ".repeat(400))),
            new Message(Role.ASSISTANT, "These.")));
    DjlTrainerBuilder leaving = builder().epochs(1).longestExample(200).leaveOutLongExamples(true);
    TrainingReport report = train(leaving, new SessionStage(run("with"), examples));
    assertEquals("1", report.provenance().facts().get(DjlTrainer.LEFT_OUT));
    assertEquals(expected.loss(), report.loss());
    assertEquals(expected.tokens(), report.tokens());
    refused("all 1 examples", "more than 200 tokens", leaving, examples.get(3));
  }

  @Test
  void refusesAnAdapterOfAnotherModel() throws IOException {
    TrainingReport whole =
        train(
            builder().allWeights().epochs(1),
            new SessionStage(run("whole"), TinySessions.sessions(4)));
    TrainingRun onWhole = new TrainingRun(Optional.of(whole.result()), directory.resolve("a"), 7);
    TrainingReport adapted =
        train(builder().epochs(1), new SessionStage(onWhole, TinySessions.sessions(4)));
    TrainingRun next = new TrainingRun(Optional.of(adapted.result()), directory.resolve("b"), 7);
    SessionStage stage = new SessionStage(next, TinySessions.sessions(4));
    ModelFormatException refused =
        assertThrows(ModelFormatException.class, () -> train(builder(), stage));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(model.contentHash()), message);
    assertTrue(message.contains("give the model that it was trained on"), message);
  }

  @Test
  void refusesAnAdapterWithAnUnknownTarget() throws IOException {
    TrainingReport report =
        train(builder().epochs(1), new SessionStage(run("one"), TinySessions.sessions(4)));
    Path config = report.result().resolve(LoraAdapter.CONFIG);
    Files.writeString(config, Files.readString(config).replace("q_proj", "c_attn"));
    TrainingRun next = new TrainingRun(Optional.of(report.result()), directory.resolve("two"), 7);
    SessionStage stage = new SessionStage(next, TinySessions.sessions(4));
    ModelFormatException refused =
        assertThrows(ModelFormatException.class, () -> train(builder(), stage));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(config.toString()) && message.contains("c_attn"), message);
    assertTrue(message.contains("known: [q_proj"), message);
  }

  /** Its first step is sound, and ends the epoch; what comes after it is not. */
  @Test
  void weightsThatExplodedBeforeAValidationAreNotKept() {
    SessionStage stage = new SessionStage(run("out"), TinySessions.sessions(10));
    DjlTrainerBuilder builder =
        builder().allWeights().learningRate(3e38).warmup(0).tokensPerStep(1 << 20).epochs(1);
    TrainingFailedException failed =
        assertThrows(TrainingFailedException.class, () -> train(builder, stage));
    assertTrue(String.valueOf(failed.getMessage()).contains("NaN"), failed::toString);
    assertFalse(Files.exists(directory.resolve("out/best.safetensors")));
    assertFalse(Files.exists(directory.resolve("out/checkpoint")));
  }

  @Test
  void refusesExamplesThatCannotBeLearned() {
    TrainingExample blank =
        new TrainingExample(
            "s-1", 1, List.of(new Message(Role.USER, "x")), new Message(Role.ASSISTANT, " "));
    refused("s-1", "blank", builder(), blank);
    TrainingExample longer =
        new TrainingExample(
            "s-2",
            1,
            List.of(new Message(Role.USER, "shoes ".repeat(60))),
            new Message(Role.ASSISTANT, "These."));
    refused("s-2", "at most 30 tokens", builder().longestExample(30), longer);
  }

  @Test
  void refusesAStartThatDoesNotFit() throws IOException {
    TrainingReport report =
        train(builder().epochs(1), new SessionStage(run("one"), TinySessions.sessions(4)));
    TrainingRun next = new TrainingRun(Optional.of(report.result()), directory.resolve("two"), 7);
    SessionStage stage = new SessionStage(next, TinySessions.sessions(4));
    LoraConfig other = new LoraConfig(8, 8, LORA.targets(), 0);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> train(builder().lora(other), stage));
    assertTrue(String.valueOf(refused.getMessage()).contains("rank=8"), refused::toString);
    refused =
        assertThrows(IllegalArgumentException.class, () -> train(builder().allWeights(), stage));
    assertTrue(String.valueOf(refused.getMessage()).contains("merge"), refused::toString);
  }

  @Test
  void aLearningRateThatExplodesLeavesTheLastCheckpoint() throws IOException {
    SessionStage stage = new SessionStage(run("out"), TinySessions.sessions(20));
    DjlTrainerBuilder builder =
        builder().allWeights().learningRate(1e30).warmup(0).stepsBetweenCheckpoints(1);
    TrainingFailedException failed =
        assertThrows(TrainingFailedException.class, () -> train(builder, stage));
    String message = String.valueOf(failed.getMessage());
    assertTrue(message.contains("learning rate") && message.contains("NaN"), message);
    assertTrue(Files.exists(directory.resolve("out/checkpoint/state.json")));
  }
}
