package io.github.llmcsss.core.filter;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs of consecutive words. */
final class WordRuns {
  private WordRuns() {}

  /** All runs of a length; none if there are fewer words. */
  static List<List<String>> of(List<String> words, int length) {
    List<List<String>> runs = new ArrayList<>();
    for (int i = 0; i + length <= words.size(); i++) {
      runs.add(words.subList(i, i + length));
    }
    return runs;
  }

  /** A hash of each run, in their order; the same on every machine. */
  static long[] hashes(List<String> words, int length) {
    long[] hashes = new long[Math.max(0, words.size() - length + 1)];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = hash(words.subList(i, i + length));
    }
    return hashes;
  }

  static long hash(List<String> words) {
    Hasher hasher = Hashing.murmur3_128().newHasher();
    for (String word : words) {
      hasher.putString(word, StandardCharsets.UTF_8).putByte((byte) 0);
    }
    return hasher.hash().asLong();
  }
}
