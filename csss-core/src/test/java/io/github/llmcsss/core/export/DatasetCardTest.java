package io.github.llmcsss.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class DatasetCardTest {
  private static final String COUNTS =
      """
      {"complete": COMPLETE, "seed": 42, "settings": {"turns": "between 2 and 6"},
       "generator": {"name": "OnnxGenerator", "facts": {"model": "a|b<c>"}},
       "counts": {"asked": 1300, "finished": 1234, "rejected": {"repeated": 60, "cut-off": 4},
        "failed": {"prompt-too-long": 2}, "endReasons": {"ACCEPTED": 1200, "GAVE_UP": 34},
        "turns": 5059, "answers": 4000, "answersNamingProduct": 2600,
        "grounding": {"claims": 8000, "supportedClaims": 7600, "wrongPrices": 11,
         "inventedProducts": 22, "unsupportedNumbers": 367, "leaks": 0},
        "rewardSum": 2480, "promptTokens": 1, "generatedTokens": 2}}
      """;

  private final Path directory;
  private final Path target;

  DatasetCardTest(@TempDir Path directory) {
    this.directory = directory;
    this.target = directory.resolve("README.md");
  }

  private String card(DatasetCard card, boolean complete) throws IOException {
    Files.writeString(directory.resolve("run.json"), COUNTS.replace("COMPLETE", "" + complete));
    card.write(RunDirectory.open(directory), target);
    return Files.readString(target);
  }

  @Test
  void theFiguresAreThoseOfTheRun() throws IOException {
    String text = card(DatasetCard.builder().build(), true);
    for (String line :
        List.of(
            "1234 conversations between",
            "| sessions | 1234 |",
            "| turns a session | 4.10 |",
            "| answers | 4000 |",
            "| mean reward of an answer | 0.62 |",
            "| answers that name a retrieved product | 65.0 % |",
            "| claims (product names, prices, numbers) | 8000 |",
            "| of these supported by a retrieved product | 95.0 % |",
            "| prices without support | 11 |",
            "| product names without support | 22 |",
            "| ended: gave up | 34 |",
            "| asked for | 1300 |",
            "| finished | 1234 |",
            "| rejected: cut-off | 4 |",
            "| rejected: repeated | 60 |",
            "| failed: prompt-too-long | 2 |",
            "| settings.turns | between 2 and 6 |",
            "| seed | 42 |",
            "| generator.facts.model | a\\|b&lt;c&gt; |")) {
      assertTrue(text.contains("\n" + line), () -> line + " in " + text);
    }
    assertFalse(text.contains("counts."), text);
    assertFalse(text.contains("not complete"), text);
  }

  @Test
  void anIncompleteRunSaysSo() throws IOException {
    String text = card(DatasetCard.builder().build(), false);
    assertTrue(text.contains("\n**The run is not complete: "), text);
  }

  @Test
  void withoutCountsTheFilesAreCounted(@TempDir Path other) throws IOException {
    RunDirectory run = SampleRun.write(other.resolve("run"));
    Path manifest = run.path().resolve("run.json");
    Files.writeString(manifest, "{\"complete\": false}");
    ExportReport report =
        DatasetCard.builder().build().write(RunDirectory.open(run.path()), target);
    assertEquals(new ExportReport(target, 3, 1, false), report);
    assertTrue(Files.readString(target).contains("\n| turns a session | 2.33 |\n"));
  }

  @Test
  void theHeaderIsWhatHubsRead() throws IOException {
    DatasetCard card =
        DatasetCard.builder()
            .title("Lamps: \"all\" of them")
            .license("cc-by-4.0")
            .languages(List.of("en", "no"))
            .catalogue("Our own *lamps*")
            .catalogueLicense("Proprietary")
            .model("Lampsmith-1B")
            .modelLicense("Apache-2.0")
            .notes("Made for a test.")
            .build();
    String text = card(card, true);
    assertEquals(
        Map.of(
            "pretty_name", "Lamps: \"all\" of them",
            "license", "cc-by-4.0",
            "language", List.of("en", "no"),
            "size_categories", List.of("1K<n<10K"),
            "task_categories", List.of("text-generation", "text-retrieval"),
            "tags", List.of("synthetic", "conversational-search", "e-commerce", "llm-csss"),
            "configs", List.of(Map.of("config_name", "default", "data_files", "part-*.jsonl*"))),
        header(text));
    for (String line :
        List.of(
            "# Lamps: \"all\" of them",
            "Made for a test.",
            "| this data set | Lamps: \"all\" of them | cc-by-4.0 |",
            "| catalogue | Our own \\*lamps\\* | Proprietary |",
            "| language model | Lampsmith-1B | Apache-2.0 |")) {
      assertTrue(text.contains("\n" + line + "\n"), () -> line + " in " + text);
    }
  }

  @Test
  void aLicenceThatHubsDoNotKnowHasAName() throws IOException {
    Map<String, Object> header =
        header(card(DatasetCard.builder().license("Our Own Licence: 2").build(), true));
    assertEquals("other", header.get("license"));
    assertEquals("Our Own Licence: 2", header.get("license_name"));
    String silent = card(DatasetCard.builder().build(), true);
    assertFalse(header(silent).containsKey("license"));
    assertTrue(silent.contains("| catalogue | not stated | not stated |"), silent);
  }

  static Map<String, Object> header(String text) {
    assertTrue(text.startsWith("---\n"));
    String yaml = text.substring(4, text.indexOf("\n---\n") + 1);
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }
}
