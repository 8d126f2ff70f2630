package io.github.llmcsss.eval.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for shifts of stretches of words as {@code tercom} does: the one that saves most is taken,
 * again and again, until none saves anything.
 */
final class TerShifts {
  private static final int LONGEST = 10;
  private static final int FARTHEST = 50;
  private static final int MOST_CANDIDATES = 1000;

  private final List<String> reference;
  private List<String> words;
  private int candidates;

  TerShifts(List<String> words, List<String> reference) {
    this.words = words;
    this.reference = reference;
  }

  /**
   * A stretch that could be moved.
   *
   * @param saved edits, fewer than before
   * @param target index before which it is put
   */
  private record Shift(int saved, int length, int start, int target, List<String> words) {
    private static final Comparator<Shift> BY_WORTH =
        Comparator.comparingInt(Shift::saved)
            .thenComparingInt(Shift::length)
            .thenComparing(Shift::start, Comparator.reverseOrder())
            .thenComparing(Shift::target, Comparator.reverseOrder());
  }

  /** How many edits, shifts among them, turn the words into the reference. */
  int edits() {
    if (reference.isEmpty()) {
      return words.size();
    }
    int shifts = 0;
    Shift shift = best();
    while (shift != null && shift.saved() > 0 && candidates < MOST_CANDIDATES) {
      shifts++;
      words = shift.words();
      shift = best();
    }
    return shifts + new TerDistance(words, reference).edits();
  }

  private @Nullable Shift best() {
    TerDistance before = new TerDistance(words, reference);
    Shift best = null;
    for (int start = 0; start < words.size(); start++) {
      int first = Math.max(0, start - FARTHEST);
      int last = Math.min(reference.size() - 1, start + FARTHEST);
      for (int at = first; at <= last; at++) {
        int longest = common(start, at);
        for (int length = 1; length <= longest; length++) {
          if (isCandidate(before, start, at, length)) {
            best = better(best, before, start, at, length);
            if (candidates >= MOST_CANDIDATES) {
              return best;
            }
          }
        }
      }
    }
    return best;
  }

  /** How many words are equal from here on. */
  private int common(int start, int at) {
    int length = 0;
    while (length < LONGEST
        && start + length < words.size()
        && at + length < reference.size()
        && words.get(start + length).equals(reference.get(at + length))) {
      length++;
    }
    return length;
  }

  /** Both places must be wrong as it is, and the stretch must not be moved into itself. */
  private static boolean isCandidate(TerDistance before, int start, int at, int length) {
    int aligned = before.aligned(at);
    return before.isWrong(start, length)
        && before.isReferenceWrong(at, length)
        && (aligned < start || aligned >= start + length);
  }

  private @Nullable Shift better(
      @Nullable Shift known, TerDistance before, int start, int at, int length) {
    Shift best = known;
    int tried = -1;
    for (int i = at - 1; i < at + length && i < reference.size(); i++) {
      int target = i < 0 ? 0 : before.aligned(i) + 1;
      if (target != tried) {
        tried = target;
        List<String> moved = moved(start, length, target);
        int saved = before.edits() - new TerDistance(moved, reference).edits();
        Shift shift = new Shift(saved, length, start, target, moved);
        candidates++;
        best = best == null || Shift.BY_WORTH.compare(shift, best) > 0 ? shift : best;
      }
    }
    return best;
  }

  private List<String> moved(int start, int length, int target) {
    List<String> stretch = words.subList(start, start + length);
    List<String> rest = new ArrayList<>(words.subList(0, start));
    rest.addAll(words.subList(start + length, words.size()));
    // Before it, the place is counted in all words; behind it, without the stretch; within it, on.
    int place = target < start ? target : target > start + length ? target - length : target;
    List<String> moved = new ArrayList<>(rest.subList(0, Math.min(place, rest.size())));
    moved.addAll(stretch);
    moved.addAll(rest.subList(Math.min(place, rest.size()), rest.size()));
    return moved;
  }
}
