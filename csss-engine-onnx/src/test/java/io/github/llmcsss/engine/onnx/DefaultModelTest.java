package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.engine.onnx.graph.ElementType;
import io.github.llmcsss.engine.onnx.graph.LinearForm;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.ModelNotFoundException;
import io.github.llmcsss.model.ModelStore;
import io.github.llmcsss.model.Models;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** What the default model says, where it is on this machine. */
final class DefaultModelTest {
  private static final int CHUNK = 256;

  /** Logits nearer than this may change places between two implementations. */
  private static final double TIE = 1e-3;

  @TempDir static Path directory;
  private static Checkpoint checkpoint;

  @BeforeAll
  static void open() throws IOException {
    String path = System.getProperty("csss.model", "");
    try {
      checkpoint =
          Checkpoint.open(
              path.isEmpty()
                  ? ModelStore.builder().offline(true).build().resolve(Models.DEFAULT)
                  : Path.of(path));
    } catch (ModelNotFoundException e) {
      throw new TestAbortedException("needs the default model (-Dcsss.model=FILE)", e);
    }
  }

  @AfterAll
  static void close() {
    Checkpoint opened = checkpoint;
    if (opened != null) {
      opened.close();
    }
  }

  private static Decoder decoder(LinearForm form) throws IOException {
    Path file =
        new GraphStore(directory)
            .resolve(checkpoint.contentHash(), checkpoint.config(), checkpoint.tensors(), form);
    return decoder(file, form.activations());
  }

  /** As {@link OnnxGenerator} makes it: with the steps that its own conversation sets. */
  private static Decoder byteCacheDecoder(LinearForm form) throws IOException {
    Path file =
        new GraphStore(directory)
            .resolveWithByteCache(
                checkpoint.contentHash(),
                checkpoint.config(),
                checkpoint.tensors(),
                form,
                model -> {
                  int[] text = CacheCalibration.text(checkpoint, 2048);
                  try (Decoder decoder = decoder(model, form.activations())) {
                    return CacheCalibration.measure(decoder, checkpoint.config(), text);
                  }
                });
    return decoder(file, ElementType.INT8);
  }

  private static Decoder decoder(Path file, ElementType cache) {
    return new Decoder(
        file, checkpoint.config(), cache, new RuntimeSettings(ExecutionProvider.CPU, 2), 1L << 30);
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = DefaultModelTest.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(stream, name).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** One of {@code default-model-greedy.tsv}. */
  @SuppressWarnings("ArrayRecordComponent") // not compared
  private record Golden(int[] prompt, int[] continued, double[] margins) {
    static Golden parse(String line) {
      String[] columns = line.split("\t", -1);
      double[] margins =
          Arrays.stream(columns[2].split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
      return new Golden(ids(columns[0]), ids(columns[1]), margins);
    }

    private static int[] ids(String column) {
      return Arrays.stream(column.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }
  }

  @Test
  void continuesGreedilyAsTransformersDoes() throws IOException {
    List<Golden> goldens = resource("default-model-greedy.tsv").lines().map(Golden::parse).toList();
    assertEquals(20, goldens.size());
    int rows = goldens.size();
    int ties = 0;
    try (Decoder decoder = decoder(LinearForm.FLOAT)) {
      decoder.reserve(rows, 256);
      int[] filled = new int[rows];
      int[] tokens = new int[rows];
      for (int row = 0; row < rows; row++) {
        Golden golden = goldens.get(row);
        filled[row] = golden.prompt().length;
        decoder.append(row, 0, golden.prompt(), 0, filled[row]);
        ties += check(decoder, 0, golden, 0);
        tokens[row] = golden.continued()[0];
      }
      for (int step = 1; step < 64; step++) {
        decoder.step(rows, tokens, filled);
        for (int row = 0; row < rows; row++) {
          ties += check(decoder, row, goldens.get(row), step);
          tokens[row] = goldens.get(row).continued()[step];
          filled[row]++;
        }
      }
    }
    assertTrue(ties < 20, ties + " of 1280 broke as ties");
  }

  /** Returns 1 where another token was as good. */
  private static int check(Decoder decoder, int index, Golden golden, int step) {
    float[] logits = new float[checkpoint.config().vocabularySize()];
    decoder.readLogits(index, logits);
    int best = Best.of(logits, logits.length, 1)[0];
    if (best == golden.continued()[step]) {
      return 0;
    }
    assertTrue(golden.margins()[step] < TIE, "token " + step + " after " + golden.prompt().length);
    return 1;
  }

  @Test
  void isHardlyMoreSurprisedInBytesThanInFloats() throws IOException {
    int[] text = checkpoint.tokenizer().encode(resource("shopping-dialogues.txt"));
    assertTrue(text.length > 2000, text.length + " tokens");
    double floats = perplexity(decoder(LinearForm.FLOAT), text);
    double bytes = perplexity(decoder(LinearForm.INT8_TOKENS), text);
    double byteCache = perplexity(byteCacheDecoder(LinearForm.INT8_TOKENS), text);
    Files.writeString(
        Path.of("target", "perplexity.txt"),
        "floats %s, bytes %s, keys and values in bytes, too, %s\n"
            .formatted(floats, bytes, byteCache));
    assertTrue(floats > 5 && floats < 40, "perplexity " + floats);
    // 2.7 % on an EPYC, 3.1 % on a Xeon with AMX, whose kernels round otherwise.
    assertTrue(bytes < 1.035 * floats, "perplexity " + bytes + " in bytes, " + floats);
    assertTrue(byteCache < 1.01 * bytes, "perplexity " + byteCache + ", " + bytes);
  }

  private static double perplexity(Decoder opened, int[] text) {
    double sum = 0;
    float[] logits = new float[checkpoint.config().vocabularySize()];
    try (Decoder decoder = opened) {
      decoder.reserve(1, text.length);
      for (int at = 0; at < text.length; at += CHUNK) {
        int count = Math.min(CHUNK, text.length - at);
        decoder.append(0, at, text, at, count, count);
        for (int i = 0; i < count && at + i + 1 < text.length; i++) {
          decoder.readLogits(i, logits);
          float largest = logits[Best.of(logits, logits.length, 1)[0]];
          double total = Exponential.sum(logits, logits.length, largest, 1);
          sum += Math.log(total) + largest - logits[text[at + i + 1]];
        }
      }
    }
    return Math.exp(sum / (text.length - 1));
  }

  @Test
  void writesTheSameInBatchesOfAnySize() throws IOException {
    for (Precision precision : List.of(Precision.INT8, Precision.FLOAT32)) {
      List<Generation> expected = List.of();
      for (int rows : new int[] {1, 7, 32}) {
        try (OnnxGenerator generator =
            OnnxGenerator.builder(checkpoint)
                .precision(precision)
                .maximumRows(rows)
                .cacheDirectory(directory)
                .build()) {
          List<Generation> actual = run(generator, rows);
          for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            Generation one = expected.get(i);
            Generation other = actual.get(i);
            assertArrayEquals(one.tokens(), other.tokens(), precision + " " + rows + " " + i);
            assertArrayEquals(one.modelLogProbabilities(), other.modelLogProbabilities());
          }
          expected = actual.size() > expected.size() ? actual : expected;
          assertEquals(rows, generator.largestBatch());
        }
      }
    }
  }

  /** Alone 8 requests, which takes long enough; otherwise 40, in another order at 7. */
  private static List<Generation> run(OnnxGenerator generator, int rows) {
    int count = rows == 1 ? 8 : 40;
    List<CompletableFuture<Generation>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      futures.add(generator.generate(request(rows == 7 ? count - 1 - i : i)));
    }
    List<Generation> generations = futures.stream().map(CompletableFuture::join).toList();
    return rows == 7 ? generations.reversed() : generations;
  }

  private static GenerationRequest request(int number) {
    Prompt prompt =
        new Prompt(
            List.of(
                new Message(Role.SYSTEM, "You are a shop assistant. Answer in one sentence."),
                new Message(Role.USER, "Which of your " + number + " tents is the lightest?")),
            Role.ASSISTANT);
    // So long that the first has not ended when the last is admitted, one a step.
    Sampling sampling =
        Sampling.builder()
            .topP(0.95)
            .maximumTokens(40 + number % 5)
            .bannedTokens(checkpoint.chatFormat().endOfTurnTokens())
            .build();
    return GenerationRequest.of(prompt, sampling, number);
  }
}
