package io.github.llmcsss.core.grounding;

import io.github.llmcsss.core.grounding.Quantity.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds prices and numbers with units: {@code $1,299.00}, {@code 25 dollars}, {@code $20-30},
 * {@code 120 cm}, {@code 6 x 12 inches}, {@code 12-pack}, {@code pack of 12}, {@code 64GB}. By
 * hand, in one pass with bounded looks to both sides, so that no text makes it slow.
 */
final class QuantityScanner {
  private record Figure(
      int start, int end, double value, boolean whole, Units.@Nullable Unit unit) {}

  private static final Units.Unit MONEY = new Units.Unit(Units.MONEY, 1);
  private static final Units.Unit COUNT = new Units.Unit(Units.COUNT, 1);
  private static final Units.Unit INCH = new Units.Unit("inches", 1);
  private static final String SIGNS = "$\u00a3\u20ac\u00a5\u20b9";
  private static final String DASHES = "-\u2010\u2011\u2013\u2014";
  private static final List<String> LINKS =
      List.of(
          "-",
          "\u2013",
          "\u2014",
          " - ",
          " \u2013 ",
          " to ",
          "x",
          " x ",
          "\u00d7",
          " \u00d7 ",
          " by ",
          " or ");
  private static final List<String> PRICE_WORDS =
      List.of("price", "priced", "cost", "costs", "costing", "pay", "usd", "eur", "gbp");
  private static final int LOOK_BACK = 24;
  private static final int LONGEST_NUMBER = 18;
  private static final int LONGEST_NUMBER_WORD = 6;

  private final String text;
  private final List<Figure> numbers = new ArrayList<>();
  private boolean quoted;

  private QuantityScanner(String text) {
    this.text = text;
  }

  /** All quantities of a text in their order; they do not overlap. */
  static List<Quantity> scan(String text) {
    QuantityScanner scanner = new QuantityScanner(text);
    scanner.scan();
    return scanner.quantities();
  }

  private void scan() {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isDigit(c) || (c == '.' && isDigit(charAt(at + 1)) && !isWord(charAt(at - 1)))) {
        at = number(at);
      } else if (Character.isLetter(c)) {
        at = word(at);
      } else {
        quoted ^= c == '"';
        at++;
      }
    }
  }

  private int word(int start) {
    int end = start;
    while (isWord(charAt(end))) {
      end++;
    }
    if (end - start <= LONGEST_NUMBER_WORD) {
      Integer value = Units.number(text.substring(start, end).toLowerCase(Locale.ROOT));
      if (value != null) {
        return add(start, end, value, true);
      }
    }
    return end;
  }

  private int number(int start) {
    boolean partOfName =
        DASHES.indexOf(charAt(start - 1)) >= 0 && Character.isLetter(charAt(start - 2));
    int end = digits(start);
    boolean whole = true;
    if (charAt(end) == '.' && isDigit(charAt(end + 1))) {
      end = digits(end + 1);
      whole = false;
    }
    if (partOfName || end - start > LONGEST_NUMBER) {
      while (isWord(charAt(end))) {
        end++;
      }
      return end;
    }
    double value = Double.parseDouble(text.substring(start, end).replace(",", ""));
    if (whole && charAt(end) == '/' && isDigit(charAt(end + 1))) {
      int last = digits(end + 1);
      if (last - end <= 3) {
        value /= Double.parseDouble(text.substring(end + 1, last));
        return add(start, last, Double.isFinite(value) ? value : 0, false);
      }
    }
    return add(start, end, value, whole);
  }

  /** The end of digits, with commas between groups of three. */
  private int digits(int start) {
    int end = start;
    while (isDigit(charAt(end))
        || (charAt(end) == ','
            && end > start
            && isDigit(charAt(end + 1))
            && isDigit(charAt(end + 2))
            && isDigit(charAt(end + 3))
            && !isDigit(charAt(end + 4)))) {
      end++;
    }
    return end;
  }

  private int add(int start, int end, double value, boolean whole) {
    int sign = SIGNS.indexOf(charAt(start - 1)) >= 0 ? start - 1 : start - 2;
    if (sign >= 0
        && SIGNS.indexOf(text.charAt(sign)) >= 0
        && (sign == start - 1 || charAt(start - 1) == ' ')) {
      boolean thousands = charAt(end) == 'k' && !isWord(charAt(end + 1));
      int last = thousands ? end + 1 : end;
      numbers.add(new Figure(sign, last, thousands ? 1000 * value : value, whole, MONEY));
      return last;
    }
    int unitAt = end;
    char next = charAt(end);
    if (next == ' ' || next == '\u00a0' || DASHES.indexOf(next) >= 0) {
      unitAt++;
    }
    int unitEnd = unitEnd(unitAt);
    Units.Unit unit = unit(end, unitAt, unitEnd);
    if (unit != null) {
      numbers.add(new Figure(start, unitEnd, value, whole, unit));
      return unitEnd;
    }
    if (next == '"' || next == '\u201d' || next == '\u2033') {
      if (next != '"' || !quoted) {
        numbers.add(new Figure(start, end + 1, value, whole, INCH));
        return end + 1;
      }
    }
    numbers.add(new Figure(start, end, value, whole, unitBefore(start, end, whole)));
    // What is attached and no unit belongs to a name, such as 1080p; "x" links two numbers.
    int last = end;
    while (Character.isLetter(charAt(last)) && !(charAt(end) == 'x' && isDigit(charAt(end + 1)))) {
      last++;
    }
    if (last > end) {
      numbers.removeLast();
      while (isWord(charAt(last))) {
        last++;
      }
    }
    return last;
  }

  private int unitEnd(int start) {
    int end = start;
    if (charAt(end) == '%') {
      return end + 1;
    }
    if (charAt(end) == '\u00b0' || charAt(end) == '\u20ac') {
      end++;
    }
    while (Character.isLetter(charAt(end)) && end - start <= Units.LONGEST) {
      end++;
    }
    if (text.regionMatches(true, start, "fl oz", 0, 5)) {
      return start + 5;
    }
    return text.regionMatches(true, start, "fl. oz", 0, 6) ? start + 6 : end;
  }

  private Units.@Nullable Unit unit(int numberEnd, int start, int end) {
    if (end == start || isWord(charAt(end))) {
      return null;
    }
    String word = text.substring(start, end);
    if (word.startsWith("fl") || word.startsWith("FL") || word.startsWith("Fl")) {
      return Units.of(word.replaceAll("[ .]", ""));
    }
    boolean attached = start == numberEnd;
    if (word.equalsIgnoreCase("in")) {
      // "5 in stock" and "2-in-1" are no lengths.
      boolean apart = charAt(start - 1) == ' ';
      boolean goesOn = DASHES.indexOf(charAt(end)) >= 0 || (apart && charAt(end) == ' ');
      return goesOn ? null : INCH;
    }
    if (word.equals("A")) {
      return attached ? Units.of(word) : null; // "2 A" may go on with an article
    }
    boolean letter = word.equals("K") || word.equals("C") || word.equals("F");
    return letter && attached ? null : Units.of(word); // "4K" is no temperature
  }

  private Units.@Nullable Unit unitBefore(int start, int end, boolean whole) {
    String before = text.substring(Math.max(0, start - LOOK_BACK), start).toLowerCase(Locale.ROOT);
    String[] words = before.split("[^a-z]+", -1);
    int count = words.length - 1;
    if (before.endsWith(" of ") && count >= 2 && Units.isContainer(words[count - 2])) {
      return COUNT;
    }
    boolean cents = !whole && end >= 3 && text.charAt(end - 3) == '.';
    for (String word : words) {
      if (cents && PRICE_WORDS.contains(word)) {
        return MONEY;
      }
    }
    return null;
  }

  /** Numbers with a unit; one without takes that of the number it is linked to. */
  private List<Quantity> quantities() {
    Units.@Nullable Unit[] units = new Units.@Nullable Unit[numbers.size()];
    for (int i = numbers.size() - 1; i >= 0; i--) {
      units[i] = numbers.get(i).unit();
      if (units[i] == null && linked(i)) {
        units[i] = units[i + 1];
      }
    }
    List<Quantity> quantities = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      Figure number = numbers.get(i);
      if (units[i] == null && i > 0 && linked(i - 1) && MONEY.equals(units[i - 1])) {
        units[i] = MONEY;
      }
      Units.Unit unit = units[i];
      if (unit != null) {
        quantities.add(
            new Quantity(
                number.start(),
                number.end(),
                number.value() * unit.factor(),
                unit.dimension(),
                number.whole() && unit.factor() >= 1,
                bound(number.start())));
      }
    }
    return quantities;
  }

  private boolean linked(int i) {
    if (i + 1 >= numbers.size()) {
      return false;
    }
    int from = numbers.get(i).end();
    int to = numbers.get(i + 1).start();
    return to - from <= 4 && LINKS.contains(text.substring(from, to));
  }

  private Bound bound(int start) {
    String before = text.substring(Math.max(0, start - LOOK_BACK), start).toLowerCase(Locale.ROOT);
    String[] words = before.strip().split("[^a-z]+", -1);
    String last = words[words.length - 1];
    String pair = words.length > 1 ? words[words.length - 2] + " " + last : last;
    return switch (pair) {
      case "less than", "lower than", "cheaper than", "up to", "at most", "no more", "fewer than" ->
          Bound.AT_MOST;
      case "more than", "at least", "higher than", "greater than" -> Bound.AT_LEAST;
      default ->
          switch (last) {
            case "under", "below", "within", "maximum" -> Bound.AT_MOST;
            case "over", "above", "minimum" -> Bound.AT_LEAST;
            case "about", "around", "approximately", "roughly", "nearly", "almost", "approx" ->
                Bound.ABOUT;
            default -> Bound.EXACT;
          };
    };
  }

  /** The character there; a line break outside the text. */
  private char charAt(int index) {
    return index >= 0 && index < text.length() ? text.charAt(index) : '\n';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c);
  }
}
