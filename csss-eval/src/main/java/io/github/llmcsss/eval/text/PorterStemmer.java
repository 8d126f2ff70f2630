package io.github.llmcsss.eval.text;

import com.google.common.primitives.Booleans;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Porter's stemmer [Porter 1980] with the changes of NLTK, which is what ROUGE and METEOR are
 * computed with; no other library in Java stems like it. Differs from Porter's own for words such
 * as "dies", "enjoy" and "skies".
 */
public final class PorterStemmer {
  private static final int SHORTEST = 3;
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("skies", "sky"),
          Map.entry("sky", "sky"),
          Map.entry("dying", "die"),
          Map.entry("lying", "lie"),
          Map.entry("tying", "tie"),
          Map.entry("news", "news"),
          Map.entry("innings", "inning"),
          Map.entry("inning", "inning"),
          Map.entry("outings", "outing"),
          Map.entry("outing", "outing"),
          Map.entry("cannings", "canning"),
          Map.entry("canning", "canning"),
          Map.entry("howe", "howe"),
          Map.entry("proceed", "proceed"),
          Map.entry("exceed", "exceed"),
          Map.entry("succeed", "succeed"));

  private static final List<Rule> STEP_2 =
      List.of(
          Rule.of("ational", "ate"),
          Rule.of("tional", "tion"),
          Rule.of("enci", "ence"),
          Rule.of("anci", "ance"),
          Rule.of("izer", "ize"),
          Rule.of("bli", "ble"),
          Rule.of("alli", "al"),
          Rule.of("entli", "ent"),
          Rule.of("eli", "e"),
          Rule.of("ousli", "ous"),
          Rule.of("ization", "ize"),
          Rule.of("ation", "ate"),
          Rule.of("ator", "ate"),
          Rule.of("alism", "al"),
          Rule.of("iveness", "ive"),
          Rule.of("fulness", "ful"),
          Rule.of("ousness", "ous"),
          Rule.of("aliti", "al"),
          Rule.of("iviti", "ive"),
          Rule.of("biliti", "ble"),
          Rule.of("fulli", "ful"),
          // The l counts to the stem, so that "geology" is treated as "archaeology".
          new Rule("logi", "log", stem -> measure(stem + "l") > 0));

  private static final List<Rule> STEP_3 =
      List.of(
          Rule.of("icate", "ic"),
          Rule.of("ative", ""),
          Rule.of("alize", "al"),
          Rule.of("iciti", "ic"),
          Rule.of("ical", "ic"),
          Rule.of("ful", ""),
          Rule.of("ness", ""));

  private static final List<Rule> STEP_4 =
      List.of(
          Rule.removing("al"),
          Rule.removing("ance"),
          Rule.removing("ence"),
          Rule.removing("er"),
          Rule.removing("ic"),
          Rule.removing("able"),
          Rule.removing("ible"),
          Rule.removing("ant"),
          Rule.removing("ement"),
          Rule.removing("ment"),
          Rule.removing("ent"),
          new Rule("ion", "", stem -> measure(stem) > 1 && endsWithAny(stem, "st")),
          Rule.removing("ou"),
          Rule.removing("ism"),
          Rule.removing("ate"),
          Rule.removing("iti"),
          Rule.removing("ous"),
          Rule.removing("ive"),
          Rule.removing("ize"));

  /** A suffix, what stands for it, and when. */
  private record Rule(String suffix, String replacement, Predicate<String> condition) {
    static Rule of(String suffix, String replacement) {
      return new Rule(suffix, replacement, stem -> measure(stem) > 0);
    }

    static Rule removing(String suffix) {
      return new Rule(suffix, "", stem -> measure(stem) > 1);
    }
  }

  private PorterStemmer() {}

  /** The stem of a word, in lower case. */
  public static String stem(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    String irregular = IRREGULAR.get(lower);
    if (irregular != null) {
      return irregular;
    }
    if (word.codePointCount(0, word.length()) < SHORTEST) {
      return lower;
    }
    String stem = ys(participles(plurals(lower)));
    stem = apply(STEP_4, apply(STEP_3, step2(stem)));
    return doubleL(lastE(stem));
  }

  private static String apply(List<Rule> rules, String word) {
    for (Rule rule : rules) {
      if (word.endsWith(rule.suffix())) {
        // The first suffix that fits decides, whether or not its condition holds.
        String stem = without(word, rule.suffix().length());
        return rule.condition().test(stem) ? stem + rule.replacement() : word;
      }
    }
    return word;
  }

  private static String plurals(String word) {
    if (word.endsWith("ies")) {
      return word.length() == 4 ? without(word, 1) : without(word, 2);
    }
    if (word.endsWith("sses")) {
      return without(word, 2);
    }
    return word.endsWith("s") && !word.endsWith("ss") ? without(word, 1) : word;
  }

  private static String participles(String word) {
    if (word.endsWith("ied")) {
      return word.length() == 4 ? without(word, 1) : without(word, 2);
    }
    if (word.endsWith("eed")) {
      return measure(without(word, 3)) > 0 ? without(word, 1) : word;
    }
    String stem = "";
    if (word.endsWith("ed")) {
      stem = without(word, 2);
    } else if (word.endsWith("ing")) {
      stem = without(word, 3);
    }
    if (!hasVowel(stem)) {
      return word;
    }
    if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
      return stem + "e";
    }
    if (endsWithDoubleConsonant(stem)) {
      return endsWithAny(stem, "lsz") ? stem : without(stem, 1);
    }
    return measure(stem) == 1 && endsShort(stem) ? stem + "e" : stem;
  }

  private static String ys(String word) {
    String stem = word.endsWith("y") ? without(word, 1) : "";
    return stem.length() > 1 && isConsonant(stem, stem.length() - 1) ? stem + "i" : word;
  }

  private static String step2(String word) {
    if (word.endsWith("alli") && measure(without(word, 4)) > 0) {
      return step2(without(word, 2));
    }
    return apply(STEP_2, word);
  }

  private static String lastE(String word) {
    if (!word.endsWith("e")) {
      return word;
    }
    String stem = without(word, 1);
    int measure = measure(stem);
    return measure > 1 || (measure == 1 && !endsShort(stem)) ? stem : word;
  }

  private static String doubleL(String word) {
    return word.endsWith("ll") && measure(without(word, 1)) > 1 ? without(word, 1) : word;
  }

  private static String without(String word, int letters) {
    return word.substring(0, word.length() - letters);
  }

  private static boolean endsWithAny(String word, String letters) {
    return !word.isEmpty() && letters.indexOf(word.charAt(word.length() - 1)) >= 0;
  }

  /** Which letters are consonants: a y is one at the beginning and behind a vowel. */
  private static boolean[] consonants(String word) {
    boolean[] consonants = new boolean[word.length()];
    for (int i = 0; i < consonants.length; i++) {
      char c = word.charAt(i);
      consonants[i] = c == 'y' ? i == 0 || !consonants[i - 1] : "aeiou".indexOf(c) < 0;
    }
    return consonants;
  }

  private static boolean isConsonant(String word, int index) {
    return consonants(word)[index];
  }

  private static boolean hasVowel(String word) {
    return Booleans.contains(consonants(word), false);
  }

  /** How often a vowel is followed by a consonant. */
  private static int measure(String word) {
    boolean[] consonants = consonants(word);
    int measure = 0;
    for (int i = 1; i < consonants.length; i++) {
      measure += consonants[i] && !consonants[i - 1] ? 1 : 0;
    }
    return measure;
  }

  private static boolean endsWithDoubleConsonant(String word) {
    int last = word.length() - 1;
    return last >= 1 && word.charAt(last) == word.charAt(last - 1) && isConsonant(word, last);
  }

  /** Consonant, vowel and consonant but w, x and y; or a word of vowel and consonant. */
  private static boolean endsShort(String word) {
    int last = word.length() - 1;
    if (last == 1) {
      return !isConsonant(word, 0) && isConsonant(word, 1);
    }
    return last >= 2
        && isConsonant(word, last - 2)
        && !isConsonant(word, last - 1)
        && isConsonant(word, last)
        && !endsWithAny(word, "wxy");
  }
}
