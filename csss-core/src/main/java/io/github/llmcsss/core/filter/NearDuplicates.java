package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.internal.Require;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Refuses a session that says nearly the same as one that the run kept before: {@code
 * "near-duplicate"}. Likeness is the share of the runs of three words, of both sides, that two
 * sessions have in common (Jaccard), estimated by MinHash: 32 hashes of 8 bits, looked up in 8
 * bands of 4 [Broder 1997; Li and K\u00f6nig 2010].
 *
 * <p>The estimate's standard deviation is at most 0.09, and 0.07 at 0.8. With the default, a pair
 * of likeness 0.9 is found with a probability of 0.96, one of 0.8 of 0.53, one of 0.5 of 0.0001; a
 * copy is found unless in each band more than 256 later sessions that differ share its hashes.
 * Memory is at most 100 bytes a session (for many sessions), whatever their length. The verdict
 * depends on the texts and their order alone.
 *
 * @param likeness from which on a session is a duplicate, in [0.7, 1]: of less, too much would be
 *     missed
 */
public record NearDuplicates(double likeness) implements RunFilter {
  /** Four fifths in common. */
  public static final NearDuplicates DEFAULT = new NearDuplicates(0.8);

  /** Checks the range. */
  public NearDuplicates {
    Require.that(likeness >= 0.7 && likeness <= 1, "likeness", "in [0.7, 1]", likeness);
  }

  @Override
  public String name() {
    return "near-duplicate";
  }

  @Override
  public Memory begin() {
    SignatureStore store = new SignatureStore();
    return new Memory() {
      @Override
      public Optional<Finding> check(Session session) {
        byte[] signature = MinHash.signature(SessionText.of(session));
        OptionalLong earlier = store.find(signature, likeness);
        return earlier.isEmpty()
            ? Optional.empty()
            : Optional.of(new Finding("near-duplicate", like(store, signature, earlier)));
      }

      @Override
      public void keep(Session session) {
        store.add(MinHash.signature(SessionText.of(session)));
      }
    };
  }

  private static String like(SignatureStore store, byte[] signature, OptionalLong earlier) {
    return String.format(
        Locale.ROOT,
        "like kept session %d, %.2f",
        earlier.getAsLong(),
        store.likeness(signature, (int) earlier.getAsLong()));
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        name(),
        Map.of("likeness", String.valueOf(likeness), "hashes", String.valueOf(MinHash.HASHES)));
  }
}
