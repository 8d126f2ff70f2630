package io.github.llmcsss.eval.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The beam search of METEOR 1.5 for the matches that cover most, in the fewest chunks, with the
 * least distance between their places. From left to right over the reference, each word begins a
 * match or is passed over; a word that only one match covers begins that.
 */
final class MeteorAlignment {
  private static final int BEAM = 40;
  private static final Comparator<Path> BEST_FIRST =
      Comparator.<Path>comparingInt(path -> -path.weight - path.referenceWeight)
          .thenComparingInt(path -> path.chunks)
          .thenComparingInt(path -> path.distance);

  private final MeteorCandidates candidates;
  private final int length;

  MeteorAlignment(MeteorCandidates candidates, int referenceLength) {
    this.candidates = candidates;
    this.length = referenceLength;
  }

  /** The matches, in the order of the reference. */
  List<MeteorMatch> best() {
    List<Optional<MeteorMatch>> fixed = fixed();
    List<Path> paths = List.of(new Path(fixed));
    for (int word = 0; word < length; word++) {
      List<Path> next = new ArrayList<>();
      for (Path path : paths.stream().sorted(BEST_FIRST).limit(BEAM).toList()) {
        advance(path, word, fixed.get(word), next);
      }
      paths = next;
    }
    for (Path path : paths) {
      path.closeChunk();
    }
    return paths.stream().min(BEST_FIRST).orElseThrow().matches;
  }

  private List<Optional<MeteorMatch>> fixed() {
    List<Optional<MeteorMatch>> fixed = new ArrayList<>();
    for (int word = 0; word < length; word++) {
      fixed.add(candidates.at(word).stream().findFirst().filter(candidates::isAlone));
    }
    return fixed;
  }

  private void advance(Path path, int word, Optional<MeteorMatch> fixed, List<Path> next) {
    if (word < path.position) {
      next.add(path);
    } else if (fixed.isPresent()) {
      path.take(fixed.get());
      path.distance += distance(fixed.get());
      next.add(path);
    } else {
      for (MeteorMatch match : candidates.at(word)) {
        if (path.isFree(match)) {
          Path taken = new Path(path);
          taken.take(match);
          next.add(taken);
          // As in the tool: the distance counts for the paths that are made after this one.
          path.distance += distance(match);
        }
      }
      path.closeChunk();
      path.position++;
      next.add(path);
    }
  }

  private static int distance(MeteorMatch match) {
    return Math.abs(match.reference() - match.start());
  }

  /** Matches up to a word of the reference. */
  private static final class Path {
    private final List<MeteorMatch> matches;
    private final BitSet used;
    private final BitSet referenceUsed;
    private int position;
    private int weight;
    private int referenceWeight;
    private int chunks;
    private int distance;

    /** Where the last match ends in the text; -1 where the last word was passed over. */
    private int lastEnd = -1;

    Path(List<Optional<MeteorMatch>> fixed) {
      this.matches = new ArrayList<>();
      this.used = new BitSet();
      this.referenceUsed = new BitSet();
      fixed.stream().flatMap(Optional::stream).forEach(this::use);
    }

    Path(Path other) {
      this.matches = new ArrayList<>(other.matches);
      this.used = (BitSet) other.used.clone();
      this.referenceUsed = (BitSet) other.referenceUsed.clone();
      this.position = other.position;
      this.weight = other.weight;
      this.referenceWeight = other.referenceWeight;
      this.chunks = other.chunks;
      this.distance = other.distance;
      this.lastEnd = other.lastEnd;
    }

    private void use(MeteorMatch match) {
      used.set(match.start(), match.start() + match.length());
      referenceUsed.set(match.reference(), match.reference() + match.referenceLength());
    }

    private boolean isFree(MeteorMatch match) {
      return used.get(match.start(), match.start() + match.length()).isEmpty()
          && referenceUsed
              .get(match.reference(), match.reference() + match.referenceLength())
              .isEmpty();
    }

    private void take(MeteorMatch match) {
      use(match);
      matches.add(match);
      // Whole numbers, as in the tool: a word that is not the same adds nothing to what is
      // compared, and such matches are taken where they make fewer chunks.
      weight = (int) (weight + match.length() * match.module().searchWeight());
      referenceWeight =
          (int) (referenceWeight + match.referenceLength() * match.module().searchWeight());
      if (lastEnd != -1 && match.start() != lastEnd) {
        chunks++;
      }
      position = match.reference() + match.referenceLength();
      lastEnd = match.start() + match.length();
    }

    private void closeChunk() {
      if (lastEnd != -1) {
        chunks++;
        lastEnd = -1;
      }
    }
  }
}
