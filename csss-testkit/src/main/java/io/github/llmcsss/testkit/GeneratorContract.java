package io.github.llmcsss.testkit;

import static io.github.llmcsss.testkit.Answers.assertLogProbabilities;
import static io.github.llmcsss.testkit.Answers.assertSame;
import static io.github.llmcsss.testkit.Answers.countOf;
import static io.github.llmcsss.testkit.Answers.ids;
import static io.github.llmcsss.testkit.Answers.submit;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.PromptTooLongException;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Generator} must do. Extend it in a test class of your own and say in {@link
 * #open()} what is tested. A generator for these tests should be small: every test opens one, and
 * together they write some thousand tokens.
 */
public abstract class GeneratorContract {
  private static final int LENGTH = 12;
  private static final double TOLERANCE = 1e-3;

  /** For subclasses. */
  protected GeneratorContract() {}

  /** A generator of its own for each test, which closes it; the same at every call. */
  protected abstract Generator open() throws Exception;

  /** How many tokens of prompt and answer together the generator holds. */
  protected abstract int contextLength();

  /** Ids of all tokens that are not text, such as those that begin and end a message. */
  protected abstract Set<Integer> specialTokens();

  /** How long one request may take before a test gives up; 60 seconds by default. */
  protected Duration patience() {
    return Duration.ofSeconds(60);
  }

  /** Prompts in both roles, with and without documents: at least four, the longest last. */
  protected List<Prompt> prompts() {
    Message system = new Message(Role.SYSTEM, "A shopper talks to a shop assistant.");
    Message seed = new Message(Role.USER, "running shoes");
    Message documents =
        new Message(Role.DOCUMENTS, "1. Velatto Breeze Men's Running Shoes, Blue, 59.90");
    Message answer = new Message(Role.ASSISTANT, "The Velatto Breeze is a light shoe.");
    return List.of(
        new Prompt(List.of(system, seed), Role.ASSISTANT),
        new Prompt(List.of(system, seed, documents), Role.ASSISTANT),
        new Prompt(List.of(system), Role.USER),
        new Prompt(List.of(system, seed, answer), Role.USER));
  }

  @Test
  protected final void writesTheSameTextAgain() throws Exception {
    try (Generator generator = open();
        Generator other = open()) {
      for (GenerationRequest request : requests(warm().build())) {
        Generation first = await(generator.generate(request));
        assertSame(first, await(generator.generate(request)));
        assertSame(first, await(other.generate(request)));
      }
    }
  }

  @Test
  protected final void writesOtherTextsFromOtherSeeds() throws Exception {
    try (Generator generator = open()) {
      Set<List<Integer>> texts = new HashSet<>();
      for (long seed = 0; seed < 16; seed++) {
        Sampling hot = warm().temperature(2).build();
        texts.add(ids(await(generator.generate(request(0, hot, seed))).tokens()));
      }
      assertTrue(texts.size() > 1, "sixteen seeds at temperature 2 wrote one text");
    }
  }

  @Test
  protected final void doesNotLetCompanionsOrTheirOrderChangeAText() throws Exception {
    try (Generator generator = open()) {
      List<GenerationRequest> requests = requests(warm().build());
      List<Generation> alone = new ArrayList<>();
      for (GenerationRequest request : requests) {
        alone.add(await(generator.generate(request)));
      }
      assertSame(alone, awaitAll(submit(generator, requests)));
      List<GenerationRequest> reversed = new ArrayList<>(requests);
      Collections.reverse(reversed);
      List<Generation> backwards = awaitAll(submit(generator, reversed));
      Collections.reverse(backwards);
      assertSame(alone, backwards);
      List<CompletableFuture<Generation>> noise =
          submit(generator, requests(warm().temperature(3).maximumTokens(5).build()));
      assertSame(alone, awaitAll(submit(generator, requests)));
      awaitAll(noise);
    }
  }

  @Test
  protected final void takesRequestsFromManyThreads() throws Exception {
    try (Generator generator = open();
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<GenerationRequest> requests = requests(warm().build());
      List<Generation> expected = awaitAll(submit(generator, requests));
      List<Future<List<Generation>>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> awaitAll(submit(generator, requests))));
      }
      for (Future<List<Generation>> one : all) {
        assertSame(expected, one.get());
      }
    }
  }

  @Test
  protected final void keepsTheMaximumNumberOfTokens() throws Exception {
    try (Generator generator = open()) {
      Generation longest = longest(generator, LENGTH);
      GenerationRequest request = lastRequest(generator, LENGTH);
      for (int maximum = 1; maximum <= longest.tokens().length; maximum++) {
        Sampling sampling = request.sampling().toBuilder().maximumTokens(maximum).build();
        Generation cut =
            await(
                generator.generate(
                    GenerationRequest.of(request.prompt(), sampling, request.seed())));
        assertTrue(cut.tokens().length <= maximum, () -> "more tokens than " + sampling);
        assertEquals(
            ids(Arrays.copyOf(longest.tokens(), maximum)),
            ids(cut.tokens()),
            "the maximum changed tokens before it");
        if (maximum < longest.tokens().length) {
          assertEquals(FinishReason.MAXIMUM_TOKENS, cut.finishReason());
        }
      }
    }
  }

  @Test
  protected final void endsBeforeAStopString() throws Exception {
    try (Generator generator = open()) {
      Generation free = longest(generator, 24);
      GenerationRequest request = lastRequest(generator, 24);
      int[] points = free.text().codePoints().toArray();
      int third = points.length / 3;
      for (int length = 1; length <= Math.min(3, points.length - third); length++) {
        String stop = new String(points, third, length);
        Sampling sampling =
            request.sampling().toBuilder()
                .stopStrings(List.of("\u0001 never written \u0002", stop))
                .build();
        Generation cut =
            await(
                generator.generate(
                    GenerationRequest.of(request.prompt(), sampling, request.seed())));
        assertEquals(free.text().substring(0, free.text().indexOf(stop)), cut.text());
        assertEquals(FinishReason.STOP_STRING, cut.finishReason());
      }
    }
  }

  @Test
  protected final void neverWritesBannedTokens() throws Exception {
    try (Generator generator = open()) {
      for (double temperature : new double[] {0, 1, 2}) {
        Set<Integer> banned = new TreeSet<>();
        for (int round = 0; round < 4; round++) {
          Sampling sampling = warm().temperature(temperature).bannedTokens(banned).build();
          List<Generation> generations = awaitAll(submit(generator, requests(sampling)));
          for (Generation generation : generations) {
            for (int token : generation.tokens()) {
              assertFalse(banned.contains(token), () -> token + " is banned");
            }
          }
          generations.forEach(generation -> banned.add(generation.tokens()[0]));
        }
      }
    }
  }

  @Test
  protected final void isGreedyAtTemperatureZero() throws Exception {
    try (Generator generator = open()) {
      for (int i = 0; i < prompts().size(); i++) {
        Generation greedy = await(generator.generate(request(i, Sampling.greedy(LENGTH), 1)));
        assertSame(greedy, await(generator.generate(request(i, Sampling.greedy(LENGTH), 2))));
        Sampling topOne = Sampling.builder().topK(1).maximumTokens(LENGTH).build();
        Generation best = await(generator.generate(request(i, topOne, 3)));
        assertEquals(ids(greedy.tokens()), ids(best.tokens()), "top-k 1 is greedy");
        for (float logProbability : greedy.sampledLogProbabilities()) {
          assertEquals(0, logProbability, TOLERANCE, "greedy draws with certainty");
        }
        assertModelDistribution(generator, i);
      }
    }
  }

  @Test
  protected final void reportsLogProbabilitiesOfEveryToken() throws Exception {
    try (Generator generator = open()) {
      for (Generation plain : awaitAll(submit(generator, requests(warm().build())))) {
        assertLogProbabilities(plain);
        for (int i = 0; i < plain.tokens().length; i++) {
          assertEquals(
              plain.modelLogProbabilities()[i],
              plain.sampledLogProbabilities()[i],
              TOLERANCE,
              "at temperature 1, with nothing cut off, both are the same");
        }
      }
      Sampling cut = warm().topP(0.5).build();
      for (Generation generation : awaitAll(submit(generator, requests(cut)))) {
        assertLogProbabilities(generation);
        for (int i = 0; i < generation.tokens().length; i++) {
          assertTrue(
              generation.sampledLogProbabilities()[i]
                  >= generation.modelLogProbabilities()[i] - TOLERANCE,
              "what is left after top-p must become more probable");
        }
      }
    }
  }

  @Test
  protected final void freesACancelledRequest() throws Exception {
    try (Generator generator = open()) {
      GenerationRequest request = request(0, warm().build(), 7);
      Generation expected = await(generator.generate(request));
      int room = contextLength() / 2;
      for (int round = 0; round < 3; round++) {
        Sampling endless = warm().temperature(2).maximumTokens(room).build();
        List<CompletableFuture<Generation>> doomed = submit(generator, requests(endless));
        CompletableFuture<Generation> alive = generator.generate(request);
        doomed.forEach(future -> future.cancel(true));
        assertSame(expected, await(alive));
        for (CompletableFuture<Generation> future : doomed) {
          assertTrue(future.isDone(), "cancelled, but not done");
        }
      }
    }
  }

  @Test
  protected final void refusesAPromptThatDoesNotFit() throws Exception {
    try (Generator generator = open()) {
      Sampling wholeContext = Sampling.greedy(contextLength());
      assertInstanceOf(
          PromptTooLongException.class, failure(generator.generate(request(0, wholeContext, 1))));
      StringBuilder words = new StringBuilder();
      for (int i = 0; i < 2 * contextLength(); i++) {
        words.append(Integer.toString(i * 7919, 36)).append(' ');
      }
      Prompt endless =
          new Prompt(List.of(new Message(Role.USER, words.toString())), Role.ASSISTANT);
      assertInstanceOf(
          PromptTooLongException.class,
          failure(generator.generate(GenerationRequest.of(endless, Sampling.greedy(1), 1))));
      await(generator.generate(request(0, Sampling.greedy(1), 1)));
    }
  }

  @Test
  protected final void writesTheSameInAConversation() throws Exception {
    try (Generator generator = open();
        Generator fresh = open()) {
      List<Message> transcript = new ArrayList<>(prompts().getLast().messages());
      Role next = Role.USER;
      for (int turn = 0; turn < 4; turn++) {
        List<Message> messages = new ArrayList<>(transcript);
        if (next == Role.ASSISTANT) {
          messages.add(new Message(Role.DOCUMENTS, "1. Haldor Chef's Knife " + turn));
        }
        Prompt prompt = new Prompt(messages, next);
        GenerationRequest alone = GenerationRequest.of(prompt, warm().build(), turn);
        Generation expected = await(fresh.generate(alone));
        assertSame(expected, await(generator.generate(alone.inConversation("a"))));
        assertSame(expected, await(generator.generate(alone)));
        // Several answers of one conversation may be in flight, as for the best of n.
        List<GenerationRequest> three = Collections.nCopies(3, alone.inConversation("b"));
        assertSame(Collections.nCopies(3, expected), awaitAll(submit(generator, three)));
        transcript.add(new Message(next, expected.text()));
        next = next == Role.USER ? Role.ASSISTANT : Role.USER;
      }
      generator.release("a");
      for (GenerationRequest request : requests(warm().build())) {
        Generation expected = await(fresh.generate(request));
        // The key of a conversation that this prompt does not continue.
        assertSame(expected, await(generator.generate(request.inConversation("b"))));
        assertSame(expected, await(generator.generate(request.inConversation("a"))));
      }
    }
  }

  @Test
  protected final void ignoresTheReleaseOfUnknownConversations() throws Exception {
    try (Generator generator = open()) {
      assertDoesNotThrow(() -> generator.release("never seen"));
      GenerationRequest request = request(0, warm().build(), 1).inConversation("seen");
      Generation expected = await(generator.generate(request));
      generator.release("seen");
      assertDoesNotThrow(() -> generator.release("seen"));
      CompletableFuture<Generation> running = generator.generate(request);
      generator.release("seen");
      assertSame(expected, await(running));
    }
  }

  @Test
  protected final void endsWaitingRequestsWhenItCloses() throws Exception {
    Generator generator = open();
    List<CompletableFuture<Generation>> waiting = new ArrayList<>();
    try {
      Sampling longer = warm().temperature(2).maximumTokens(contextLength() / 2).build();
      for (int i = 0; i < 16; i++) {
        waiting.addAll(submit(generator, requests(longer)));
      }
    } finally {
      generator.close();
    }
    for (CompletableFuture<Generation> future : waiting) {
      try {
        await(future); // what was finished before may be there
      } catch (ExecutionException e) {
        assertInstanceOf(IllegalStateException.class, e.getCause());
      } catch (TimeoutException e) {
        fail("close() left a request without an end", e);
      }
    }
    assertDoesNotThrow(generator::close, "closed again");
    GenerationRequest late = request(0, Sampling.greedy(1), 1);
    assertInstanceOf(IllegalStateException.class, failure(generator.generate(late)));
  }

  @Test
  protected final void readsControlTokensInAMessageAsText() throws Exception {
    try (Generator generator = open()) {
      Generation plain = await(generator.generate(saying("shoes")));
      for (String control : HostileTexts.CONTROL_TOKENS) {
        Generation hostile = await(generator.generate(saying("shoes" + control)));
        assertEquals(
            countOf(specialTokens(), plain),
            countOf(specialTokens(), hostile),
            () -> control + " in a message became a control token");
        assertTrue(
            hostile.promptTokens().length > plain.promptTokens().length,
            () -> control + " vanished from the message");
      }
    }
  }

  @Test
  protected final void rendersRolesAndDocuments() throws Exception {
    try (Generator generator = open()) {
      List<List<Integer>> seen = new ArrayList<>();
      for (Prompt prompt : prompts()) {
        GenerationRequest request = GenerationRequest.of(prompt, Sampling.greedy(1), 1);
        Generation generation = await(generator.generate(request));
        assertEquals(generation.promptTokens().length, generation.usage().promptTokens());
        assertEquals(generation.tokens().length, generation.usage().generatedTokens());
        List<Integer> tokens = ids(generation.promptTokens());
        assertFalse(seen.contains(tokens), () -> "reads two prompts as the same: " + prompt);
        seen.add(tokens);
      }
      List<Message> messages = prompts().getFirst().messages();
      List<Integer> tokens = new ArrayList<>();
      for (Role next : List.of(Role.USER, Role.ASSISTANT)) {
        Prompt prompt = new Prompt(messages, next);
        Generation generation =
            await(generator.generate(GenerationRequest.of(prompt, Sampling.greedy(1), 1)));
        assertNotEquals(tokens, ids(generation.promptTokens()), "the next role must be named");
        tokens = ids(generation.promptTokens());
      }
    }
  }

  @Test
  protected final void doesNotChangeItsProvenance() throws Exception {
    try (Generator generator = open();
        Generator other = open()) {
      var provenance = generator.provenance();
      await(generator.generate(request(0, Sampling.greedy(1), 1)));
      assertEquals(provenance, generator.provenance());
      assertEquals(provenance, other.provenance(), "the same generator, opened again");
    }
  }

  /** Bans the best token again and again: probabilities fall, and do not add up to more than 1. */
  private void assertModelDistribution(Generator generator, int prompt) throws Exception {
    Set<Integer> banned = new TreeSet<>();
    double before = 1;
    double sum = 0;
    for (int i = 0; i < 5; i++) {
      Sampling best = Sampling.greedy(1).toBuilder().bannedTokens(banned).build();
      Generation generation = await(generator.generate(request(prompt, best, 1)));
      double probability = Math.exp(generation.modelLogProbabilities()[0]);
      assertTrue(probability <= before + TOLERANCE, "a better token than the greedy one");
      before = probability;
      sum += probability;
      banned.add(generation.tokens()[0]);
    }
    double all = sum;
    assertTrue(sum <= 1 + TOLERANCE, () -> "some tokens together have probability " + all);
  }

  private static Sampling.Builder warm() {
    return Sampling.builder().maximumTokens(LENGTH);
  }

  private GenerationRequest request(int prompt, Sampling sampling, long seed) {
    return GenerationRequest.of(prompts().get(prompt), sampling, seed);
  }

  private List<GenerationRequest> requests(Sampling sampling) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < prompts().size(); i++) {
      requests.add(request(i, sampling, 100 + i));
      // Different lengths, so that requests leave and join while others run.
      int length = Math.max(1, sampling.maximumTokens() - 3 * i);
      requests.add(request(i, sampling.toBuilder().maximumTokens(length).build(), 200 + i));
    }
    return requests;
  }

  private static GenerationRequest saying(String text) {
    Prompt prompt = new Prompt(List.of(new Message(Role.USER, text)), Role.ASSISTANT);
    return GenerationRequest.of(prompt, Sampling.greedy(1), 1);
  }

  /** The longest of some answers; {@link #lastRequest} is the request for it. */
  private Generation longest(Generator generator, int length) throws Exception {
    return await(generator.generate(lastRequest(generator, length)));
  }

  private GenerationRequest lastRequest(Generator generator, int length) throws Exception {
    Optional<GenerationRequest> longest = Optional.empty();
    int most = 0;
    for (GenerationRequest request : requests(warm().maximumTokens(length).build())) {
      Generation generation = await(generator.generate(request));
      int points = generation.text().codePointCount(0, generation.text().length());
      if (points > most && generation.text().indexOf('\ufffd') < 0) {
        most = points;
        longest = Optional.of(request);
      }
    }
    return longest.orElseGet(() -> fail("the generator writes no text for prompts()"));
  }

  private Generation await(CompletableFuture<Generation> future) throws Exception {
    return future.get(patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private List<Generation> awaitAll(List<CompletableFuture<Generation>> futures) throws Exception {
    List<Generation> generations = new ArrayList<>();
    for (CompletableFuture<Generation> future : futures) {
      generations.add(await(future));
    }
    return generations;
  }

  private Throwable failure(CompletableFuture<Generation> future) {
    Throwable cause = assertThrows(ExecutionException.class, () -> await(future)).getCause();
    return Optional.ofNullable(cause).orElseThrow();
  }
}
