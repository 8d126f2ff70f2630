package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Continuous batching on one thread: in turn a chunk of prompts is computed and a token of every
 * answer, so that long prompts do not hold up answers. Requests join and leave between steps. All
 * of this runs on the thread that calls {@link #run}.
 */
final class DecodeLoop implements Runnable {
  /** Rows of a product in 32-bit numbers that are computed together. */
  private static final int ROWS_AT_ONCE = 32;

  private final Decoder decoder;
  private final RequestQueue queue;
  private final PrefixCache prefixes;
  private final Vocabulary vocabulary;
  private final Limits limits;
  private final float[] logits;
  private final float[] scratch;
  private final Rows rows;

  /** Why the loop ended by itself; read by those who come too late. */
  private volatile @Nullable Throwable failure;

  private volatile InUse inUse = new InUse(0, 0);

  /**
   * What the loop knows of tokens.
   *
   * @param modelTokens how many the model knows
   * @param usableTokens how many of these the tokenizer knows
   * @param endOfTurn tokens that end an answer
   * @param bytes the text of a token
   */
  record Vocabulary(
      int modelTokens, int usableTokens, Set<Integer> endOfTurn, IntFunction<byte[]> bytes) {}

  /**
   * How much is done at once.
   *
   * @param rows answers
   * @param chunk tokens of a prompt between two steps, at least 2
   */
  record Limits(int rows, int chunk) {}

  /**
   * What requests hold.
   *
   * @param rows of the key-value cache
   * @param blocks of kept prompts
   */
  record InUse(int rows, int blocks) {}

  DecodeLoop(
      Decoder decoder,
      RequestQueue queue,
      PrefixCache prefixes,
      Vocabulary vocabulary,
      Limits limits) {
    this.decoder = decoder;
    this.queue = queue;
    this.prefixes = prefixes;
    this.vocabulary = vocabulary;
    this.limits = limits;
    this.rows = new Rows(decoder, prefixes, limits.rows(), vocabulary.usableTokens());
    this.logits = new float[vocabulary.modelTokens()];
    this.scratch = new float[vocabulary.modelTokens()];
  }

  /** What ended the loop, if it was not closed. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** What is held, as of the last step. */
  InUse inUse() {
    return inUse;
  }

  @Override
  public void run() {
    try {
      while (!queue.isClosed()) {
        turn();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but to end it.
      Thread.currentThread().interrupt();
    } catch (Throwable e) { // errors of native code and out of memory too: requests must not hang
      failure = e;
    } finally {
      finish();
    }
  }

  private void turn() throws InterruptedException {
    queue.takeReleased().forEach(prefixes::release);
    List<AdapterWeights> retired = queue.takeRetired();
    dropCancelled();
    for (AdapterWeights adapter : retired) {
      prefixes.forget(adapter);
      decoder.forget(adapter);
    }
    prefill();
    if (!rows.decoding().isEmpty()) {
      step();
    }
    inUse = new InUse(rows.size(), prefixes.size());
    if (rows.size() == 0 && queue.peek() == null) {
      queue.await();
    }
  }

  /**
   * A chunk in all, of as many prompts as it takes: where the beginnings are known, as in most
   * turns, only a few tokens of each prompt are left to compute. What is left of a chunk is not
   * worth another start when it is a small part.
   */
  private void prefill() {
    int least = Math.max(2, limits.chunk() / 4);
    int left = limits.chunk();
    while (left >= least) {
      Sequence sequence = rows.prefilling();
      if (sequence == null) {
        sequence = admit();
      }
      if (sequence == null) {
        return;
      }
      left -= prefill(sequence, left);
    }
  }

  /** The next request, if there is room for it now; else it waits until rows leave. */
  private @Nullable Sequence admit() {
    Job job = queue.peek();
    if (job == null || !rows.fits(job)) {
      return null;
    }
    queue.remove(job);
    try {
      return rows.start(job);
    } catch (RuntimeException | Error e) {
      // The job has no row yet, so nobody else would tell its caller.
      complete(() -> job.future().completeExceptionally(failed(e)));
      throw e;
    }
  }

  /** Computes the rest of a prompt, or a part of it; returns how many tokens. */
  private int prefill(Sequence sequence, int most) {
    int[] prompt = sequence.job().prompt();
    int row = rows.decoding().size();
    int count = 0;
    if (!sequence.isPrefilled()) {
      count = chunk(prompt.length - sequence.filled(), most);
      decoder.append(row, sequence.filled(), prompt, sequence.filled(), count);
      sequence.fill(count);
      if (!sequence.isPrefilled()) {
        return count;
      }
      float[] last = new float[vocabulary.modelTokens()];
      decoder.readLogits(0, last);
      sequence.promptLogits(last);
      Job job = sequence.job();
      job.conversation()
          .ifPresent(key ->
              prefixes.store(job.adapter(), prompt, job.systemEnd(), key, decoder.cache(), row));
    }
    rows.startAnswer(sequence);
    accept(row, Objects.requireNonNull(sequence.promptLogits()));
    return count;
  }

  /**
   * The next chunk's length, about as long as was asked for. Never one token, never one more than a
   * multiple of {@value #ROWS_AT_ONCE}, and never one left, but for a prompt of one: ONNX Runtime
   * computes a single row of a product in another way, which differs in the last bits.
   */
  static int chunk(int left, int chunk) {
    int count = Math.min(left, chunk);
    while (count > 2 && (count % ROWS_AT_ONCE == 1 || left - count == 1)) {
      count--;
    }
    return left - count == 1 ? left : count;
  }

  private void step() {
    int count = rows.decoding().size();
    int[] tokens = new int[count];
    int[] pasts = new int[count];
    for (int row = 0; row < count; row++) {
      tokens[row] = rows.decoding().get(row).lastToken();
      pasts[row] = rows.decoding().get(row).filled();
    }
    decoder.step(count, tokens, pasts);
    // From the last row on: a row that leaves is replaced by one that was served already.
    for (int row = count - 1; row >= 0; row--) {
      rows.decoding().get(row).fill(1);
      decoder.readLogits(row, logits);
      accept(row, logits);
    }
  }

  /** Draws a row's next token; the row leaves if that was its last one. */
  private void accept(int row, float[] next) {
    Sequence sequence = rows.decoding().get(row);
    CompletableFuture<Generation> future = sequence.job().future();
    Runnable completion;
    try {
      FinishReason reason =
          sequence.accept(next, scratch, vocabulary.endOfTurn(), vocabulary.bytes());
      if (reason == null) {
        return;
      }
      Generation generation = sequence.generation(reason);
      completion = () -> future.complete(generation);
    } catch (RuntimeException e) {
      completion = () -> future.completeExceptionally(e);
    }
    rows.leave(row);
    trim(sequence.job());
    complete(completion);
  }

  /** Callers go on in a thread of their own: what they do then must not hold up the loop. */
  private static void complete(Runnable completion) {
    Thread.ofVirtual().name("csss-generation").start(completion);
  }

  private void dropCancelled() {
    queue.takeCancelled().forEach(this::trim);
    for (int row = rows.decoding().size() - 1; row >= 0; row--) {
      Job job = rows.decoding().get(row).job();
      if (job.future().isDone()) {
        rows.leave(row);
        trim(job);
      }
    }
    Sequence sequence = rows.prefilling();
    if (sequence != null && sequence.job().future().isDone()) {
      rows.dropPrompt();
      trim(sequence.job());
    }
  }

  /** What follows the transcript is kept for requests with the same prompt that are in flight. */
  private void trim(Job job) {
    if (job.conversation().isEmpty()) {
      return;
    }
    String key = job.conversation().get();
    if (!queue.hasConversation(key) && !rows.hasConversation(key)) {
      prefixes.trim(key, job.keptEnd());
    }
  }

  private static CsssException failed(Throwable cause) {
    return new CsssException("the generator failed: " + cause.getMessage(), cause);
  }

  private void finish() {
    try {
      queue.close();
      List<Job> left = new ArrayList<>(queue.takeAll());
      left.addAll(rows.clear());
      Throwable cause = failure;
      for (Job job : left) {
        RuntimeException error =
            cause == null ? new IllegalStateException("the generator is closed") : failed(cause);
        complete(() -> job.future().completeExceptionally(error));
      }
      // Waits for the futures, but not for what callers do with them.
      left.forEach(job -> job.future().handle((generation, error) -> job).join());
    } finally {
      prefixes.clear();
      inUse = new InUse(0, 0);
      decoder.close();
    }
  }
}
