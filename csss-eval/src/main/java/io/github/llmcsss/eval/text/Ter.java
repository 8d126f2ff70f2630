package io.github.llmcsss.eval.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Translation edit rate [Snover et al. 2006] as {@code sacrebleu} 2.6.0 computes it: insertions,
 * deletions, substitutions and shifts of stretches of words that turn a text into a reference, by
 * the length of the reference.
 *
 * @param normalized whether marks are cut from words, and XML escapes read
 * @param withoutPunctuation whether marks are left out
 * @param asianSupport whether, where normalized, each Chinese character is a word, and where
 *     without punctuation, the marks of Chinese and Japanese are left out, too
 * @param caseSensitive whether case counts
 */
public record Ter(
    boolean normalized, boolean withoutPunctuation, boolean asianSupport, boolean caseSensitive) {
  private static final Pattern POSSESSIVE_AT_END = Pattern.compile("'s(?=\\n?\\z)");
  private static final Pattern PUNCTUATION = Pattern.compile("[.,?:;!\"()]");

  /** Blocks of Unicode whose characters stand alone, one after the other, as some overlap. */
  private static final List<Pattern> ASIAN =
      List.of(
          Pattern.compile("([\\u4e00-\\u9fff\\u3400-\\u4dbf])"),
          Pattern.compile("([\\u31c0-\\u31ef\\u2e80-\\u2eff])"),
          Pattern.compile("([\\u3300-\\u33ff\\uf900-\\ufaff\\ufe30-\\ufe4f])"),
          Pattern.compile("([\\u3200-\\u3f22])"));

  private static final List<Pattern> ASIAN_PUNCTUATION =
      List.of(
          Pattern.compile("([\\u3001\\u3002\\u3008-\\u3011\\u3014-\\u301f\\uff61-\\uff65\\u30fb])"),
          Pattern.compile("([\\uff0e\\uff0c\\uff1f\\uff1a\\uff1b\\uff01\\uff02\\uff08\\uff09])"));

  /** What {@code sacrebleu} does without options: case does not count. */
  public static Ter standard() {
    return new Ter(false, false, false, false);
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
        // The tool cuts references twice, which parts "40's." where a text keeps "40's" whole.
        List<String> reference = words(String.join(" ", words(one)));
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
    if (line.isEmpty()) {
      return List.of();
    }
    if (normalized) {
      line = normalize(line);
      // Kana would be split only at the start of the line, where there is a blank by now.
      line =
          asianSupport ? replaced(replaced(line, ASIAN, " $1 "), ASIAN_PUNCTUATION, " $1 ") : line;
    }
    if (withoutPunctuation) {
      line = PUNCTUATION.matcher(line).replaceAll("");
      line = asianSupport ? replaced(line, ASIAN_PUNCTUATION, "") : line;
    }
    return PythonText.split(line);
  }

  private static String replaced(String text, List<Pattern> patterns, String replacement) {
    String line = text;
    for (Pattern pattern : patterns) {
      line = pattern.matcher(line).replaceAll(replacement);
    }
    return line;
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
        "asian:" + (asianSupport ? "yes" : "no"),
        "version:" + Bleu.REFERENCE_VERSION);
  }
}
