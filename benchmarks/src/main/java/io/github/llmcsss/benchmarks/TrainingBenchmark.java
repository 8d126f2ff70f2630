package io.github.llmcsss.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.engine.djl.packing.TokenTree;
import io.github.llmcsss.engine.djl.packing.TokenizedExample;
import io.github.llmcsss.engine.djl.packing.TrainingPlan;
import io.github.llmcsss.engine.djl.packing.TrainingSession;
import io.github.llmcsss.engine.djl.torch.AdamW;
import io.github.llmcsss.engine.djl.torch.DecoderModel;
import io.github.llmcsss.engine.djl.torch.Parameters;
import io.github.llmcsss.engine.djl.torch.Torch;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Times training: forward and backward over two sequences of 256 random tokens, all learned, or
 * whole sessions with the optimizer's step. The median of some rounds counts; lines are {@code NAME
 * VALUE}: tokens or sessions a second, and the peak of the process's memory in MB. Arguments: a
 * model, {@code full} or {@code lora}, {@code fp32} or {@code bf16}, and a file of sessions or
 * nothing.
 */
public final class TrainingBenchmark {
  private static final int LENGTH = 256;
  private static final int ROUNDS = 5;
  private static final int TOKENS_PER_BATCH = 1024;
  private static final LoraConfig LORA =
      new LoraConfig(
          8,
          16,
          EnumSet.of(Projection.QUERY, Projection.KEY, Projection.VALUE, Projection.OUTPUT),
          0);

  private TrainingBenchmark() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    boolean adapter = arguments[1].equals("lora");
    boolean coarse = arguments[2].equals("bf16");
    int threads = Runtime.getRuntime().availableProcessors();
    try (Checkpoint model = Checkpoint.open(Path.of(arguments[0]));
        Torch torch = Torch.open(threads);
        Parameters parameters = parameters(torch, model, adapter, coarse);
        DecoderModel decoder =
            new DecoderModel(
                torch, model.config(), parameters, new DecoderModel.Settings(coarse, false))) {
      if (arguments.length > 3) {
        AdamW.Settings settings = new AdamW.Settings(0.9, 0.999, 1e-8, 0.01);
        try (AdamW optimizer = new AdamW(torch, parameters, settings)) {
          sessions(decoder, optimizer, sessions(Path.of(arguments[3])));
        }
      } else {
        print("tokens", 2 * LENGTH / median(() -> decoder.backward(sequences(model), 1.0, 0)));
      }
    }
    print("memory", peak());
  }

  private static Parameters parameters(
      Torch torch, Checkpoint model, boolean adapter, boolean coarse) {
    ModelConfig config = model.config();
    return adapter
        ? Parameters.adapter(torch, config, model.tensors(), LORA, adapter(config), coarse)
        : Parameters.full(torch, config, model.tensors());
  }

  private record Small(String name, long[] shape) implements Tensor {
    @Override
    public long size() {
      return shape[0] * shape[1];
    }

    @Override
    public void read(long offset, float[] target, int start, int count) {
      for (int i = 0; i < count; i++) {
        target[start + i] = 0.001f * ((offset + i) % 7 - 3);
      }
    }
  }

  private static TensorSource adapter(ModelConfig config) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (Projection target : LORA.targets()) {
        String a = LoraAdapter.nameOfA(layer, target);
        String b = LoraAdapter.nameOfB(layer, target);
        tensors.put(a, new Small(a, new long[] {LORA.rank(), target.inputs(config)}));
        tensors.put(b, new Small(b, new long[] {target.outputs(config), LORA.rank()}));
      }
    }
    return TensorSource.of(tensors);
  }

  private static List<TokenTree> sequences(Checkpoint model) {
    SplittableRandom random = new SplittableRandom(1);
    List<TokenTree> trees = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int[] tokens = random.ints(LENGTH + 1, 0, model.config().vocabularySize()).toArray();
      trees.add(TokenTree.of(List.of(TokenizedExample.of(tokens, 1, 1f / (2 * LENGTH)))));
    }
    return trees;
  }

  /** Sessions as lists of examples of {@code tokens} and {@code targetStart}. */
  private static List<TrainingSession> sessions(Path file) throws IOException {
    List<TrainingSession> sessions = new ArrayList<>();
    for (JsonNode session : new ObjectMapper().readTree(Files.readAllBytes(file))) {
      List<TokenizedExample> examples = new ArrayList<>();
      for (JsonNode example : session) {
        int[] tokens = new int[example.path("tokens").size()];
        for (int i = 0; i < tokens.length; i++) {
          tokens[i] = example.path("tokens").path(i).intValue();
        }
        examples.add(TokenizedExample.of(tokens, example.path("targetStart").intValue(), 1));
      }
      sessions.add(TrainingSession.of("session-" + sessions.size(), examples));
    }
    return sessions;
  }

  /** One pass, a step for about 4,096 tokens. */
  private static void sessions(
      DecoderModel decoder, AdamW optimizer, List<TrainingSession> sessions) {
    TrainingPlan plan = new TrainingPlan(sessions, 1, 4096, TOKENS_PER_BATCH, 1);
    long started = System.nanoTime();
    for (int number = 1; number <= plan.size(); number++) {
      TrainingPlan.Step step = plan.step(number);
      for (List<TokenTree> batch : step.batches()) {
        decoder.backward(batch, 1 / step.weight(), 0);
      }
      optimizer.step(1e-5, 1);
    }
    print("sessions", sessions.size() / ((System.nanoTime() - started) * 1e-9 / 60));
  }

  private static double median(Runnable work) {
    work.run();
    double[] seconds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long started = System.nanoTime();
      work.run();
      seconds[i] = (System.nanoTime() - started) * 1e-9;
    }
    java.util.Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }

  /** The largest resident size so far, in MB; Linux only. */
  private static double peak() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return Double.NaN;
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s %.1f%n", name, value);
  }
}
