package io.github.llmcsss.engine.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which request has which row of the key-value cache: answers being written have the first rows,
 * without a gap, and the row after them holds the prompt that is being computed, if there is one.
 * Not thread-safe.
 */
final class Rows {
  private final Decoder decoder;
  private final PrefixCache prefixes;
  private final int limit;
  private final int usableTokens;
  private final List<Sequence> decoding = new ArrayList<>();
  private @Nullable Sequence prefilling;

  /**
   * No rows yet.
   *
   * @param limit how many there may be
   */
  Rows(Decoder decoder, PrefixCache prefixes, int limit, int usableTokens) {
    this.decoder = decoder;
    this.prefixes = prefixes;
    this.limit = limit;
    this.usableTokens = usableTokens;
  }

  /** The answers by row. */
  List<Sequence> decoding() {
    return decoding;
  }

  /** The prompt that is being computed, in the row after the answers. */
  @Nullable Sequence prefilling() {
    return prefilling;
  }

  int size() {
    return decoding.size() + (prefilling == null ? 0 : 1);
  }

  /** Whether a request can get a row now: all rows write with the same adapter. */
  boolean fits(Job job) {
    return prefilling == null
        && decoding.size() < limit
        && (decoding.isEmpty() || decoding.getFirst().job().adapter() == job.adapter())
        && (decoding.isEmpty() || decoder.cache().fits(decoding.size() + 1, positions(job)));
  }

  /**
   * Gives a request the next row, with as much of its prompt as is known: all of it where an answer
   * to the same prompt is being written, as where the best of several is wanted.
   */
  Sequence start(Job job) {
    int row = decoding.size();
    if (row == 0) {
      decoder.use(job.adapter());
    }
    decoder.reserve(row + 1, positions(job), limit);
    for (int other = 0; other < row; other++) {
      Sequence answer = decoding.get(other);
      float[] logits = answer.promptLogits();
      if (logits != null && Arrays.equals(answer.job().prompt(), job.prompt())) {
        decoder.cache().copyRow(other, row, job.prompt().length);
        return begun(new Sequence(job, logits, usableTokens));
      }
    }
    int cached = prefixes.restore(job.adapter(), job.prompt(), decoder.cache(), row);
    return begun(new Sequence(job, cached, usableTokens));
  }

  private Sequence begun(Sequence sequence) {
    prefilling = sequence;
    return sequence;
  }

  /** The prompt is computed: its answer begins. */
  void startAnswer(Sequence sequence) {
    decoding.add(sequence);
    prefilling = null;
  }

  /** Gives up the prompt that is being computed. */
  void dropPrompt() {
    prefilling = null;
  }

  /** Takes an answer out and closes the gap. */
  void leave(int row) {
    int last = decoding.size() - 1;
    if (row < last) {
      Sequence moved = decoding.get(last);
      decoder.cache().copyRow(last, row, moved.filled());
      decoding.set(row, moved);
    }
    decoding.remove(last);
    if (prefilling != null) {
      decoder.cache().copyRow(last + 1, last, prefilling.filled());
    }
  }

  /** Whether a request of this conversation has a row. */
  boolean hasConversation(String key) {
    return isOf(prefilling, key) || decoding.stream().anyMatch(answer -> isOf(answer, key));
  }

  /** Takes all out. */
  List<Job> clear() {
    List<Job> jobs = new ArrayList<>();
    decoding.forEach(answer -> jobs.add(answer.job()));
    if (prefilling != null) {
      jobs.add(prefilling.job());
    }
    decoding.clear();
    prefilling = null;
    return jobs;
  }

  private int positions(Job job) {
    int positions = job.positions();
    for (Sequence answer : decoding) {
      positions = Math.max(positions, answer.job().positions());
    }
    return positions;
  }

  private static boolean isOf(@Nullable Sequence sequence, String key) {
    return sequence != null && sequence.job().conversation().filter(key::equals).isPresent();
  }
}
