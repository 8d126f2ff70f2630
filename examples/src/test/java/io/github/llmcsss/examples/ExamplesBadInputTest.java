package io.github.llmcsss.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.core.data.AmazonCatalogue;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.search.lucene.LuceneSearch;
import io.github.llmcsss.testkit.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** Whatever is wrong: one sentence, exit code 1, and nothing that looks like a whole run. */
final class ExamplesBadInputTest {
  @TempDir static Path directory;
  private static Path model = Path.of("");
  private static Path products = Path.of("");

  @BeforeAll
  static void writeModelAndProducts() throws IOException {
    model = TinyModel.extractTo(directory.resolve("tiny"));
    products = ProductFiles.small(directory);
  }

  private static Path out() {
    return directory.resolve("out");
  }

  /** The one sentence of an example that must fail, without the name of the example. */
  private static String complaint(Callable<Integer> example, String... arguments) {
    Console console = Console.of(example, arguments);
    assertEquals(1, console.exitCode(), console.err());
    List<String> lines =
        console.err().lines().filter(line -> !line.startsWith("  sessions: ")).toList();
    assertEquals(1, lines.size(), console.err());
    int colon = lines.getFirst().indexOf(": ");
    return lines.getFirst().substring(colon + 2);
  }

  private static String catalogue(Path file) {
    String complaint =
        complaint(
            new FromAmazon(),
            "--catalog",
            file.toString(),
            "--out",
            out().toString(),
            "--model",
            model.toString());
    assertFalse(Files.exists(out()), complaint);
    return complaint;
  }

  private static String model(Path path) {
    String complaint =
        complaint(
            new Quickstart(),
            "--model",
            path.toString(),
            "--out",
            out().toString(),
            "--catalog",
            products.toString());
    assertFalse(Files.exists(out()), complaint);
    return complaint;
  }

  private static Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  @Test
  void cataloguesThatAreNone() throws IOException {
    Path missing = directory.resolve("missing.jsonl");
    assertEquals(missing + ": there is no such file", catalogue(missing));
    assertEquals(directory + ": must be a file, but is a directory", catalogue(directory));
    Path empty = file("empty.jsonl", "");
    assertEquals(empty + ": must not be empty, but is", catalogue(empty));
    Path text = file("text.txt", "Dear Sir,\nno products today.\n");
    assertEquals(
        text
            + " must hold at least one product, but none of its 2 lines is one; first problem: "
            + text
            + ":1: not an object",
        catalogue(text));
    assertEquals(
        "Invalid value for option '--catalog': must be a path, but was \"\"; --help lists"
            + " the options",
        complaint(new FromAmazon(), "--catalog", ""));
  }

  @Test
  void catalogueThatIsCutOff() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(Files.readAllBytes(products));
    }
    Path cut =
        Files.write(
            directory.resolve("cut.jsonl.gz"),
            Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
    String complaint = catalogue(cut);
    assertTrue(complaint.startsWith(cut + ":"), complaint);
    assertTrue(complaint.endsWith("cut off or damaged; fetch the file again"), complaint);
  }

  @Test
  void catalogueWithoutSeedQueries() throws IOException {
    Path flat =
        file(
            "flat.jsonl",
            """
            {"parent_asin": "A1", "title": "Blue mug", "categories": []}
            {"parent_asin": "A2", "title": "Red mug", "categories": ["Kitchen"], "price": NaN}
            """);
    assertEquals(
        "the catalogue must have products with a category path of two levels or more, as seed"
            + " queries are made of these paths, but none of its 2 products has one",
        catalogue(flat));
  }

  @Test
  void optionsThatDoNotExistOrHaveNoValue() {
    assertEquals(
        "unknown option \"--sesions\"; known: [--catalog, --extend, --help, --model, --out,"
            + " --overwrite, --seed, --sessions, --threads]",
        complaint(new Quickstart(), "--sesions", "3"));
    assertEquals(
        "unknown argument \"all\"; known: [--extend, --help, --model, --out, --overwrite,"
            + " --seed, --sessions, --threads]",
        complaint(new CustomReward(), "all"));
    assertEquals(
        "Missing required parameter for option '--sessions' (N); --help lists the options",
        complaint(new CustomSearchEnvironment(), "--sessions"));
    assertEquals(
        "Missing required option: '--catalog=FILE'; --help lists the options",
        complaint(new FromAmazon()));
  }

  @Test
  void numbersThatCannotBe() {
    for (String number : List.of("many", "1.5", "NaN", "99999999999", "")) {
      assertEquals(
          "Invalid value for option '--sessions': '%s' is not an int; --help lists the options"
              .formatted(number),
          complaint(new Quickstart(), "--sessions", number));
    }
    assertEquals(
        "--sessions must be 1 or more, but was 0", complaint(new Quickstart(), "--sessions", "0"));
    assertEquals(
        "--threads must be in [1, 1024], but was 0", complaint(new Quickstart(), "--threads", "0"));
    assertEquals(
        "--threads must be in [1, 1024], but was 1000000",
        complaint(new CustomReward(), "--threads", "1000000"));
  }

  @Test
  void modelsThatAreNone() throws IOException {
    Path missing = directory.resolve("missing");
    assertEquals(
        missing + ": no model is there; give a GGUF file, or a directory with config.json",
        model(missing));
    Path bare = Files.createDirectories(directory.resolve("bare"));
    String layout =
        "a model is a directory with config.json, *.safetensors and tokenizer.json, or a GGUF file";
    assertEquals(bare + ": holds no config.json; " + layout, model(bare));
    Path text = file("model.gguf", "GGUF, honestly, and more than 24 bytes");
    assertTrue(model(text).startsWith(text + ": unknown GGUF version"), model(text));
    Path other = file("model.bin", "something else");
    assertTrue(model(other).startsWith(other + ": is no GGUF file; a model is "), model(other));
  }

  @Test
  void modelsThatAreBroken() throws IOException {
    Path broken = TinyModel.extractTo(directory.resolve("broken"));
    Path weights = broken.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));
    String cut = model(broken);
    assertTrue(cut.startsWith(weights + ": tensor \""), cut);
    assertTrue(cut.endsWith("the file is cut off or broken, fetch it again"), cut);
    Path config = broken.resolve("config.json");
    Files.writeString(config, "{");
    assertEquals(
        config
            + ": is not valid JSON at line 1: Unexpected end-of-input: expected close marker for"
            + " Object",
        model(broken));
  }

  @Test
  void placesWhereNothingCanBeWritten() throws IOException {
    Path letter = file("letter.txt", "Dear Sir");
    Path full = Files.createDirectories(directory.resolve("full"));
    Path thesis = Files.writeString(full.resolve("thesis.tex"), "years of work");
    assertEquals(
        "the directory " + full + " is not empty and not a run's; give another directory",
        place(full));
    assertEquals("years of work", Files.readString(thesis));
    assertEquals(
        "cannot make the directory " + letter + ": there is a file of this name", place(letter));
    String inside = place(letter.resolve("sessions"));
    assertTrue(inside.startsWith("cannot make the directory " + letter), inside);
    assertEquals("Dear Sir", Files.readString(letter));
  }

  private static String place(Path out) {
    return complaint(
        new Quickstart(),
        "--out",
        out.toString(),
        "--model",
        model.toString(),
        "--catalog",
        products.toString());
  }

  @Test
  void rewardThatIsNoNumber() throws IOException {
    Path out = directory.resolve("nan");
    String complaint = complaint(new NaNReward(), "--out", out.toString());
    assertTrue(complaint.contains("the reward must be in [0, 1], but was NaN"), complaint);
    assertFalse(RunDirectory.open(out).complete());
    assertEquals(Optional.empty(), RunDirectory.open(out).counts());
  }

  @Command(name = "NaNReward")
  private static final class NaNReward implements Callable<Integer> {
    @picocli.CommandLine.Mixin private RunOptions options = new RunOptions();

    @Override
    public Integer call() throws IOException {
      options.model = Optional.of(model);
      var documents = AmazonCatalogue.of(products).read().records();
      try (var search = LuceneSearch.inMemory(documents)) {
        new MainJob(options).run(search, documents, input -> Double.NaN);
      }
      return 0;
    }
  }
}
