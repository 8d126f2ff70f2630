package io.github.llmcsss.core;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Usage;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A small real generator: a text is drawn from word lists by a stream that is seeded by the request
 * alone. Requests are answered by two threads, some later than others.
 */
class BabblingGenerator implements Generator {
  private static final List<String> COLOURS =
      List.of("red", "blue", "green", "black", "white", "grey", "pink", "brown", "orange", "teal");
  private static final List<String> TRAITS =
      List.of("light", "sturdy", "quiet", "foldable", "washable", "warm", "thin", "wide", "soft");
  private static final List<String> USES =
      List.of("travel", "winter", "office", "garden", "camping", "school", "kitchen", "running");

  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger running = new AtomicInteger();
  final AtomicInteger mostRunning = new AtomicInteger();
  final AtomicInteger cancelled = new AtomicInteger();
  final Set<String> conversations = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("babbling-", 0).factory());
  private final UnaryOperator<Generation> change;
  private final boolean answers;

  BabblingGenerator() {
    this(UnaryOperator.identity(), true);
  }

  /** A generator whose results are changed, or failed, by a function. */
  BabblingGenerator(UnaryOperator<Generation> change) {
    this(change, true);
  }

  private BabblingGenerator(UnaryOperator<Generation> change, boolean answers) {
    this.change = change;
    this.answers = answers;
  }

  /** A generator that takes requests and never answers. */
  static BabblingGenerator silent() {
    return new BabblingGenerator(UnaryOperator.identity(), false);
  }

  @Override
  public CompletableFuture<Generation> generate(GenerationRequest request) {
    requests.incrementAndGet();
    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
    request.conversation().ifPresent(conversations::add);
    CompletableFuture<Generation> future = new CompletableFuture<>();
    AtomicBoolean left = new AtomicBoolean();
    Runnable leave =
        () -> {
          if (left.compareAndSet(false, true)) {
            running.decrementAndGet();
          }
        };
    var unused =
        future.whenComplete((done, failure) -> {
          leave.run();
          if (future.isCancelled()) {
            cancelled.incrementAndGet();
          }
        });
    if (answers) {
      long delay = Math.floorMod(request.seed(), 800L);
      var unusedToo =
          threads.schedule(
              () -> {
                // Before it is complete: who waits for it may be faster than what comes after.
                leave.run();
                try {
                  future.complete(change.apply(write(request)));
                } catch (RuntimeException e) {
                  future.completeExceptionally(e);
                }
              },
              delay,
              TimeUnit.MICROSECONDS);
    }
    return future;
  }

  static Generation write(GenerationRequest request) {
    SplittableRandom random =
        new SplittableRandom(request.seed() * 31 + request.prompt().toString().hashCode());
    boolean shopper =
        request.prompt().next() == Role.USER
            || request.prompt().messages().getFirst().text().startsWith("You are a shopper");
    String text = shopper ? question(random) : answer(request, random);
    int prompt = request.prompt().toString().length() / 4;
    return generation(text, FinishReason.END_OF_TURN, prompt);
  }

  static Generation generation(String text, FinishReason reason, int promptTokens) {
    int tokens = Math.max(1, text.length() / 4);
    return new Generation(
        text,
        reason,
        new int[promptTokens],
        new int[tokens],
        new float[tokens],
        new float[tokens],
        new Usage(promptTokens, 0, tokens));
  }

  private static String question(SplittableRandom random) {
    return "Is there a %s %s one for %s?"
        .formatted(pick(TRAITS, random), pick(COLOURS, random), pick(USES, random));
  }

  private static String answer(GenerationRequest request, SplittableRandom random) {
    Message last = request.prompt().messages().getLast();
    List<String> lines = last.text().lines().toList();
    String first = lines.size() > 1 ? lines.get(1 + random.nextInt(lines.size() - 1)) : "nothing";
    return "The %s is %s and %s, made for %s."
        .formatted(
            first.replaceAll("^- |,.*", ""),
            pick(TRAITS, random),
            pick(COLOURS, random),
            pick(USES, random));
  }

  private static String pick(List<String> words, SplittableRandom random) {
    return words.get(random.nextInt(words.size()));
  }

  @Override
  public void release(String conversation) {
    conversations.remove(conversation);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
