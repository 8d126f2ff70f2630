package io.github.llmcsss.eval.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Translation edit rate [Snover et al. 2006] as {@code sacrebleu} 2.6.0 computes it: insertions,
 * deletions, substitutions and shifts of stretches of words that turn a text into a reference, by
 * the length of the reference. Its special treatment of Chinese and Japanese is not here.
 *
 * @param normalized whether marks are cut from words, and XML escapes read
 * @param withoutPunctuation whether marks are left out
 * @param caseSensitive whether case counts
 */
public record Ter(boolean normalized, boolean withoutPunctuation, boolean caseSensitive) {
  private static final Pattern POSSESSIVE_AT_END = Pattern.compile("'s(?=\\n?\\z)");
  private static final Pattern PUNCTUATION = Pattern.compile("[.,?:;!\"()]");

  /** What {@code sacrebleu} does without options: case does not count. */
  public static Ter standard() {
    return new Ter(false, false, false);
  }

  /**
   * The rate of a text.
   *
   * @param references one or more; the one with the fewest edits counts, by their mean length
   * @return in per cent, 0 or more; 100 where references are empty and the text is not
   */
  public double sentence(String text, List<String> references) {
    return corpus(List.of(text), references.stream().map(List::of).toList());
  }

  /**
   * The rate of texts as a whole.
   *
   * @param references one or more lists, each with a reference for every text
   * @return in per cent, 0 or more
   * @throws IllegalArgumentException if there is no list, or one has another length
   */
  public double corpus(List<String> texts, List<List<String>> references) {
    References.requireAny(references);
    List<List<String>> each = References.ofEach(texts, references);
    double edits = 0;
    double length = 0;
    for (int i = 0; i < texts.size(); i++) {
      List<String> words = words(texts.get(i));
      int fewest = Integer.MAX_VALUE;
      double lengths = 0;
      for (String one : each.get(i)) {
        List<String> reference = words(one);
        fewest = Math.min(fewest, new TerShifts(words, reference).edits());
        lengths += reference.size();
      }
      edits += fewest;
      length += lengths / references.size();
    }
    if (length == 0) {
      return edits > 0 ? 100 : 0;
    }
    return 100 * edits / length;
  }

  private List<String> words(String text) {
    String line = PythonText.stripEnd(text);
    line = caseSensitive ? line : line.toLowerCase(Locale.ROOT);
    line = normalized && !line.isEmpty() ? normalize(line) : line;
    return PythonText.split(withoutPunctuation ? PUNCTUATION.matcher(line).replaceAll("") : line);
  }

  private static String normalize(String text) {
    String joined = text.replace("\n-", "").replace('\n', ' ');
    String line = Mteval13a.marks(" " + Mteval13a.unescaped(joined) + " ");
    line = POSSESSIVE_AT_END.matcher(line.replace("'s ", " 's ")).replaceAll(" 's");
    return Mteval13a.points(line);
  }

  /** The line of {@code sacrebleu} that says what was computed. */
  public String signature(int references) {
    return String.join(
        "|",
        "nrefs:" + references,
        "case:" + (caseSensitive ? "mixed" : "lc"),
        "tok:tercom",
        "norm:" + (normalized ? "yes" : "no"),
        "punct:" + (withoutPunctuation ? "no" : "yes"),
        "asian:no",
        "version:" + Bleu.REFERENCE_VERSION);
  }
}
