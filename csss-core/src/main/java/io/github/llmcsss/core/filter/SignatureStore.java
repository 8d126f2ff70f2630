package io.github.llmcsss.core.filter;

import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Signatures in the order in which they came, and those that share a band with a given one. A
 * signature takes 32 bytes, and 4 in the chain of each of its 8 bands; the heads of the chains take
 * 16 to 32 more. Not thread-safe.
 */
final class SignatureStore {
  private static final int BANDS = 8;
  private static final int BAND = MinHash.HASHES / BANDS;
  private static final int BLOCK = 1 << 12;
  private static final int HEADS = BLOCK * BANDS;

  /** Newer candidates of a band before a search goes on with the next band. */
  private static final int MOST_CANDIDATES = 256;

  private static final int NONE = -1;

  private final List<byte[]> signatures = new ArrayList<>();

  /** For each signature and band, the signature before it in the same chain. */
  private final List<int[]> earlier = new ArrayList<>();

  /** The last signature of each chain, the bands of a slot side by side; in small blocks, too. */
  private int[][] heads = emptyHeads(BLOCK);

  private int size;

  /** How many there are. */
  int size() {
    return size;
  }

  void add(byte[] signature) {
    if (size == 2 * slots()) {
      grow();
    }
    if (size % BLOCK == 0) {
      signatures.add(new byte[BLOCK * MinHash.HASHES]);
      earlier.add(new int[BLOCK * BANDS]);
    }
    System.arraycopy(signature, 0, block(size), size % BLOCK * MinHash.HASHES, MinHash.HASHES);
    link(size);
    size++;
  }

  /** The first found that is at least so alike. */
  OptionalLong find(byte[] signature, double likeness) {
    for (int band = 0; band < BANDS; band++) {
      int key = key(signature, 0, band);
      int head = head(key, band);
      int candidate = heads[head / HEADS][head % HEADS];
      for (int i = 0; i < MOST_CANDIDATES && candidate != NONE; i++) {
        if (likeness(signature, candidate) >= likeness) {
          return OptionalLong.of(candidate);
        }
        candidate = earlier.get(candidate / BLOCK)[candidate % BLOCK * BANDS + band];
      }
    }
    return OptionalLong.empty();
  }

  /** The estimated likeness of a signature to one that is here. */
  double likeness(byte[] signature, int index) {
    byte[] block = block(index);
    int offset = index % BLOCK * MinHash.HASHES;
    int equal = 0;
    for (int i = 0; i < MinHash.HASHES; i++) {
      if (signature[i] == block[offset + i]) {
        equal++;
      }
    }
    return MinHash.likeness(equal);
  }

  private void link(int index) {
    byte[] block = block(index);
    for (int band = 0; band < BANDS; band++) {
      int head = head(key(block, index % BLOCK * MinHash.HASHES, band), band);
      earlier.get(index / BLOCK)[index % BLOCK * BANDS + band] = heads[head / HEADS][head % HEADS];
      heads[head / HEADS][head % HEADS] = index;
    }
  }

  private void grow() {
    heads = emptyHeads(2 * slots());
    for (int i = 0; i < size; i++) {
      link(i);
    }
  }

  private int slots() {
    return heads.length * (HEADS / BANDS);
  }

  private byte[] block(int index) {
    return signatures.get(index / BLOCK);
  }

  private static int key(byte[] bytes, int offset, int band) {
    int at = offset + band * BAND;
    return Ints.fromBytes(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
  }

  /** The bytes of a signature are hashes already; only the highest bits need mixing in. */
  private int head(int key, int band) {
    return ((key ^ (key >>> 16)) & (slots() - 1)) * BANDS + band;
  }

  private static int[][] emptyHeads(int slots) {
    int[][] heads = new int[slots * BANDS / HEADS][HEADS];
    for (int[] block : heads) {
      Arrays.fill(block, NONE);
    }
    return heads;
  }
}
