package io.github.llmcsss.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportTest {
  private static final String SESSION =
      """
      {"id":"a","seed":"lamp","categories":[],"repetition":0,"endReason":"LENGTH","turns":[\
      {"role":"user","text":"lamp"},{"role":"assistant","text":"This one.","query":"lamp",\
      "reward":0.5,"finishReason":"END_OF_TURN","documents":[\
      {"id":"p","title":"Lamp","score":1.0}]}],"usage":{"promptTokens":1,"generatedTokens":1}}
      """;

  private final Path run;
  private final Path target;

  ExportTest(@TempDir Path directory) throws IOException {
    this.run = Files.createDirectories(directory.resolve("my sessions"));
    this.target = directory.resolve("out");
    Files.writeString(run.resolve("run.json"), "{\"complete\":false}");
    Files.writeString(run.resolve("part-00000.jsonl"), SESSION);
  }

  private Console export(String format) {
    return Console.of(
        new Export(), "--from", run.toString(), "--format", format, "--out", target.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jsonl",
        "chat-ml",
        "share-gpt",
        "trec-topics",
        "trec-qrels",
        "trec-run",
        "beir",
        "cast",
        "parquet",
        "card",
        "viewer"
      })
  void writesEveryFormat(String format) {
    Console console = export(format);
    assertEquals(0, console.exitCode(), console.err());
    assertEquals(
        target + ": 1 records of 1 finished sessions; the run is not complete\n", console.out());
    assertTrue(Files.exists(target));
  }

  @Test
  void aCardSaysWhatTheUserKnows() throws IOException {
    Console console =
        Console.of(
            new Export(),
            "--from",
            run.toString(),
            "--format",
            "card",
            "--license",
            "cc-by-4.0",
            "--catalogue",
            "our shop",
            "--catalogue-license",
            "proprietary",
            "--out",
            target.toString());
    assertEquals(0, console.exitCode(), console.err());
    String card = Files.readString(target);
    assertTrue(card.contains("license: \"cc-by-4.0\""), card);
    assertTrue(card.contains("| catalogue | our shop | proprietary |"), card);
    assertTrue(card.contains("| language model | not stated | not stated |"), card);
  }

  @Test
  void namesTheFormatsThatItKnows() {
    Console console = export("xml");
    assertEquals(1, console.exitCode());
    assertEquals(
        "Export: unknown format \"xml\"; known: [jsonl, chat-ml, share-gpt, trec-topics,"
            + " trec-qrels, trec-run, beir, cast, parquet, card, viewer]\n",
        console.err());
  }
}
