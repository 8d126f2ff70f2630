package io.github.llmcsss.core.filter;

import io.github.llmcsss.core.internal.Words;
import java.util.Arrays;
import java.util.List;

/** Signatures by which sets of word runs are compared [Broder 1997], one byte a hash. */
final class MinHash {
  static final int HASHES = 32;

  private static final int RUN = 3;
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private MinHash() {}

  /** The signature of texts, {@link #HASHES} bytes. */
  static byte[] signature(List<String> texts) {
    long[] minima = new long[HASHES];
    Arrays.fill(minima, Long.MAX_VALUE);
    for (String text : texts) {
      List<String> words = Words.of(text);
      for (long run : WordRuns.hashes(words, Math.min(RUN, Math.max(1, words.size())))) {
        for (int i = 0; i < HASHES; i++) {
          minima[i] = Math.min(minima[i], mix(run + (i + 1) * STEP));
        }
      }
    }
    byte[] signature = new byte[HASHES];
    for (int i = 0; i < HASHES; i++) {
      signature[i] = (byte) minima[i];
    }
    return signature;
  }

  /** The Jaccard likeness that so many equal bytes speak for. */
  static double likeness(int equal) {
    double chance = 1.0 / 256;
    return Math.max(0, ((double) equal / HASHES - chance) / (1 - chance));
  }

  /** The finaliser of SplitMix64: every bit of the result depends on every bit. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
