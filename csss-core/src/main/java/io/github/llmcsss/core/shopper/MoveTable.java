package io.github.llmcsss.core.shopper;

import com.google.common.hash.Hashing;
import io.github.llmcsss.api.Move;
import io.github.llmcsss.core.internal.Require;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How often a move followed another, by the phase of the session and by whether the assistant had
 * just asked something back. Immutable.
 *
 * <p>Probabilities are shares of counts, drawn towards the shares over all phases with the weight
 * of {@value #PRIOR} observations, and those towards the shares of moves as such; so no row is
 * empty, however few logs there were.
 */
public final class MoveTable {
  /** The weight of what is known of a wider context. */
  static final int PRIOR = 5;

  private static final String HEADER = "phase\tasked\tlast\tnext\tcount";
  private static final String STANDARD = "standard-moves.tsv";

  private final SortedMap<MoveStep, Long> counts;

  MoveTable(Map<MoveStep, Long> counts) {
    this.counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** From 277 conversations of people with a shopping assistant; its counts are in the library. */
  public static MoveTable standard() {
    try (InputStream in = MoveTable.class.getResourceAsStream(STANDARD)) {
      if (in == null) {
        throw new IllegalStateException(STANDARD + " must be in the library, but was not");
      }
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        return parse(STANDARD, lines.lines().toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STANDARD, e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the file cannot be read, or is no table: {@code <file>:<line>:
   *     <problem>}
   */
  public static MoveTable read(Path file) throws IOException {
    return parse(file.toString(), Files.readAllLines(file));
  }

  private static MoveTable parse(String file, List<String> lines) throws IOException {
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw new IOException(file + ":1: the first line must be " + HEADER.replace('\t', ' '));
    }
    Map<MoveStep, Long> counts = new TreeMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split("\t", -1);
      try {
        MoveStep step = MoveStep.parse(cells);
        long count = Long.parseLong(cells[cells.length - 1]);
        Require.that(count >= 0, "count", "0 or more", count);
        counts.merge(step, count, Long::sum);
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return new MoveTable(counts);
  }

  /** Writes the counts that are not 0, tab-separated. */
  public void write(Path file) throws IOException {
    Files.write(file, lines());
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    counts.forEach((step, count) -> lines.add(step + "\t" + count));
    return lines;
  }

  /** How many moves were counted. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The probabilities of the next move.
   *
   * @param turn index of the turn; 1 or more
   * @param asked whether the assistant's last answer asked something; empty where that is not to be
   *     known
   * @param last the move before; empty after the seed query
   */
  public Map<Move, Double> probabilities(int turn, Optional<Boolean> asked, Optional<Move> last) {
    Require.that(turn >= 1, "turn", "1 or more", turn);
    Phase phase = Phase.of(turn);
    Map<Move, Double> even = new EnumMap<>(Move.class);
    for (Move move : Move.values()) {
      even.put(move, 1.0 / Move.values().length);
    }
    Predicate<MoveStep> alike =
        step -> step.last().equals(last) && asked.map(a -> a == step.asked()).orElse(true);
    Map<Move, Double> anyPhase = shares(alike, shares(step -> true, even));
    return shares(step -> step.phase() == phase && alike.test(step), anyPhase);
  }

  private Map<Move, Double> shares(Predicate<MoveStep> meant, Map<Move, Double> prior) {
    Map<Move, Double> shares = new EnumMap<>(Move.class);
    prior.forEach((move, share) -> shares.put(move, PRIOR * share));
    double sum = PRIOR;
    for (Map.Entry<MoveStep, Long> count : counts.entrySet()) {
      if (meant.test(count.getKey())) {
        shares.merge(count.getKey().next(), (double) count.getValue(), Double::sum);
        sum += count.getValue();
      }
    }
    double all = sum;
    shares.replaceAll((move, weight) -> weight / all);
    return shares;
  }

  /** SHA-256 of all counts. */
  String fingerprint() {
    return Hashing.sha256().hashString(toString(), StandardCharsets.UTF_8).toString();
  }

  /** All counts, as a line each. */
  @Override
  public String toString() {
    return String.join("\n", lines());
  }
}
