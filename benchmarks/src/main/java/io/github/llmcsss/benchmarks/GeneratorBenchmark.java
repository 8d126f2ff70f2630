package io.github.llmcsss.benchmarks;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.engine.onnx.KeyValuePrecision;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.engine.onnx.OnnxGeneratorBuilder;
import io.github.llmcsss.engine.onnx.Precision;
import io.github.llmcsss.model.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Times the generator through its public interface: prompts of about 300 tokens that share nothing
 * but the chat format's opening, then answers in batches of several sizes, with all that belongs to
 * them (sampling, log-probabilities, text). Decoding is what answers of 96 tokens take longer than
 * answers of 32, so that what happens while prompts are computed counts in neither. The best of
 * some rounds counts; lines are {@code NAME TOKENS_PER_SECOND}. Arguments: a model, then nothing
 * for the default settings, or a {@link Precision} and a {@link KeyValuePrecision}.
 */
public final class GeneratorBenchmark {
  private static final int ROUNDS = 2;
  private static final int SHORT_ANSWER = 32;
  private static final int LONG_ANSWER = 96;
  private static final int WORDS = 85;
  private static final int[] BATCHES = {1, 4, 16, 32};
  private static final String[] VOCABULARY = {
    "tent", "light", "warm", "bottle", "for", "and", "blue", "with", "small", "runs", "price",
    "shoe", "camera", "cover", "water", "the", "steel", "soft", "kitchen", "garden"
  };

  private GeneratorBenchmark() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(Path.of(arguments[0]))) {
      OnnxGeneratorBuilder builder = OnnxGenerator.builder(checkpoint);
      if (arguments.length > 1) {
        builder
            .precision(Precision.valueOf(arguments[1]))
            .keyValuePrecision(KeyValuePrecision.valueOf(arguments[2]));
      }
      try (OnnxGenerator generator = builder.build()) {
        System.out.println("# " + generator.provenance());
        measure(checkpoint, generator);
      }
    }
  }

  private static void measure(Checkpoint checkpoint, OnnxGenerator generator) {
    // Answers must not end by themselves.
    Sampling sampling =
        Sampling.builder()
            .topP(0.95)
            .bannedTokens(checkpoint.chatFormat().endOfTurnTokens())
            .build();
    double prefill = 0;
    for (int batch : BATCHES) {
      double prompt = Double.POSITIVE_INFINITY;
      double decode = Double.POSITIVE_INFINITY;
      long promptTokens = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        promptTokens = run(generator, batch, 3 * round, sampling, 1);
        long afterPrompts = System.nanoTime();
        run(generator, batch, 3 * round + 1, sampling, SHORT_ANSWER);
        long afterShort = System.nanoTime();
        run(generator, batch, 3 * round + 2, sampling, LONG_ANSWER);
        long afterLong = System.nanoTime();
        prompt = Math.min(prompt, (afterPrompts - start) / 1e9);
        decode = Math.min(decode, (afterLong - 2 * afterShort + afterPrompts) / 1e9);
      }
      print("decode-" + batch, batch * (LONG_ANSWER - SHORT_ANSWER) / decode);
      prefill = promptTokens / prompt;
    }
    print("prefill", prefill);
  }

  /** Returns how many tokens of the prompts were computed. */
  private static long run(
      OnnxGenerator generator, int batch, int series, Sampling unbounded, int answer) {
    Sampling sampling = unbounded.toBuilder().maximumTokens(answer).build();
    List<CompletableFuture<Generation>> futures = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      StringBuilder text = new StringBuilder().append(series).append(' ');
      for (int word = 0; word < WORDS; word++) {
        text.append(VOCABULARY[(word * (i + 3) + i) % VOCABULARY.length]).append(' ').append(word);
      }
      Prompt prompt = new Prompt(List.of(new Message(Role.USER, text.toString())), Role.ASSISTANT);
      futures.add(generator.generate(GenerationRequest.of(prompt, sampling, i)));
    }
    return futures.stream()
        .map(future -> future.join().usage())
        .mapToLong(usage -> usage.promptTokens() - usage.cachedPromptTokens())
        .sum();
  }

  private static void print(String name, double rate) {
    System.out.printf(Locale.ROOT, "%s %.1f%n", name, rate);
  }
}
