package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeyValueCacheTest {
  private static final int BUFFERS = 4;
  private static final int HEADS = 2;
  private static final int BYTES = 8;

  @Test
  void keepsRowsWhileItGrowsAndMoves() {
    KeyValueCache cache = new KeyValueCache(BUFFERS, HEADS, BYTES, 1 << 20);
    ByteBuffer first = random(cache, 100, 1);
    ByteBuffer second = random(cache, 40, 2);
    assertTrue(cache.reserve(2, 100));
    cache.write(0, 0, 100, first);
    cache.write(1, 0, 40, second);
    assertFalse(cache.reserve(2, 128), "grows in steps");
    assertTrue(cache.reserve(5, 300));
    assertEquals(first, contents(cache, 0, 100));
    assertEquals(second, contents(cache, 1, 40));
    cache.copyRow(1, 4, 40);
    assertEquals(second, contents(cache, 4, 40));
    assertEquals(first, contents(cache, 0, 100));
  }

  @Test
  void putsAPieceWhereItBelongs() {
    KeyValueCache cache = new KeyValueCache(BUFFERS, HEADS, BYTES, 1 << 20);
    cache.reserve(3, 64);
    ByteBuffer whole = random(cache, 50, 3);
    cache.write(2, 0, 50, whole);
    ByteBuffer piece = ByteBuffer.allocate((int) cache.bytesPerPosition() * 16);
    cache.read(2, 16, 16, piece);
    cache.write(1, 0, 50, random(cache, 50, 4));
    cache.write(1, 16, 16, piece);
    ByteBuffer again = ByteBuffer.allocate(piece.capacity());
    cache.read(1, 16, 16, again);
    assertEquals(piece, again);
    assertEquals(whole, contents(cache, 2, 50), "a neighbour was changed");
  }

  @Test
  void neverTakesMoreThanItsMemory() {
    long rowOf128 = 128L * BUFFERS * HEADS * BYTES;
    KeyValueCache cache = new KeyValueCache(BUFFERS, HEADS, BYTES, 8 * rowOf128);
    assertTrue(cache.fits(8, 128));
    assertFalse(cache.fits(9, 128));
    assertFalse(cache.fits(8, 129));
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      int rows = 1 + random.nextInt(8);
      int length = 1 + random.nextInt(1024 / rows);
      if (cache.fits(rows, length)) {
        cache.reserve(rows, length);
        assertTrue(cache.rows() >= rows && cache.length() >= length);
        assertTrue((long) cache.rows() * cache.length() <= 8 * 128);
      }
    }
    assertThrows(IllegalStateException.class, () -> cache.reserve(9, 128));
  }

  @Test
  void countsWhatOneBufferHolds() {
    int longest = KeyValueCache.maximumLength(HEADS, BYTES);
    KeyValueCache cache = new KeyValueCache(BUFFERS, HEADS, BYTES, Long.MAX_VALUE);
    assertTrue(cache.fits(1, longest));
    assertFalse(cache.fits(1, longest + 1));
    assertFalse(cache.fits(2, longest));
  }

  @Test
  void letsGoOfItsMemory() {
    KeyValueCache cache = new KeyValueCache(BUFFERS, HEADS, BYTES, 1 << 20);
    cache.reserve(3, 50);
    cache.clear();
    assertEquals(0, cache.rows());
    assertEquals(0, cache.view(0, 0, 0).capacity());
  }

  private static ByteBuffer random(KeyValueCache cache, int positions, long seed) {
    byte[] bytes = new byte[Math.toIntExact(cache.bytesPerPosition() * positions)];
    new Random(seed).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static ByteBuffer contents(KeyValueCache cache, int row, int positions) {
    ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(cache.bytesPerPosition() * positions));
    cache.read(row, 0, positions, target);
    return target;
  }
}
