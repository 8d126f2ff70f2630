package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.engine.onnx.graph.CacheScales;
import io.github.llmcsss.engine.onnx.graph.DecoderGraph;
import io.github.llmcsss.engine.onnx.graph.ElementType;
import io.github.llmcsss.engine.onnx.graph.LinearForm;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.ModelFamily;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the graph against {@link ReferenceDecoder}, and its bits against themselves. */
final class DecoderTest {
  private static final int[] PROMPTS = {7, 12, 4, 33};
  private static final int STEPS = 5;

  @TempDir Path directory;

  /** Forms of the products, with a cache in the type of the activations or in bytes. */
  enum Form {
    FLOAT(LinearForm.FLOAT, false),
    FLOAT_BYTE_CACHE(LinearForm.FLOAT, true),
    INT8(LinearForm.INT8_TOKENS, false),
    INT8_BYTE_CACHE(LinearForm.INT8_TOKENS, true),
    FLOAT16(LinearForm.FLOAT16, false);

    private final LinearForm linear;
    private final boolean byteCache;

    Form(LinearForm linear, boolean byteCache) {
      this.linear = linear;
      this.byteCache = byteCache;
    }

    Decoder open(ModelConfig config, TensorSource tensors, Path directory) throws IOException {
      return byteCache
          ? TinyModels.byteCacheDecoder(config, tensors, linear, directory)
          : TinyModels.decoder(config, tensors, linear, directory);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.llmcsss.engine.onnx.TinyModels#kinds")
  void agreesWithTheReferenceInEveryKind(TinyModels.Kind kind) throws Exception {
    ModelConfig config = kind.config();
    TensorSource tensors = TinyModels.random(config, 1);
    ReferenceDecoder reference = new ReferenceDecoder(config, tensors);
    int[][] texts = texts(PROMPTS.length, 80);
    double[][][] expected = new double[texts.length][][];
    for (int row = 0; row < texts.length; row++) {
      expected[row] = reference.logits(texts[row]);
    }
    try (Decoder decoder = TinyModels.decoder(config, tensors, LinearForm.FLOAT, directory)) {
      decoder.reserve(texts.length, 80);
      int[] filled = PROMPTS.clone();
      for (int row = 0; row < texts.length; row++) {
        decoder.append(row, 0, texts[row], 0, filled[row], filled[row]);
        for (int i = 0; i < filled[row]; i++) {
          assertNear(expected[row][i], logits(decoder, config, i));
        }
      }
      steps(decoder, config, texts, filled, expected);
      for (int row = 0; row < texts.length; row++) {
        int turn = 5 + 3 * row;
        decoder.append(row, filled[row], texts[row], filled[row], turn, turn);
        for (int i = 0; i < turn; i++) {
          assertNear(expected[row][filled[row]++], logits(decoder, config, i));
        }
      }
      // Larger buffers must hold what the smaller ones held.
      decoder.reserve(2 * texts.length, 300);
      steps(decoder, config, texts, filled, expected);
    }
  }

  private static void steps(
      Decoder decoder, ModelConfig config, int[][] texts, int[] filled, double[][][] expected) {
    for (int step = 0; step < STEPS; step++) {
      int[] tokens = new int[texts.length];
      for (int row = 0; row < texts.length; row++) {
        tokens[row] = texts[row][filled[row]];
      }
      decoder.step(texts.length, tokens, filled);
      for (int row = 0; row < texts.length; row++) {
        assertNear(expected[row][filled[row]++], logits(decoder, config, row));
      }
    }
  }

  static List<Arguments> formsWithAndWithoutAnAdapter() {
    return Arrays.stream(Form.values())
        .filter(form -> form != Form.FLOAT16)
        .flatMap(form -> Stream.of(Arguments.of(form, false), Arguments.of(form, true)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("formsWithAndWithoutAnAdapter")
  void computesTheSameBitsInChunksOfAnySizeButOne(Form form, boolean adapted) throws Exception {
    ModelConfig config = TinyModels.config(ModelFamily.LLAMA);
    int[] text = texts(1, 150)[0];
    try (Decoder decoder = form.open(config, TinyModels.random(config, 3), directory)) {
      if (adapted) {
        decoder.use(TinyAdapters.weights(directory, config, TinyAdapters.ALL, 1));
      }
      decoder.reserve(2, text.length);
      for (int at = 0; at < text.length; at += 2) {
        decoder.append(0, at, text, at, 2);
      }
      float[] whole = logits(decoder, config, 0);
      ByteBuffer keysAndValues = contents(decoder, 0, text.length);
      for (int chunk = 2; chunk < text.length; chunk++) {
        int at = 0;
        while (at < text.length) {
          int count = DecodeLoop.chunk(text.length - at, chunk);
          assertTrue(count > 1, "a chunk of one token");
          decoder.append(1, at, text, at, count);
          at += count;
        }
        assertArrayEquals(whole, logits(decoder, config, 0), "chunks of " + chunk);
        assertEquals(keysAndValues, contents(decoder, 1, text.length), "chunks of " + chunk);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formsWithAndWithoutAnAdapter")
  void computesTheSameBitsInBatchesOfAnySizeAndOrder(Form form, boolean adapted) throws Exception {
    ModelConfig config = TinyModels.config(ModelFamily.QWEN3);
    int rows = 32;
    int[][] texts = texts(rows, 60);
    float[][] expected = new float[rows][];
    try (Decoder decoder = form.open(config, TinyModels.random(config, 4), directory)) {
      if (adapted) {
        decoder.use(TinyAdapters.weights(directory, config, TinyAdapters.ALL, 2));
      }
      decoder.reserve(rows, 80);
      for (int row = 0; row < rows; row++) {
        int length = 3 + row;
        decoder.append(0, 0, texts[row], 0, length);
        decoder.step(1, new int[] {texts[row][length]}, new int[] {length});
        expected[row] = logits(decoder, config, 0);
      }
      for (int size : new int[] {2, 3, 7, 16, 32}) {
        int[] tokens = new int[size];
        int[] filled = new int[size];
        for (int row = 0; row < size; row++) {
          int text = (5 * row + size) % rows;
          filled[row] = 3 + text;
          tokens[row] = texts[text][filled[row]];
          decoder.append(row, 0, texts[text], 0, filled[row]);
        }
        decoder.step(size, tokens, filled);
        for (int row = 0; row < size; row++) {
          float[] logits = logits(decoder, config, row);
          assertArrayEquals(expected[(5 * row + size) % rows], logits, size + " rows, " + row);
        }
      }
    }
  }

  static List<Arguments> kindsAndTargets() {
    return TinyModels.kinds().stream()
        .flatMap(kind ->
            Stream.of(
                Arguments.of(kind, EnumSet.allOf(Projection.class)),
                Arguments.of(kind, EnumSet.of(Projection.QUERY, Projection.VALUE)),
                Arguments.of(kind, EnumSet.of(Projection.KEY, Projection.DOWN))))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("kindsAndTargets")
  void agreesWithTheReferenceOfTheMergedModel(TinyModels.Kind kind, Set<Projection> targets)
      throws Exception {
    ModelConfig config = kind.config();
    TensorSource tensors = TinyModels.random(config, 8);
    int[] text = texts(1, 40)[0];
    try (Decoder decoder = TinyModels.decoder(config, tensors, LinearForm.FLOAT, directory)) {
      decoder.reserve(1, text.length);
      for (int rank : new int[] {1, 4, 16}) {
        Path files = Files.createDirectory(directory.resolve("rank-" + rank));
        LoraConfig lora = new LoraConfig(rank, 3 * rank, targets, 0);
        LoraAdapter adapter = TinyAdapters.write(files, config, "hash", lora, rank);
        double[][] expected =
            new ReferenceDecoder(config, TinyAdapters.merged(tensors, adapter, config))
                .logits(text);
        decoder.use(AdapterWeights.read(adapter, config, ElementType.FLOAT));
        decoder.append(0, 0, text, 0, 30, 30);
        for (int i = 0; i < 30; i++) {
          assertNear(expected[i], logits(decoder, config, i));
        }
        for (int i = 30; i < text.length; i++) {
          decoder.step(1, new int[] {text[i]}, new int[] {i});
          assertNear(expected[i], logits(decoder, config, 0));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Form.class, names = "FLOAT16", mode = EnumSource.Mode.EXCLUDE)
  void computesTheSameBitsWithoutAnAdapterBeforeAndAfterOne(Form form) throws Exception {
    ModelConfig config = TinyModels.config(ModelFamily.QWEN2);
    int[] text = texts(1, 60)[0];
    try (Decoder decoder = form.open(config, TinyModels.random(config, 9), directory)) {
      decoder.reserve(1, text.length);
      float[] before = continued(decoder, config, text);
      ByteBuffer keysAndValues = contents(decoder, 0, text.length);
      AdapterWeights adapter = TinyAdapters.weights(directory, config, TinyAdapters.ALL, 3);
      decoder.use(adapter);
      float[] adapted = continued(decoder, config, text);
      assertFalse(Arrays.equals(before, adapted));
      decoder.use(null);
      assertArrayEquals(before, continued(decoder, config, text));
      assertEquals(keysAndValues, contents(decoder, 0, text.length));
      decoder.use(adapter);
      assertArrayEquals(adapted, continued(decoder, config, text));
      int open = decoder.openHandles();
      decoder.use(null);
      decoder.forget(adapter);
      assertEquals(open - adapter.inputs().size(), decoder.openHandles());
    }
  }

  /** The logits after a prompt and some steps. */
  private static float[] continued(Decoder decoder, ModelConfig config, int[] text) {
    decoder.append(0, 0, text, 0, 50);
    for (int i = 50; i < text.length; i++) {
      decoder.step(1, new int[] {text[i]}, new int[] {i});
    }
    return logits(decoder, config, 0);
  }

  @ParameterizedTest
  @EnumSource(value = Form.class, names = "FLOAT", mode = EnumSource.Mode.EXCLUDE)
  void staysNearTheReferenceInFewerBits(Form form) throws Exception {
    for (TinyModels.Kind kind : TinyModels.kinds()) {
      ModelConfig config = kind.config();
      TensorSource tensors = TinyModels.random(config, 5);
      int[] text = texts(1, 40)[0];
      double[][] expected = new ReferenceDecoder(config, tensors).logits(text);
      double error = 0;
      double signal = 0;
      Path model = Files.createDirectory(directory.resolve(kind.name()));
      try (Decoder decoder = form.open(config, tensors, model)) {
        decoder.reserve(1, text.length);
        decoder.append(0, 0, text, 0, text.length, text.length);
        for (int i = 0; i < text.length; i++) {
          float[] logits = logits(decoder, config, i);
          for (int token = 0; token < logits.length; token++) {
            error += Math.pow(logits[token] - expected[i][token], 2);
            signal += Math.pow(expected[i][token], 2);
          }
        }
      }
      double bound = form.byteCache ? 0.08 : 0.05;
      assertTrue(
          error / signal < bound * bound, kind + ": relative error " + Math.sqrt(error / signal));
    }
  }

  /**
   * Operators in brain floating point are there for CUDA alone. ONNX Runtime looks for them last:
   * it has then read the graph and its weights, and checked the type and shape of every value.
   */
  @Test
  void writesAGraphInBrainFloatingPointThatOnlyLacksOperatorsHere() throws Exception {
    for (TinyModels.Kind kind : TinyModels.kinds()) {
      Path model = Files.createDirectory(directory.resolve(kind.name()));
      TensorSource tensors = TinyModels.random(kind.config(), 6);
      CsssException error =
          assertThrows(
              CsssException.class,
              () -> TinyModels.decoder(kind.config(), tensors, LinearForm.BFLOAT16, model));
      String message = String.valueOf(error.getMessage());
      assertTrue(message.contains("Could not find an implementation for"), message);
    }
  }

  @Test
  void numbersBeyondTheStepsOfAByteCacheCountAsTheLargest() throws Exception {
    ModelConfig config = TinyModels.config(ModelFamily.LLAMA);
    TensorSource tensors = TinyModels.random(config, 5);
    int width = config.keyValueHeads() * config.headDimension();
    float[] tooSmall = new float[width];
    Arrays.fill(tooSmall, 1e-4f);
    List<float[]> scales = Collections.nCopies(config.layers(), tooSmall);
    DecoderGraph.write(config, tensors, LinearForm.FLOAT, directory);
    DecoderGraph.writeWithByteCache(
        config, tensors, LinearForm.FLOAT, new CacheScales(scales, scales), directory);
    int[] text = texts(1, 20)[0];
    try (Decoder decoder =
        new Decoder(
            directory.resolve(DecoderGraph.BYTE_CACHE_FILE),
            config,
            ElementType.INT8,
            new RuntimeSettings(ExecutionProvider.CPU, 2),
            1L << 28)) {
      decoder.reserve(1, text.length);
      decoder.append(0, 0, text, 0, text.length);
      ByteBuffer bytes = contents(decoder, 0, text.length);
      int largest = 0;
      while (bytes.hasRemaining()) {
        int value = bytes.get();
        largest += Math.abs(value) >= 127 ? 1 : 0;
      }
      assertTrue(largest > bytes.capacity() / 2, largest + " of " + bytes.capacity());
      for (float logit : logits(decoder, config, 0)) {
        assertTrue(Float.isFinite(logit));
      }
    }
  }

  private static int[][] texts(int count, int length) {
    Random random = new Random(11);
    int[][] texts = new int[count][length];
    for (int[] text : texts) {
      for (int i = 0; i < length; i++) {
        text[i] = random.nextInt(TinyModels.VOCABULARY);
      }
    }
    return texts;
  }

  private static float[] logits(Decoder decoder, ModelConfig config, int index) {
    float[] logits = new float[config.vocabularySize()];
    decoder.readLogits(index, logits);
    return logits;
  }

  private static ByteBuffer contents(Decoder decoder, int row, int count) {
    int bytes = Math.toIntExact(decoder.cache().bytesPerPosition() * count);
    ByteBuffer contents = ByteBuffer.allocate(bytes);
    decoder.cache().read(row, 0, count, contents);
    return contents;
  }

  private static void assertNear(double[] expected, float[] actual) {
    for (int i = 0; i < actual.length; i++) {
      assertEquals(expected[i], actual[i], 1e-4, "logit of token " + i);
    }
  }
}
