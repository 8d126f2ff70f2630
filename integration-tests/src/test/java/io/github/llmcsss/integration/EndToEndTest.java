package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.core.SessionSynthesizer;
import io.github.llmcsss.core.SynthesisReport;
import io.github.llmcsss.core.SynthesizerBuilder;
import io.github.llmcsss.core.data.CategoryNeeds;
import io.github.llmcsss.core.data.SeedQueries;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.engine.onnx.OnnxGeneratorBuilder;
import io.github.llmcsss.engine.onnx.Precision;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.search.lucene.LuceneSearch;
import io.github.llmcsss.testkit.SmallCatalogue;
import io.github.llmcsss.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job with nothing left out: a real model, a real index, the synthesizer's defaults. */
class EndToEndTest {
  private static final int SESSIONS = 24;
  private static final List<Document> CATALOGUE = SmallCatalogue.documents();
  private static final List<SeedQuery> SEEDS = SeedQueries.fromCatalogue(CATALOGUE);

  @TempDir static Path model;
  private static Checkpoint checkpoint;
  private static LuceneSearch search;

  @TempDir Path directory;

  @BeforeAll
  static void open() throws IOException {
    checkpoint = Checkpoint.open(TinyModel.extractTo(model));
    search = LuceneSearch.inMemory(CATALOGUE);
  }

  @AfterAll
  static void close() throws IOException {
    checkpoint.close();
    search.close();
  }

  @Test
  void holdsConversationsAboutWhatItFound() throws IOException {
    SynthesisReport report;
    try (OnnxGenerator generator = generator(Precision.INT8).build()) {
      report = synthesizer(generator).build().synthesize(SEEDS, directory);
    }
    assertEquals(SESSIONS, report.counts().asked());
    assertTrue(report.counts().finished() >= 0.75 * SESSIONS, report::toString);
    assertTrue(report.counts().shareNamingProduct() >= 0.75, report::toString);
    try (Stream<Session> sessions = RunDirectory.open(directory).sessions()) {
      sessions.forEach(EndToEndTest::assertSearched);
    }
  }

  @Test
  void writesTheSameBytesWhateverIsInFlight() throws IOException {
    Map<String, String> expected = null;
    for (Precision precision : List.of(Precision.INT8, Precision.FLOAT32)) {
      expected = files(precision, 32, 32, 256);
      assertEquals(expected, files(precision, 1, 1, 256), "one session after the other");
      assertEquals(expected, files(precision, 7, 3, 33), "few rows, short chunks");
    }
  }

  private Map<String, String> files(Precision precision, int inFlight, int rows, int chunk)
      throws IOException {
    Path out = directory.resolve(precision + "-" + inFlight);
    try (OnnxGenerator generator =
        generator(precision).maximumRows(rows).prefillChunk(chunk).build()) {
      synthesizer(generator)
          .needs(CategoryNeeds.of(CATALOGUE))
          .sessions(6)
          .sessionsInFlight(inFlight)
          .bestOf(2)
          .build()
          .synthesize(SEEDS, out);
    }
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.filter(file -> !file.endsWith("log.jsonl")).toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertTrue(contents.containsKey("part-00000.jsonl"), contents.keySet()::toString);
    return contents;
  }

  /** The documents of an answer are what the index finds for its query. */
  private static void assertSearched(Session session) {
    assertTrue(session.turns().size() >= 2, session::toString);
    session.turns().stream()
        .flatMap(turn -> turn.response().stream())
        .forEach(answer -> assertEquals(found(answer.query()), ids(answer)));
  }

  private static List<String> found(String query) {
    try {
      return search.search(SearchRequest.of(query, 3)).documents().stream()
          .map(found -> found.document().id())
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> ids(SystemResponse answer) {
    return answer.documents().stream().map(RetrievedDocument::document).map(Document::id).toList();
  }

  private static OnnxGeneratorBuilder generator(Precision precision) {
    return OnnxGenerator.builder(checkpoint)
        .precision(precision)
        .contextLength(TinyModel.CONTEXT_LENGTH)
        .cacheDirectory(model.resolve("graphs"));
  }

  private static SynthesizerBuilder synthesizer(OnnxGenerator generator) {
    return SessionSynthesizer.builder()
        .generator(generator)
        .searchEnvironment(search)
        .sessions(SESSIONS)
        .seed(5);
  }
}
