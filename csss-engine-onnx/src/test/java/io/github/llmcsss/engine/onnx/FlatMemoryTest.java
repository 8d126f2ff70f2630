package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.testkit.TinyModel;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory after many requests is that after a tenth of them. */
final class FlatMemoryTest {
  private static final long MEBIBYTE = 1 << 20;
  private static final int AT_ONCE = 50;

  @TempDir Path directory;

  /**
   * What the process takes.
   *
   * @param heap bytes of objects that are reachable
   * @param direct bytes of buffers outside the heap
   * @param resident bytes of real memory, the heap's free part included
   */
  private record Memory(long heap, long direct, long resident) {
    /** The least of some, as the heap returns what it has freed little by little. */
    static Memory settled() throws Exception {
      Memory least = now();
      for (int i = 0; i < 10; i++) {
        Thread.sleep(100);
        Memory next = now();
        least =
            new Memory(
                Math.min(least.heap, next.heap),
                Math.min(least.direct, next.direct),
                Math.min(least.resident, next.resident));
      }
      return least;
    }

    private static Memory now() throws IOException {
      System.gc();
      long direct = 0;
      for (var pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
        direct += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
      }
      String status = Files.readString(Path.of("/proc/self/status"));
      String line = status.lines().filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return new Memory(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          direct,
          Long.parseLong(line.replaceAll("\\D", "")) << 10);
    }

    @Override
    public String toString() {
      return String.format(
          "heap %.1f MiB, direct %.1f MiB, resident %.1f MiB",
          heap / (double) MEBIBYTE, direct / (double) MEBIBYTE, resident / (double) MEBIBYTE);
    }
  }

  @Test
  @Tag("slow")
  void staysFlatOverTwentyThousandRequests() throws Exception {
    staysFlat(20_000);
  }

  @Test
  void staysFlatOverATwentiethOfThat() throws Exception {
    staysFlat(1_000);
  }

  private void staysFlat(int requests) throws Exception {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/status")),
        "this system does not tell how much memory a process uses");
    try (Checkpoint checkpoint = Checkpoint.open(TinyModel.extractTo(directory.resolve("model")));
        OnnxGenerator generator =
            OnnxGenerator.builder(checkpoint)
                .prefixMemory(4 * MEBIBYTE)
                .cacheDirectory(directory.resolve("graphs"))
                .build()) {
      int tenth = requests / 10;
      int answers = run(generator, 0, tenth);
      Memory early = Memory.settled();
      answers += run(generator, tenth, requests);
      Memory late = Memory.settled();
      // Some of those that are cancelled were faster.
      assertTrue(answers >= requests * 8 / 10 && answers < requests * 9 / 10, answers + " answers");
      String growth =
          String.format(
              "after %d requests: %s%nafter %d requests: %s%n", tenth, early, requests, late);
      Files.writeString(Path.of("target", "memory-" + requests + ".txt"), growth);
      assertTrue(late.heap() - early.heap() < 4 * MEBIBYTE, growth);
      assertTrue(late.direct() - early.direct() < 8 * MEBIBYTE, growth);
      assertTrue(late.resident() - early.resident() < 64 * MEBIBYTE, growth);
    }
  }

  /** One in ten is cancelled, one does not fit, and one of two conversations is never released. */
  private static int run(OnnxGenerator generator, int from, int to) {
    int answers = 0;
    for (int start = from; start < to; start += AT_ONCE) {
      List<CompletableFuture<Generation>> futures = new ArrayList<>();
      for (int i = start; i < start + AT_ONCE; i++) {
        int tokens = i % 10 == 1 ? TinyModel.CONTEXT_LENGTH : 1 + i % 7;
        Sampling sampling = Sampling.builder().maximumTokens(tokens).build();
        Prompt prompt =
            new Prompt(
                List.of(
                    new Message(Role.SYSTEM, "A shopper talks to a shop assistant."),
                    new Message(Role.USER, "running shoes, number " + i),
                    new Message(Role.DOCUMENTS, "1. Velatto Breeze Men's Running Shoes, Blue")),
                Role.ASSISTANT);
        futures.add(
            generator.generate(GenerationRequest.of(prompt, sampling, i).inConversation("c" + i)));
        if (i % 10 == 0) {
          futures.getLast().cancel(true);
        }
      }
      for (CompletableFuture<Generation> future : futures) {
        answers += future.handle((generation, error) -> error == null ? 1 : 0).join();
      }
      for (int i = start; i < start + AT_ONCE; i += 2) {
        generator.release("c" + i);
      }
    }
    return answers;
  }
}
