package io.github.llmcsss.core.internal;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.llmcsss.api.SeedQuery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Where every random choice of a run comes from: the first 8 bytes of SHA-256 over the run's seed,
 * the session's id, the turn, the purpose and the attempt. Strings are hashed as UTF-8 with their
 * length before them, numbers as little-endian bytes.
 *
 * @param value the run's seed
 */
public record RunSeed(long value) {
  /** The hash, as it is named in {@code run.json}. */
  public static final String HASH = "sha256-prefix-64";

  private static final int ID_BYTES = 12;

  /** The seed of one choice. */
  public long derive(String sessionId, int turn, String purpose, int attempt) {
    Hasher hasher = Hashing.sha256().newHasher().putLong(value);
    put(hasher, sessionId);
    hasher.putInt(turn);
    put(hasher, purpose);
    return hasher.putInt(attempt).hash().asLong();
  }

  /** A source of random numbers for one choice. */
  public RandomGenerator random(String sessionId, int turn, String purpose, int attempt) {
    return new SplittableRandom(derive(sessionId, turn, purpose, attempt));
  }

  /**
   * The id of a session: 24 hexadecimal digits of SHA-256 over the seed query's text and its
   * repetition, the same in every run.
   */
  public static String sessionId(String seedText, int repetition) {
    Hasher hasher = Hashing.sha256().newHasher();
    put(hasher, seedText);
    HashCode hash = hasher.putInt(repetition).hash();
    return hash.toString().substring(0, 2 * ID_BYTES);
  }

  /** A fingerprint of seed queries in their order: SHA-256 in hexadecimal. */
  public static String fingerprint(List<SeedQuery> seeds) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (SeedQuery seed : seeds) {
      put(hasher, seed.text());
      hasher.putInt(seed.categories().size());
      seed.categories().forEach(level -> put(hasher, level));
      hasher.putBoolean(seed.need().isPresent());
      seed.need()
          .ifPresent(need -> {
            put(hasher, need.description());
            hasher.putInt(need.targets().size());
            need.targets().stream().sorted().forEach(target -> put(hasher, target));
          });
    }
    return hasher.hash().toString();
  }

  private static void put(Hasher hasher, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hasher.putInt(bytes.length).putBytes(bytes);
  }
}
