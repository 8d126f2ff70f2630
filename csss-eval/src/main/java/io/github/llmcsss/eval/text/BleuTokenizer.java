package io.github.llmcsss.eval.text;

import java.util.List;
import java.util.regex.Pattern;

/** How BLEU cuts a text into words; those of {@code sacrebleu} with the same names. */
public enum BleuTokenizer {
  /** At white space alone: the texts are cut already. */
  NONE("none"),
  /** That of {@code mteval-v13a}, for western languages. */
  V13A("13a"),
  /** That of {@code mteval-v14}, with the punctuation and symbols of Unicode. */
  INTL("intl"),
  /** Every character is a word. */
  CHAR("char");

  private final String signature;

  BleuTokenizer(String signature) {
    this.signature = signature;
  }

  /** Its name in signatures and options. */
  public String signature() {
    return signature;
  }

  /**
   * The tokenizer of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BleuTokenizer named(String name) {
    for (BleuTokenizer tokenizer : values()) {
      if (tokenizer.signature.equals(name)) {
        return tokenizer;
      }
    }
    throw new IllegalArgumentException(
        "unknown tokenizer \"" + name + "\"; known: none, 13a, intl, char");
  }

  /** The words of a text. */
  public List<String> words(String text) {
    String line = PythonText.stripEnd(text);
    return switch (this) {
      case NONE -> PythonText.split(line);
      case V13A -> PythonText.split(Mteval13a.points(Mteval13a.marks(" " + plain(line) + " ")));
      case INTL -> PythonText.split(Rules.apply(Rules.INTL, line));
      case CHAR -> characters(line);
    };
  }

  private static List<String> characters(String line) {
    return line.codePoints()
        .filter(c -> !Character.isBmpCodePoint(c) || !PythonText.isSpace((char) c))
        .mapToObj(Character::toString)
        .toList();
  }

  private static String plain(String line) {
    return Mteval13a.unescaped(line.replace("<skipped>", "").replace("-\n", "").replace('\n', ' '));
  }

  /** Replacements, one after the other. */
  private static final class Rules {
    private static final List<Rule> INTL =
        List.of(
            new Rule("(\\P{N})(\\p{P})", "$1 $2 "),
            new Rule("(\\p{P})(\\P{N})", " $1 $2"),
            new Rule("(\\p{S})", " $1 "));

    private static String apply(List<Rule> rules, String text) {
      String line = text;
      for (Rule rule : rules) {
        line = rule.pattern().matcher(line).replaceAll(rule.replacement());
      }
      return line;
    }
  }

  private record Rule(Pattern pattern, String replacement) {
    Rule(String pattern, String replacement) {
      this(Pattern.compile(pattern), replacement);
    }
  }
}
