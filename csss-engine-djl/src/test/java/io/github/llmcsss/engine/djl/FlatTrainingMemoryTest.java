package io.github.llmcsss.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.training.TrainingProgress;
import io.github.llmcsss.engine.djl.TrainingProcess.Kind;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.testkit.TinyModel;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.management.ObjectName;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory after many steps is that after a fifth of them. */
class FlatTrainingMemoryTest {
  private static final long MEBIBYTE = 1 << 20;

  /** What the heap and the allocator of C move by, without a trend. */
  private static final long BOUND = 32 * MEBIBYTE;

  @TempDir Path directory;

  /**
   * What the process holds after a step.
   *
   * @param resident bytes of real memory
   * @param arrays objects of DJL that can be reached, each of which may hold native memory
   */
  private record Memory(long resident, long arrays) {
    static Memory settled() {
      try {
        long resident = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
          System.gc();
          Thread.sleep(50);
          String status = Files.readString(Path.of("/proc/self/status"));
          String line =
              status.lines().filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
          resident = Math.min(resident, Long.parseLong(line.replaceAll("\\D", "")) << 10);
        }
        return new Memory(resident, count());
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    /** Objects that nobody can reach are not counted. */
    private static long count() throws Exception {
      String histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
      return histogram
          .lines()
          .map(line -> line.strip().split("\\s+"))
          .filter(words ->
              words.length > 3
                  && (words[3].startsWith("ai.djl.pytorch.engine.")
                      || words[3].startsWith("ai.djl.pytorch.jni.")))
          .mapToLong(words -> Long.parseLong(words[1]))
          .sum();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ADAPTER", "ALL_WEIGHTS"})
  void staysFlatOverThreeHundredSteps(Kind kind) throws Exception {
    staysFlat(kind, 300);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void staysFlatOverTwoThousandSteps(Kind kind) throws Exception {
    staysFlat(kind, 2000);
  }

  private void staysFlat(Kind kind, int steps) throws Exception {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/status")),
        "this system does not tell how much memory a process uses");
    Map<Long, Memory> seen = new HashMap<>();
    long early = (long) steps / 5;
    long last = (long) steps - 10;
    try (Checkpoint model = Checkpoint.open(TinyModel.extractTo(directory.resolve("tiny")));
        DjlTrainer trainer =
            TrainingProcess.builder(kind, model, 2 * steps).stepsBetweenCheckpoints(20).build()) {
      trainer.train(
          TrainingProcess.stage(kind, model, directory.resolve("out"), steps),
          (TrainingProgress progress) -> {
            if (progress.step() == early || progress.step() == last) {
              seen.put(progress.step(), Memory.settled());
            }
          });
    }
    assertEquals(2, seen.size());
    Memory before = Objects.requireNonNull(seen.get(early));
    Memory after = Objects.requireNonNull(seen.get(last));
    String growth =
        String.format(
            "%s: after %d steps: %.1f MiB, %d objects; after %d steps: %.1f MiB, %d objects%n",
            kind,
            early,
            before.resident() / (double) MEBIBYTE,
            before.arrays(),
            last,
            after.resident() / (double) MEBIBYTE,
            after.arrays());
    Files.writeString(Path.of("target", "training-memory-" + kind + "-" + steps + ".txt"), growth);
    assertTrue(before.arrays() > 100, growth);
    assertEquals(before.arrays(), after.arrays(), growth);
    assertTrue(after.resident() - before.resident() < BOUND, growth);
  }
}
