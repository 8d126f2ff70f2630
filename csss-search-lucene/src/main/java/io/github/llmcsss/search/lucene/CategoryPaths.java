package io.github.llmcsss.search.lucene;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.util.ArrayList;
import java.util.List;

/** Keys of category paths: a hash for every prefix, so that a name may hold any character. */
final class CategoryPaths {
  private CategoryPaths() {}

  /** One key for each prefix of the path, the shortest first. */
  static List<byte[]> keys(List<String> path) {
    List<byte[]> keys = new ArrayList<>();
    HashCode prefix = HashCode.fromInt(0);
    for (String name : path) {
      prefix =
          Hashing.sha256().newHasher().putBytes(prefix.asBytes()).putUnencodedChars(name).hash();
      keys.add(prefix.asBytes());
    }
    return keys;
  }
}
