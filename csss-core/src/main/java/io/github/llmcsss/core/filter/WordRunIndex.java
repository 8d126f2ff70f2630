package io.github.llmcsss.core.filter;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.primitives.ImmutableLongArray;
import io.github.llmcsss.core.internal.Words;
import java.util.Arrays;
import java.util.List;

/** All runs of so many words of some texts, as sorted 64-bit hashes. */
final class WordRunIndex {
  private final long[] hashes;

  private WordRunIndex(long[] sorted) {
    this.hashes = sorted;
  }

  static WordRunIndex of(Iterable<String> texts, int length) {
    ImmutableLongArray.Builder all = ImmutableLongArray.builder();
    for (String text : texts) {
      all.addAll(ImmutableLongArray.copyOf(WordRuns.hashes(Words.of(text), length)));
    }
    long[] sorted = all.build().toArray();
    Arrays.sort(sorted);
    return new WordRunIndex(sorted);
  }

  boolean contains(List<String> run) {
    return Arrays.binarySearch(hashes, WordRuns.hash(run)) >= 0;
  }

  /** The same for the same texts, in whatever order. */
  String fingerprint() {
    Hasher hasher = Hashing.sha256().newHasher();
    for (long hash : hashes) {
      hasher.putLong(hash);
    }
    return hasher.hash().toString();
  }
}
