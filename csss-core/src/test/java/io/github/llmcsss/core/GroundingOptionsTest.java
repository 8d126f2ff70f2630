package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SearchResult;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.grounding.GroundingPolicy;
import io.github.llmcsss.core.run.GroundingCounts;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies for answers without support and for leaks, with a generator that plants both. */
class GroundingOptionsTest {
  private static final String LIE = " It costs $987.65.";
  private static final String LEAK = " Is it B0SECRET01?";
  private static final int SESSIONS = 12;

  @TempDir Path directory;

  /** Appends a text to what one side says, where the request's seed is a multiple. */
  private record Planting(Role role, String text, int every) implements Generator {
    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      Generation written = BabblingGenerator.write(request);
      if (request.prompt().next() == role && Math.floorMod(request.seed(), every) == 0) {
        String more = written.text() + text;
        written = BabblingGenerator.generation(more, FinishReason.END_OF_TURN, 1);
      }
      return CompletableFuture.completedFuture(written);
    }

    @Override
    public void close() {}
  }

  private SynthesisReport run(String name, SynthesizerBuilder builder) throws IOException {
    return builder
        .searchEnvironment(TestShop.search())
        .needs((seed, n, random) -> Optional.of(new Need("a thing", Set.of("B0SECRET01"))))
        .turns(TurnPolicy.exactly(3))
        .seed(5)
        .build()
        .synthesize(TestShop.seeds(SESSIONS), directory.resolve(name));
  }

  private static SynthesizerBuilder lying(int every, GroundingPolicy policy) {
    return SessionSynthesizer.builder()
        .generator(new Planting(Role.ASSISTANT, LIE, every))
        .grounding(policy);
  }

  private static SynthesizerBuilder leaking(int every, GroundingPolicy policy) {
    return SessionSynthesizer.builder()
        .generator(new Planting(Role.USER, LEAK, every))
        .leakage(policy);
  }

  @Test
  void keptAnswersAreLabelledAndCounted() throws IOException {
    SynthesisReport report = run("keep", lying(1, GroundingPolicy.keepAndLabel()));
    GroundingCounts counts = report.counts().grounding();
    assertEquals(SESSIONS, report.counts().finished());
    assertEquals(report.counts().answers(), counts.wrongPrices());
    assertTrue(counts.supportedClaims() > 0, counts.toString());
    assertEquals(counts.claims(), counts.supportedClaims() + counts.wrongPrices());
    RunDirectory run = RunDirectory.open(report.directory());
    assertEquals(counts, run.counts().orElseThrow().grounding());
    try (Stream<Session> sessions = run.sessions()) {
      SystemResponse answer =
          sessions.findFirst().orElseThrow().turns().getFirst().response().orElseThrow();
      assertEquals(List.of(ClaimKind.PRICE), kinds(answer));
      assertTrue(answer.citations().stream().anyMatch(c -> c.kind() == ClaimKind.PRODUCT));
    }
  }

  private static List<ClaimKind> kinds(SystemResponse answer) {
    return answer.unsupported().stream().map(claim -> claim.kind()).toList();
  }

  @Test
  void rejectedAnswersEndTheSession() throws IOException {
    SynthesisReport report = run("reject", lying(1, GroundingPolicy.reject()));
    assertEquals(Map.of("unsupported", (long) SESSIONS), report.counts().rejected());
  }

  @Test
  void writingAnewHelpsWhereTheGeneratorCanDoBetter() throws IOException {
    SynthesisReport kept = run("keep2", lying(2, GroundingPolicy.keepAndLabel()));
    SynthesisReport tried = run("anew", lying(2, GroundingPolicy.regenerateOrKeep(3)));
    SynthesisReport strict = run("strict", lying(2, GroundingPolicy.regenerateOrReject(3)));
    long before = kept.counts().grounding().wrongPrices();
    assertTrue(before >= 6, kept.toString());
    assertTrue(tried.counts().grounding().wrongPrices() <= before / 2, before + " " + tried);
    assertEquals(SESSIONS, tried.counts().finished());
    assertEquals(0, strict.counts().grounding().wrongPrices());
    assertTrue(strict.counts().finished() > SESSIONS / 3, strict.toString());
    assertTrue(strict.counts().generatedTokens() > kept.counts().generatedTokens());
  }

  @Test
  void bestOfPrefersSupportedAnswers() throws IOException {
    SynthesizerBuilder lying = lying(2, GroundingPolicy.keepAndLabel());
    // A reward that likes the lie must not bring it back.
    SynthesisReport report =
        run("best", lying.bestOf(6).reward(input -> input.response().contains(LIE) ? 1 : 0));
    assertTrue(report.counts().grounding().wrongPrices() <= 3, report.toString());
    assertTrue(report.counts().answers() >= 30, report.toString());
  }

  @Test
  void leaksAreCountedRegeneratedOrRejected() throws IOException {
    SynthesisReport kept = run("leak", leaking(1, GroundingPolicy.keepAndLabel()));
    assertEquals(2 * SESSIONS, kept.counts().grounding().leaks());
    SynthesisReport rejected = run("leak2", leaking(1, GroundingPolicy.reject()));
    assertEquals(Map.of("leaked", (long) SESSIONS), rejected.counts().rejected());
    SynthesisReport anew = run("leak3", leaking(2, GroundingPolicy.regenerateOrReject(5)));
    assertEquals(0, anew.counts().grounding().leaks());
    assertTrue(anew.counts().finished() > SESSIONS / 2, anew.toString());
    SynthesisReport hopeless = run("leak4", leaking(1, GroundingPolicy.regenerateOrKeep(2)));
    assertEquals(2 * SESSIONS, hopeless.counts().grounding().leaks());
  }

  /** The documents of a session that is read back have no brands: what leaks was said before. */
  @Test
  void aRecountFindsTheSameLeaks() throws IOException {
    SearchEnvironment branded =
        request ->
            new SearchResult(
                List.of(
                    new RetrievedDocument(
                        1,
                        Document.builder("p1", "Osmo Ridge Trail Kettle")
                            .brand("Osmo Ridge")
                            .build(),
                        1)));
    for (String said : List.of(" An Osmo Ridge kettle?", " Is it B0SECRET01?")) {
      Path run = directory.resolve("recount " + said.length());
      Generator generator = new Planting(Role.USER, said, 1);
      SessionSynthesizer synthesizer =
          SessionSynthesizer.builder()
              .generator(generator)
              .searchEnvironment(branded)
              .needs((seed, n, random) -> Optional.of(new Need("a thing", Set.of("B0SECRET01"))))
              .leakage(GroundingPolicy.keepAndLabel())
              .turns(TurnPolicy.exactly(3))
              .build();
      GroundingCounts counts =
          synthesizer.synthesize(TestShop.seeds(SESSIONS), run).counts().grounding();
      assertEquals(said.contains("SECRET") ? 2 * SESSIONS : 0, counts.leaks());
      assertEquals(
          counts, synthesizer.synthesize(TestShop.seeds(SESSIONS), run).counts().grounding());
      try (Stream<Session> sessions = RunDirectory.open(run).sessions()) {
        long labelled =
            sessions.flatMap(session -> session.turns().stream()).filter(Turn::leaks).count();
        assertEquals(counts.leaks(), labelled);
      }
    }
  }

  @Test
  void theRunSaysItsPolicies() throws IOException {
    run("a", lying(1, GroundingPolicy.keepAndLabel()));
    run("b", lying(1, GroundingPolicy.keepAndLabel()).leakage(GroundingPolicy.keepAndLabel()));
    String a = Files.readString(directory.resolve("a/run.json"));
    String b = Files.readString(directory.resolve("b/run.json"));
    assertNotEquals(a, b);
    assertTrue(a.contains("\"leakage\": {\n      \"rewrites\": 2,\n      \"keep\": false"), a);
  }

  @Test
  void policiesRefuseWhatIsOutOfRange() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> GroundingPolicy.regenerateOrKeep(0));
    assertEquals("rewrites must be 1 or more, but was 0", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> GroundingPolicy.regenerateOrReject(-1));
    assertThrows(IllegalArgumentException.class, () -> new GroundingPolicy(-1, true));
  }
}
