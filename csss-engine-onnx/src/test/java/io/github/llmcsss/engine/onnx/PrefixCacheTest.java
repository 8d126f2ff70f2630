package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.ModelFamily;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PrefixCacheTest {
  private static final int BLOCK = PrefixCache.BLOCK;
  private final KeyValueCache rows = new KeyValueCache(2, 1, 4, 1 << 20);
  private final long blockBytes = BLOCK * rows.bytesPerPosition();

  PrefixCacheTest() {
    rows.reserve(2, 400);
  }

  /** Fills a row with keys and values that depend on all tokens before, as a model does. */
  private void compute(int[] prompt, int row) {
    int hash = 7;
    for (int i = 0; i < prompt.length; i++) {
      hash = 31 * hash + prompt[i];
      ByteBuffer bytes = ByteBuffer.allocate(8).putInt(hash).putInt(~hash).flip();
      rows.write(row, i, 1, bytes);
    }
  }

  private void store(PrefixCache cache, int[] prompt, int systemEnd, String conversation) {
    compute(prompt, 0);
    cache.store(null, prompt, systemEnd, conversation, rows, 0);
  }

  private int restored(PrefixCache cache, int[] prompt) {
    compute(new int[400], 1);
    int count = cache.restore(null, prompt, rows, 1);
    compute(prompt, 0);
    ByteBuffer expected = ByteBuffer.allocate(Math.max(1, count) * 8);
    ByteBuffer actual = ByteBuffer.allocate(Math.max(1, count) * 8);
    rows.read(0, 0, count, expected);
    rows.read(1, 0, count, actual);
    assertEquals(expected, actual);
    return count;
  }

  private static int[] tokens(int length, int seed) {
    return new Random(seed).ints(length, 0, 50).toArray();
  }

  private static int[] join(int[] first, int[] second) {
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void findsTheLongestCommonBeginningInBlocks() {
    PrefixCache cache = new PrefixCache(rows.bytesPerPosition(), 100 * blockBytes);
    int[] prompt = tokens(100, 1);
    assertEquals(0, restored(cache, prompt));
    store(cache, prompt, 0, "a");
    assertEquals(96, restored(cache, prompt));
    assertEquals(96, restored(cache, join(prompt, tokens(50, 2))));
    int[] other = prompt.clone();
    other[40]++;
    assertEquals(32, restored(cache, other));
    assertEquals(0, restored(cache, tokens(100, 3)));
  }

  @Test
  void leavesAtLeastTwoTokensToCompute() {
    PrefixCache cache = new PrefixCache(rows.bytesPerPosition(), 100 * blockBytes);
    int[] prompt = tokens(3 * BLOCK, 1);
    store(cache, prompt, 0, "a");
    assertEquals(2 * BLOCK, restored(cache, prompt));
    assertEquals(2 * BLOCK, restored(cache, Arrays.copyOf(prompt, 3 * BLOCK + 1)));
    assertEquals(3 * BLOCK, restored(cache, Arrays.copyOf(prompt, 3 * BLOCK + 2)));
  }

  @Test
  void keepsTheSystemMessageWhenConversationsAreReleased() {
    PrefixCache cache = new PrefixCache(rows.bytesPerPosition(), 100 * blockBytes);
    int[] system = tokens(2 * BLOCK, 1);
    int[] first = join(system, tokens(40, 2));
    int[] second = join(system, tokens(40, 3));
    store(cache, first, system.length, "a");
    store(cache, second, system.length, "b");
    assertEquals(2 + 2 + 2, cache.size());
    cache.release("a");
    assertEquals(4, cache.size());
    assertEquals(2 * BLOCK, restored(cache, first));
    assertEquals(4 * BLOCK, restored(cache, second));
    cache.release("b");
    cache.release("b");
    assertEquals(2, cache.size());
  }

  @Test
  void keepsWhatTwoConversationsBeginWith() {
    PrefixCache cache = new PrefixCache(rows.bytesPerPosition(), 100 * blockBytes);
    int[] prompt = tokens(64, 1);
    store(cache, prompt, 0, "a");
    store(cache, Arrays.copyOf(prompt, 32), 0, "b");
    cache.release("a");
    assertEquals(2, cache.size());
    cache.release("b");
    assertEquals(2, cache.size());
    assertEquals(32, restored(cache, prompt));
  }

  @Test
  void trimsWhatFollowsTheTranscript() {
    PrefixCache cache = new PrefixCache(rows.bytesPerPosition(), 100 * blockBytes);
    int[] prompt = tokens(100, 1);
    store(cache, prompt, 0, "a");
    cache.trim("a", 50);
    assertEquals(3, cache.size());
    assertEquals(48, restored(cache, prompt));
  }

  @Test
  void neverHoldsMoreThanItsMemoryAndForgetsTheOldestFirst() {
    PrefixCache cache = new PrefixCache(rows.bytesPerPosition(), 10 * blockBytes);
    int[] kept = tokens(50, 0);
    store(cache, kept, 0, "kept");
    for (int i = 1; i < 50; i++) {
      store(cache, tokens(20 + i, i), 0, "c" + i);
      assertTrue(cache.size() <= 10);
      assertEquals(48, restored(cache, kept), "used just before");
    }
    store(cache, tokens(300, 99), 0, "long");
    assertTrue(cache.size() <= 10);
  }

  /** Else a beginning that all share would remember everybody who ever used it. */
  @Test
  void forgetsConversationsThatNobodyReleases() {
    PrefixCache cache = new PrefixCache(rows.bytesPerPosition(), 10 * blockBytes);
    int[] start = tokens(BLOCK, 1);
    for (int i = 0; i < 1000; i++) {
      store(cache, join(start, tokens(BLOCK, 2 + i)), 0, "c" + i);
      assertTrue(cache.size() <= 10);
      assertTrue(cache.conversations() <= 10, cache.conversations() + " conversations");
    }
    assertEquals(BLOCK, restored(cache, join(start, tokens(BLOCK, 0))));
    for (int i = 0; i < 1000; i++) {
      cache.release("c" + i);
    }
    assertEquals(0, cache.conversations());
    assertEquals(1, cache.size(), "what all began with");
  }

  @Test
  void keepsNothingWithoutMemory() {
    PrefixCache cache = new PrefixCache(rows.bytesPerPosition(), 0);
    store(cache, tokens(100, 1), 0, "a");
    assertEquals(0, cache.size());
    assertEquals(0, restored(cache, tokens(100, 1)));
  }

  /** The same tokens have other keys and values with an adapter. */
  @Test
  void keepsWhatAdaptersComputeApart() {
    ModelConfig config = TinyModels.config(ModelFamily.LLAMA);
    AdapterWeights adapter = AdapterWeights.none(config);
    AdapterWeights other = AdapterWeights.none(config);
    PrefixCache cache = new PrefixCache(rows.bytesPerPosition(), 100 * blockBytes);
    int[] prompt = tokens(100, 1);
    store(cache, prompt, 40, "a");
    compute(prompt, 0);
    cache.store(adapter, prompt, 40, "b", rows, 0);
    assertEquals(12, cache.size());
    assertEquals(96, cache.restore(adapter, prompt, rows, 1));
    assertEquals(0, cache.restore(other, prompt, rows, 1));
    cache.forget(adapter);
    cache.forget(other);
    assertEquals(6, cache.size());
    assertEquals(1, cache.conversations());
    assertEquals(0, cache.restore(adapter, prompt, rows, 1));
    assertEquals(96, restored(cache, prompt));
    store(cache, tokens(200, 2), 0, "c");
    assertEquals(6 + 12, cache.size());
  }
}
