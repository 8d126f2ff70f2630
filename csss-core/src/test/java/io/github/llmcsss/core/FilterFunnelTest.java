package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.PromptTooLongException;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.filter.CopiedText;
import io.github.llmcsss.core.filter.Filter;
import io.github.llmcsss.core.filter.Filters;
import io.github.llmcsss.core.filter.Finding;
import io.github.llmcsss.core.filter.SessionFilter;
import io.github.llmcsss.core.filter.SessionLanguage;
import io.github.llmcsss.core.filter.ToxicTerms;
import io.github.llmcsss.core.run.RunCounts;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with planted sessions: every filter fires, and the funnel adds up. */
class FilterFunnelTest {
  private static final String REVIEW =
      "My husband was over the moon when he unwrapped this little marvel on his birthday.";

  /** What the assistant says where the seed query names the plant, and the reason that follows. */
  private static final Map<String, String> PLANTED =
      new TreeMap<>(
          Map.of(
              "nothing", "...",
              "unfinished", "The Novara lamp is",
              "circle", "it is good it is good it is good it is good it is good",
              "mimic", "I'm looking for a lamp that is red.",
              "endless",
                  IntStream.range(0, 251)
                      .mapToObj(i -> "word" + i)
                      .collect(Collectors.joining(" ")),
              "mail", "Write to shop@example.com for more.",
              "review", "Well, " + REVIEW,
              "toxic", "That darn lamp is red.",
              "foreign",
                  "diese lampe ist nicht so teuer wie die andere und macht ein sehr helles licht,"
                      + " und wenn sie nicht gefallen sollte, dann kann man sie auch noch immer"
                      + " wieder zur\u00fcck schicken",
              "same", "This lamp is for everybody who reads at night and does not sleep."));

  private static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.of(
              "nothing", "empty",
              "unfinished", "cut-off",
              "circle", "circles",
              "mimic", "role-confusion",
              "endless", "turn-too-long",
              "mail", "e-mail-address",
              "review", "copied-text",
              "toxic", "toxic-term",
              "foreign", "wrong-language",
              "same", "near-duplicate"));

  @TempDir Path directory;

  private static final class Planting implements Generator {
    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      String prompt = request.prompt().toString();
      if (prompt.contains("oversize")) {
        return CompletableFuture.failedFuture(new PromptTooLongException(9, 8, 10));
      }
      Optional<String> plant = PLANTED.keySet().stream().filter(prompt::contains).findFirst();
      if (plant.isEmpty() || request.prompt().next() == Role.USER) {
        return CompletableFuture.completedFuture(BabblingGenerator.write(request));
      }
      FinishReason reason =
          plant.get().equals("unfinished") ? FinishReason.MAXIMUM_TOKENS : FinishReason.END_OF_TURN;
      return CompletableFuture.completedFuture(
          BabblingGenerator.generation(PLANTED.getOrDefault(plant.get(), ""), reason, 5));
    }

    @Override
    public void close() {}
  }

  private static List<Filter> filters() {
    List<Filter> filters = new ArrayList<>(Filters.standard());
    filters.add(CopiedText.with(20, 8, List.of(REVIEW)));
    filters.add(ToxicTerms.of(List.of("darn")));
    filters.add(SessionLanguage.of("eng"));
    filters.add(
        SessionFilter.of(
            "seed",
            session ->
                session.seed().text().contains("unwanted")
                    ? Optional.of(Finding.of("unwanted-seed"))
                    : Optional.empty()));
    return filters;
  }

  private static SynthesizerBuilder builder() {
    return SessionSynthesizer.builder()
        .generator(new Planting())
        .searchEnvironment(TestShop.search())
        .filters(filters())
        .turns(TurnPolicy.exactly(1))
        .retries(1)
        .seed(3);
  }

  private static List<SeedQuery> seeds() {
    List<SeedQuery> seeds = new ArrayList<>(TestShop.seeds(12));
    PLANTED.keySet().forEach(plant -> seeds.add(SeedQuery.of(plant + " lamp")));
    seeds.add(SeedQuery.of("same lamp"));
    seeds.add(SeedQuery.of("oversize lamp"));
    seeds.add(SeedQuery.of("unwanted lamp"));
    seeds.add(SeedQuery.of("lamp for jane@example.com"));
    return seeds;
  }

  @Test
  void everyFilterFiresAndTheFunnelAddsUp() throws IOException {
    Path path = directory.resolve("run");
    RunCounts counts = builder().build().synthesize(seeds(), path).counts();
    Map<String, Long> expected = new TreeMap<>();
    REASONS.values().forEach(reason -> expected.put(reason, 1L));
    expected.put("unwanted-seed", 1L);
    expected.put("e-mail-address", 2L);
    assertEquals(expected, counts.rejected());
    assertEquals(Map.of("prompt-too-long", 1L), counts.failed());
    assertEquals(seeds().size(), counts.asked());
    assertEquals(counts.asked(), counts.finished() + counts.rejectedInAll() + counts.failedInAll());
    assertEquals(Optional.of(counts), RunDirectory.open(path).counts());
    assertEquals(counts.rejectedInAll() + counts.failedInAll(), rejections(path).size());
    assertEquals(counts.finished(), finished(path).size());
  }

  @Test
  void rejectionsSayWhoRefusedWhatAndWhy() throws IOException {
    Path path = directory.resolve("run");
    builder().build().synthesize(seeds(), path);
    JsonNode toxic = rejection(path, "toxic lamp");
    assertEquals("toxic-terms", toxic.get("filter").textValue());
    assertEquals("darn", toxic.get("detail").textValue());
    assertEquals(0, toxic.get("turn").intValue());
    assertEquals(1, toxic.get("turns").size());
    JsonNode same = rejection(path, "same lamp");
    assertEquals("near-duplicate", same.get("filter").textValue());
    assertEquals("like kept session 12, 1.00", same.get("detail").textValue());
    assertEquals(2, same.get("turns").size());
    assertTrue(same.get("turns").get(1).get("documents").size() > 0);
    assertEquals(0, rejection(path, "lamp for jane@example.com").get("turns").size());
  }

  @Test
  void theDescriptionNamesEveryFilterInOrder() throws IOException {
    builder().build().synthesize(seeds(), directory);
    JsonNode filters =
        new ObjectMapper().readTree(directory.resolve("run.json").toFile()).get("filters");
    List<String> names = new ArrayList<>();
    filters.forEach(filter -> names.add(filter.get("name").textValue()));
    assertEquals(filters().stream().map(Filter::name).toList(), names);
    assertEquals("0.5", filters.get(2).get("facts").get("inside").textValue());
  }

  @Test
  void theStreamLeavesOutWhatTheRunLeavesOut() throws IOException {
    builder().build().synthesize(seeds(), directory);
    try (Stream<Session> streamed = builder().sessionsInFlight(3).build().stream(seeds())) {
      assertEquals(
          finished(directory).stream().map(Session::id).toList(),
          streamed.map(Session::id).toList());
    }
  }

  @Test
  void withoutFiltersEverythingIsKept() throws IOException {
    RunCounts counts = builder().filters(List.of()).build().synthesize(seeds(), directory).counts();
    assertEquals(Map.of(), counts.rejected());
    assertEquals(seeds().size() - 1, counts.finished());
  }

  @Test
  void theFirstFilterOfTheListDecides() throws IOException {
    SessionFilter always = SessionFilter.of("a", session -> Optional.of(Finding.of("first")));
    SessionFilter other = SessionFilter.of("b", session -> Optional.of(Finding.of("second")));
    List<SeedQuery> one = TestShop.seeds(1);
    assertEquals(
        Map.of("first", 1L),
        builder()
            .filters(List.of(always, other))
            .build()
            .synthesize(one, directory.resolve("1"))
            .counts()
            .rejected());
    assertEquals(
        Map.of("second", 1L),
        builder()
            .filters(List.of(other, always))
            .build()
            .synthesize(one, directory.resolve("2"))
            .counts()
            .rejected());
  }

  private static JsonNode rejection(Path path, String seed) throws IOException {
    return rejections(path).stream()
        .filter(line -> line.get("seed").textValue().equals(seed))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> rejections(Path path) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(path.resolve("rejected.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static List<Session> finished(Path path) throws IOException {
    try (Stream<Session> sessions = RunDirectory.open(path).sessions()) {
      return sessions.toList();
    }
  }
}
