package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Continuous batching on one thread: in turn a chunk of one prompt is computed and a token of every
 * answer, so that long prompts do not hold up answers. Requests join and leave between steps.
 *
 * <p>Rows of answers are the first rows of the cache, without a gap; the row after them holds the
 * prompt that is being computed. All of this runs on the thread that calls {@link #run}.
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
  private final List<Sequence> decoding = new ArrayList<>();
  private @Nullable Sequence prefilling;

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
    dropCancelled();
    if (prefilling == null) {
      admit();
    }
    inUse = new InUse(decoding.size() + (prefilling == null ? 0 : 1), prefixes.size());
    if (prefilling == null && decoding.isEmpty()) {
      queue.await();
      return;
    }
    if (prefilling != null) {
      prefill(prefilling);
    }
    if (!decoding.isEmpty()) {
      step();
    }
  }

  private void admit() {
    Job job = queue.peek();
    if (job == null || decoding.size() >= limits.rows()) {
      return;
    }
    int rows = decoding.size() + 1;
    int positions = job.positions();
    for (Sequence sequence : decoding) {
      positions = Math.max(positions, sequence.job().positions());
    }
    if (rows > 1 && !decoder.cache().fits(rows, positions)) {
      return; // as soon as rows leave
    }
    queue.remove(job);
    prefilling = start(job, rows, positions);
  }

  private Sequence start(Job job, int rows, int positions) {
    try {
      decoder.reserve(rows, positions);
      int cached = prefixes.restore(job.prompt(), decoder.cache(), decoding.size());
      return new Sequence(job, cached, vocabulary.usableTokens());
    } catch (RuntimeException | Error e) {
      // The job is in no list yet, so nobody else would tell its caller.
      complete(() -> job.future().completeExceptionally(failed(e)));
      throw e;
    }
  }

  private void prefill(Sequence sequence) {
    int[] prompt = sequence.job().prompt();
    int row = decoding.size();
    int count = chunk(prompt.length - sequence.filled(), limits.chunk());
    decoder.append(row, sequence.filled(), prompt, sequence.filled(), count);
    sequence.fill(count);
    if (!sequence.isPrefilled()) {
      return;
    }
    Job job = sequence.job();
    job.conversation()
        .ifPresent(key -> prefixes.store(prompt, job.systemEnd(), key, decoder.cache(), row));
    decoding.add(sequence);
    prefilling = null;
    accept(row, 0);
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
    int rows = decoding.size();
    int[] tokens = new int[rows];
    int[] pasts = new int[rows];
    for (int row = 0; row < rows; row++) {
      tokens[row] = decoding.get(row).lastToken();
      pasts[row] = decoding.get(row).filled();
    }
    decoder.step(rows, tokens, pasts);
    // From the last row on: a row that leaves is replaced by one that was served already.
    for (int row = rows - 1; row >= 0; row--) {
      decoding.get(row).fill(1);
      accept(row, row);
    }
  }

  /** Draws a row's next token; the row leaves if that was its last one. */
  private void accept(int row, int index) {
    Sequence sequence = decoding.get(row);
    decoder.readLogits(index, logits);
    CompletableFuture<Generation> future = sequence.job().future();
    Runnable completion;
    try {
      FinishReason reason =
          sequence.accept(logits, scratch, vocabulary.endOfTurn(), vocabulary.bytes());
      if (reason == null) {
        return;
      }
      Generation generation = sequence.generation(reason);
      completion = () -> future.complete(generation);
    } catch (RuntimeException e) {
      completion = () -> future.completeExceptionally(e);
    }
    leave(row);
    complete(completion);
  }

  /** Callers go on in a thread of their own: what they do then must not hold up the loop. */
  private static void complete(Runnable completion) {
    Thread.ofVirtual().name("csss-generation").start(completion);
  }

  private void dropCancelled() {
    queue.takeCancelled().forEach(this::trim);
    for (int row = decoding.size() - 1; row >= 0; row--) {
      if (decoding.get(row).job().future().isDone()) {
        leave(row);
      }
    }
    Sequence sequence = prefilling;
    if (sequence != null && sequence.job().future().isDone()) {
      prefilling = null;
      trim(sequence.job());
    }
  }

  /** Takes a row out and closes the gap. */
  private void leave(int row) {
    int last = decoding.size() - 1;
    Job job = decoding.get(row).job();
    if (row < last) {
      Sequence moved = decoding.get(last);
      decoder.cache().copyRow(last, row, moved.filled());
      decoding.set(row, moved);
    }
    decoding.remove(last);
    if (prefilling != null) {
      decoder.cache().copyRow(last + 1, last, prefilling.filled());
    }
    trim(job);
  }

  /** What follows the transcript is kept for requests with the same prompt that are in flight. */
  private void trim(Job job) {
    if (job.conversation().isEmpty()) {
      return;
    }
    String key = job.conversation().get();
    boolean inFlight =
        queue.hasConversation(key)
            || isOf(prefilling, key)
            || decoding.stream().anyMatch(sequence -> isOf(sequence, key));
    if (!inFlight) {
      prefixes.trim(key, job.keptEnd());
    }
  }

  private static boolean isOf(@Nullable Sequence sequence, String key) {
    return sequence != null && sequence.job().conversation().filter(key::equals).isPresent();
  }

  private static CsssException failed(Throwable cause) {
    return new CsssException("the generator failed: " + cause.getMessage(), cause);
  }

  private void finish() {
    try {
      queue.close();
      List<Job> left = new ArrayList<>(queue.takeAll());
      decoding.forEach(sequence -> left.add(sequence.job()));
      if (prefilling != null) {
        left.add(prefilling.job());
      }
      Throwable cause = failure;
      for (Job job : left) {
        RuntimeException error =
            cause == null ? new IllegalStateException("the generator is closed") : failed(cause);
        complete(() -> job.future().completeExceptionally(error));
      }
      // Waits for the futures, but not for what callers do with them.
      left.forEach(job -> job.future().handle((generation, error) -> job).join());
    } finally {
      decoding.clear();
      prefilling = null;
      prefixes.clear();
      inUse = new InUse(0, 0);
      decoder.close();
    }
  }
}
