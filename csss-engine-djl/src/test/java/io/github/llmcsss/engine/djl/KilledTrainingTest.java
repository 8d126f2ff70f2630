package io.github.llmcsss.engine.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.engine.djl.TrainingProcess.Kind;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real processes are killed, told to end, or run out of room; the same call again ends with the
 * weights of a training that nobody disturbed, bit for bit.
 */
class KilledTrainingTest {
  private static final int STEPS = 16;

  /** Tells a process to end before its first step is done. */
  private static final int AT_ONCE = 0;

  @TempDir Path directory;
  private Path model;

  @BeforeEach
  void extract() throws IOException {
    model = TinyModel.extractTo(directory.resolve("tiny"));
  }

  @ParameterizedTest
  @EnumSource(names = {"ADAPTER", "REWARDS"})
  void isTheSameAfterItWasKilled(Kind kind) throws Exception {
    byte[] expected = undisturbed(kind);
    Path output = directory.resolve("killed");
    killedAfter(7, 0, kind, output);
    assertArrayEquals(expected, finished(kind, output));
  }

  @Test
  void isTheSameAfterItWasKilledInACheckpoint() throws Exception {
    byte[] expected = undisturbed(Kind.ALL_WEIGHTS);
    Path output = directory.resolve("killed");
    killedWhileItWrites(Kind.ALL_WEIGHTS, output, 3);
    assertArrayEquals(expected, finished(Kind.ALL_WEIGHTS, output));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void isTheSameAfterItWasKilledAtAnyMoment(Kind kind) throws Exception {
    byte[] expected = undisturbed(kind);
    SplittableRandom random = new SplittableRandom(kind.name().length());
    int torn = 0;
    for (int run = 0; run < 8; run++) {
      Path output = directory.resolve("killed-" + run);
      for (int life = 0; life < 4; life++) {
        if (run % 2 == 0) {
          killedAfter(random.nextInt(1, 6), random.nextInt(40_000), kind, output);
        } else {
          torn += killedWhileItWrites(kind, output, random.nextInt(1, 4)) ? 1 : 0;
        }
      }
      assertArrayEquals(expected, finished(kind, output), "run " + run);
    }
    assertTrue(torn > 0, "no kill fell into the writing of a checkpoint");
  }

  @ParameterizedTest
  @EnumSource(names = {"ADAPTER", "REWARDS"})
  void endsAfterItsStepWhenItIsToldTo(Kind kind) throws Exception {
    byte[] expected = undisturbed(kind);
    Path output = directory.resolve("told");
    long step = toldToEndAfter(3, kind, output);
    String state = Files.readString(output.resolve("checkpoint/state.json"));
    assertTrue(state.contains("\"step\":" + step + ","), state);
    assertArrayEquals(expected, finished(kind, output));
  }

  @Test
  @Tag("slow")
  void endsWithoutACrashWheneverItIsToldTo() throws Exception {
    for (Kind kind : Kind.values()) {
      for (int run = 0; run < 10; run++) {
        toldToEndAfter(run / 2, kind, directory.resolve(kind + "-" + run));
      }
    }
  }

  @Test
  void aProgramThatExitsInATrainingEndsOrderly() throws Exception {
    Path output = directory.resolve("out");
    Child child = child(List.of(), Kind.ALL_WEIGHTS, output, "5");
    assertEquals(0, child.end(), child::said);
    assertTrue(Files.exists(output.resolve("checkpoint/state.json")));
    assertFalse(Files.exists(output.resolve("model")), "it came to its end before it was told to");
  }

  /** A file that may not grow is what a full disk looks like from here. */
  @Test
  void aFullDiskLeavesTheLastCheckpoint() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash to limit files with");
    byte[] expected = undisturbed(Kind.ALL_WEIGHTS);
    Path output = directory.resolve("full");
    toldToEndAfter(4, Kind.ALL_WEIGHTS, output);
    byte[] state = Files.readAllBytes(output.resolve("checkpoint/state.json"));
    byte[] weights = Files.readAllBytes(output.resolve("checkpoint/weights.safetensors"));
    // Where the weights fit, the moments do not.
    for (int blocks : new int[] {weights.length / 1024 + 50, weights.length / 1024 / 2}) {
      Child child = child(limited(blocks), Kind.ALL_WEIGHTS, output);
      assertEquals(2, child.end(), child::said);
      assertTrue(
          child.said().contains("cannot be written; the last checkpoint stays"), child::said);
      assertTrue(child.said().contains("Make room, then call again"), child::said);
      assertArrayEquals(state, Files.readAllBytes(output.resolve("checkpoint/state.json")));
      assertArrayEquals(
          weights, Files.readAllBytes(output.resolve("checkpoint/weights.safetensors")));
      assertFalse(Files.exists(output.resolve("checkpoint.partial")), "it takes room");
    }
    assertArrayEquals(expected, finished(Kind.ALL_WEIGHTS, output));
    Files.delete(output.resolve("model/config.json"));
    Child child = child(limited(weights.length / 1024 / 2), Kind.ALL_WEIGHTS, output);
    assertEquals(2, child.end(), child::said);
    assertTrue(child.said().contains("the weights cannot be written"), child::said);
    assertArrayEquals(expected, finished(Kind.ALL_WEIGHTS, output));
  }

  /** Files may have so many blocks of 1,024 bytes. */
  private static List<String> limited(int blocks) {
    return List.of("/bin/bash", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "");
  }

  /** Kills a process that has done some steps, and a moment later. */
  private void killedAfter(int steps, int microseconds, Kind kind, Path output) throws Exception {
    Child child = child(List.of(), kind, output);
    child.await(steps);
    TimeUnit.MICROSECONDS.sleep(microseconds);
    child.kill();
  }

  /** Whether the half-written checkpoint was still there when the process was dead. */
  private boolean killedWhileItWrites(Kind kind, Path output, int steps) throws Exception {
    Child child = child(List.of(), kind, output);
    child.await(steps);
    Path unfinished = output.resolve("checkpoint.partial");
    while (child.process.isAlive() && !Files.exists(unfinished)) {
      Thread.onSpinWait();
    }
    child.kill();
    return Files.exists(unfinished);
  }

  /** Returns the last step that a process did after it was told to end. */
  private long toldToEndAfter(int steps, Kind kind, Path output) throws Exception {
    Child child = child(List.of(), kind, output);
    if (steps == AT_ONCE) {
      Path begun = output.resolve("training.json");
      while (child.process.isAlive() && !Files.exists(begun)) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
    child.await(steps);
    child.process.destroy();
    int code = child.end();
    // That of SIGTERM, whether or not the message of the training still came out.
    assertEquals(143, code, child::said);
    return child.steps();
  }

  private byte[] undisturbed(Kind kind) throws IOException {
    return finished(kind, directory.resolve("undisturbed"));
  }

  /** Trains to the end, in this process, and returns the weights. */
  private byte[] finished(Kind kind, Path output) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(model)) {
      TrainingProcess.train(kind, checkpoint, output, STEPS, TrainingListener.NONE);
    }
    Path result =
        kind == Kind.ALL_WEIGHTS
            ? output.resolve("model/model.safetensors")
            : output.resolve("adapter").resolve(LoraAdapter.WEIGHTS);
    return Files.readAllBytes(result);
  }

  private Child child(List<String> before, Kind kind, Path output, String... more)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Dai.djl.offline=true");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:-UsePerfData");
    command.add("-XX:ErrorFile=" + directory.resolve("hs_err.log"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TrainingProcess.class.getName());
    command.addAll(List.of(kind.name(), model.toString(), output.toString(), "" + STEPS));
    command.addAll(List.of(more));
    Path said = Files.createTempFile(directory, "said", ".txt");
    Path complained = Files.createTempFile(directory, "complained", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(said.toFile())
            .redirectError(complained.toFile())
            .start();
    return new Child(process, said, complained, directory);
  }

  /** A process and what it writes. */
  private record Child(Process process, Path output, Path errors, Path directory) {
    /** Waits until it has told of some more steps, or ended. */
    void await(int steps) throws Exception {
      while (process.isAlive() && Files.readAllLines(output).size() < steps) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      assertTrue(process.isAlive(), () -> "it ended before it was to be disturbed: " + said());
    }

    void kill() throws InterruptedException {
      process.destroyForcibly();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }

    /** Waits for its end, which must not be a crash, and returns its exit code. */
    int end() throws Exception {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end: " + said());
      }
      assertFalse(Files.exists(directory.resolve("hs_err.log")), () -> "it crashed: " + said());
      assertFalse(said().contains("terminate called"), this::said);
      return process.exitValue();
    }

    /** The last step that it told of. */
    long steps() throws IOException {
      try (Stream<String> lines = Files.lines(output)) {
        return lines
            .filter(line -> line.matches("\\d+"))
            .mapToLong(Long::parseLong)
            .max()
            .orElse(0);
      }
    }

    String said() {
      try {
        return Files.readString(output) + Files.readString(errors);
      } catch (IOException e) {
        return e.toString();
      }
    }
  }
}
