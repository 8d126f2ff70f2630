package io.github.llmcsss.testkit;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.PromptTooLongException;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes in {@link ToyLanguage}, one request at a time; with a fault where one is planted. */
final class ToyGenerator implements Generator {
  static final int CONTEXT = 2_048;

  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final Map<Integer, CompletableFuture<Generation>> open = new HashMap<>();
  private final Map<String, Prompt> conversations = new HashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final String fault;
  private int calls;
  private int tickets;
  private boolean closed;

  ToyGenerator(String fault) {
    this.fault = fault;
  }

  @Override
  public synchronized CompletableFuture<Generation> generate(GenerationRequest request) {
    CompletableFuture<Generation> future = new CompletableFuture<>();
    if (closed) {
      if (fault.equals("writes after the end")) {
        return CompletableFuture.completedFuture(write(request, future));
      }
      future.completeExceptionally(new IllegalStateException("closed"));
      return future;
    }
    int ticket = tickets++;
    open.put(ticket, future);
    waiting.incrementAndGet();
    worker.execute(() -> run(request, future, ticket));
    return future;
  }

  private void run(GenerationRequest request, CompletableFuture<Generation> future, int ticket) {
    try {
      if (!future.isDone()) {
        future.complete(write(request, future));
      }
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
    }
    if (future.isCancelled() && fault.equals("dies of a cancellation")) {
      worker.shutdownNow();
    }
    waiting.decrementAndGet();
    synchronized (this) {
      open.remove(ticket);
    }
  }

  private Generation write(GenerationRequest request, CompletableFuture<Generation> future) {
    Prompt shown = request.prompt();
    if (fault.equals("keeps a stale conversation") && request.conversation().isPresent()) {
      shown = conversations.merge(request.conversation().get(), shown, (old, now) -> old);
    }
    int[] prompt = ToyLanguage.render(shown, fault);
    Sampling sampling = request.sampling();
    if (prompt.length + sampling.maximumTokens() > CONTEXT && !fault.equals("takes any length")) {
      throw new PromptTooLongException(prompt.length, sampling.maximumTokens(), CONTEXT);
    }
    long seed =
        switch (fault) {
          case "ignores the seed" -> 1;
          case "one stream for all" -> ++calls;
          case "minds its companions" -> request.seed() + waiting.get();
          case "minds the maximum" -> request.seed() + sampling.maximumTokens();
          default -> request.seed();
        };
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> context = new ArrayList<>();
    for (int token : prompt) {
      context.add(token);
    }
    List<ToySampler.Drawn> drawn = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    FinishReason reason = FinishReason.MAXIMUM_TOKENS;
    int most = sampling.maximumTokens() + (fault.equals("one token too many") ? 1 : 0);
    while (drawn.size() < most && !future.isCancelled()) {
      ToySampler.Drawn next = ToySampler.draw(context, sampling, random, fault);
      drawn.add(next);
      context.add(next.token());
      if (next.token() == ToyLanguage.END) {
        reason = FinishReason.END_OF_TURN;
        break;
      }
      text.append(new String(new byte[] {(byte) next.token()}, StandardCharsets.ISO_8859_1));
      String written = text.toString();
      int stop =
          sampling.stopStrings().stream()
              .mapToInt(written::indexOf)
              .filter(at -> at >= 0)
              .min()
              .orElse(-1);
      if (stop >= 0 && !fault.equals("runs over stops")) {
        text.setLength(fault.equals("shows the stop") ? text.length() : stop);
        reason = FinishReason.STOP_STRING;
        break;
      }
    }
    float[] model = new float[drawn.size()];
    float[] sampled = new float[drawn.size()];
    for (int i = 0; i < model.length; i++) {
      model[i] = drawn.get(i).model();
      sampled[i] = drawn.get(i).sampled();
    }
    int[] tokens = drawn.stream().mapToInt(ToySampler.Drawn::token).toArray();
    Usage usage = new Usage(prompt.length, 0, tokens.length);
    return new Generation(text.toString(), reason, prompt, tokens, model, sampled, usage);
  }

  @Override
  public void release(String conversation) {
    if (fault.equals("knows its conversations") && !conversations.containsKey(conversation)) {
      throw new IllegalArgumentException("unknown conversation");
    }
  }

  @Override
  public synchronized void close() {
    if (closed && fault.equals("closes once")) {
      throw new IllegalStateException("closed");
    }
    closed = true;
    worker.shutdownNow();
    for (CompletableFuture<Generation> future : open.values()) {
      if (!fault.equals("leaves requests")) {
        future.completeExceptionally(
            fault.equals("ends with another error")
                ? new RuntimeException("gone")
                : new IllegalStateException("closed"));
      }
    }
    open.clear();
  }
}
