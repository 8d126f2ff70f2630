package io.github.llmcsss.benchmarks;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.Usage;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.model.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Times whole sessions: asks the generator, with its default settings, for what a {@link
 * TraceRecorder} wrote down, all sessions at once, the turns of each one after the other, every
 * answer exactly as long as it was. Prints {@code sessions RATE} in sessions a minute and, in
 * comments, the tokens of prompts that were computed, beside the fewest possible: each distinct
 * beginning once. Arguments: a model, a file of traces.
 */
public final class TraceBenchmark {
  private TraceBenchmark() {}

  /** Measures and prints. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    List<Trace> traces = Trace.read(Path.of(arguments[1]));
    try (Checkpoint checkpoint = Checkpoint.open(Path.of(arguments[0]));
        OnnxGenerator generator = OnnxGenerator.load(checkpoint)) {
      Set<Integer> ends = checkpoint.chatFormat().endOfTurnTokens();
      // What is written and compiled the first time is no part of it.
      replay(generator, traces.getFirst(), ends, "warm-up");
      long start = System.nanoTime();
      Usage usage = Usage.NONE;
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Usage>> sessions = new ArrayList<>();
        for (int i = 0; i < traces.size(); i++) {
          Trace trace = traces.get(i);
          String key = "session " + i;
          sessions.add(threads.submit(() -> replay(generator, trace, ends, key)));
        }
        for (Future<Usage> session : sessions) {
          usage = usage.plus(session.get());
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "# %d sessions in %.1f s; %d tokens written; of prompts, %d tokens computed, at least %d"
              + " must be%n",
          traces.size(),
          seconds,
          usage.generatedTokens(),
          usage.promptTokens() - usage.cachedPromptTokens(),
          distinctBeginnings(traces));
      System.out.printf(Locale.ROOT, "sessions %.2f%n", 60 * traces.size() / seconds);
    }
  }

  private static Usage replay(
      OnnxGenerator generator, Trace trace, Set<Integer> ends, String conversation) {
    Usage usage = Usage.NONE;
    for (Trace.Step step : trace.steps()) {
      Sampling recorded = step.sampling();
      Sampling sampling =
          Sampling.builder()
              .temperature(recorded.temperature())
              .topP(recorded.topP())
              .topK(recorded.topK())
              .minP(recorded.minP())
              .repetitionPenalty(recorded.repetitionPenalty())
              .bannedTokens(ends)
              .maximumTokens(step.answer().size())
              .build();
      GenerationRequest request =
          GenerationRequest.of(new Prompt(step.messages(), step.next()), sampling, 1)
              .inConversation(conversation);
      Generation generation = generator.generate(request).join();
      usage = usage.plus(generation.usage());
    }
    generator.release(conversation);
    return usage;
  }

  private static int distinctBeginnings(List<Trace> traces) {
    Set<Long> seen = new HashSet<>();
    for (Trace trace : traces) {
      for (Trace.Step step : trace.steps()) {
        long hash = 7;
        for (int token : step.prompt()) {
          hash = hash * 0x9e3779b97f4a7c15L + token + 1;
          seen.add(hash);
        }
      }
    }
    return seen.size();
  }
}
