package io.github.llmcsss.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a {@link PythonLiteral}. */
final class PythonScanner {
  /** Possessive, so that no input makes the match backtrack or recurse. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?+(?:(?:[0-9]++\\.[0-9]*+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+"
              + "|[0-9]++[eE][+-]?+[0-9]++"
              + "|(?<int>(?:0++|[1-9][0-9]*+)[lL]?+))");

  private static final int MAXIMUM_DIGITS = 1000;

  private final String text;
  private int at;

  PythonScanner(String text) {
    this.text = text;
  }

  LineException.Malformed error(String problem) {
    return new LineException.Malformed("not a Python literal, column " + (at + 1) + ": " + problem);
  }

  /** The next character that is no space; stays there. NUL at the end. */
  char peek() {
    while (at < text.length() && " \t\r\n\f".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : '\0';
  }

  void skip() {
    at++;
  }

  boolean accept(char wanted) {
    boolean there = peek() == wanted && at < text.length();
    if (there) {
      at++;
    }
    return there;
  }

  void expect(char wanted) throws LineException.Malformed {
    if (!accept(wanted)) {
      throw error(wanted + " expected");
    }
  }

  void expectEnd() throws LineException.Malformed {
    peek();
    if (at < text.length()) {
      throw error("text after the end");
    }
  }

  boolean acceptWord(String word) {
    int end = at + word.length();
    boolean there =
        text.startsWith(word, at)
            && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)));
    if (there) {
      at = end;
    }
    return there;
  }

  JsonNode number() throws LineException.Malformed {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw error("not a number");
    }
    int start = at;
    at = matcher.end();
    if (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      throw error("not a number");
    }
    String digits = matcher.group();
    if (digits.length() > MAXIMUM_DIGITS) {
      at = start;
      throw error("a number of more than " + MAXIMUM_DIGITS + " digits");
    }
    if (matcher.group("int") == null) {
      return JsonNodeFactory.instance.numberNode(Double.parseDouble(digits));
    }
    BigInteger value = new BigInteger(digits.replaceAll("[lL]", ""));
    return value.bitLength() < Long.SIZE
        ? JsonNodeFactory.instance.numberNode(value.longValue())
        : JsonNodeFactory.instance.numberNode(value);
  }

  String prefixedString() throws LineException.Malformed {
    char prefix = peek();
    boolean quoted = at + 1 < text.length() && "'\"".indexOf(text.charAt(at + 1)) >= 0;
    if ((prefix != 'u' && prefix != 'U') || !quoted) {
      throw error("not a value");
    }
    at++;
    return string();
  }

  String string() throws LineException.Malformed {
    char quote = text.charAt(at++);
    int end = at;
    while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\\') {
      end++;
    }
    StringBuilder value = new StringBuilder(text.substring(at, end));
    at = end;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return value.toString();
      } else if (c == '\n' || c == '\r') {
        throw error("a line end in a string");
      } else if (c == '\\') {
        escape(value);
      } else {
        value.append(c);
      }
    }
    throw error("a string that does not end");
  }

  private void escape(StringBuilder value) throws LineException.Malformed {
    char c = at < text.length() ? text.charAt(at++) : '\0';
    switch (c) {
      case '\\', '\'', '"' -> value.append(c);
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000b');
      case 'x' -> value.appendCodePoint(codePoint(2));
      case 'u' -> value.appendCodePoint(codePoint(4));
      case 'U' -> value.appendCodePoint(codePoint(8));
      case 'N' -> throw error("an escape by name");
      case '0', '1', '2', '3', '4', '5', '6', '7' -> value.append(octal(c));
      // Python keeps the backslash of an escape that it does not know.
      default -> value.append('\\').append(c);
    }
  }

  private char octal(char first) {
    int value = first - '0';
    for (int i = 0; i < 2 && at < text.length(); i++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 7) {
        break;
      }
      value = value * 8 + digit;
      at++;
    }
    return (char) value;
  }

  private int codePoint(int digits) throws LineException.Malformed {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < text.length() ? hex(text.charAt(at)) : -1;
      if (digit < 0 || value > Character.MAX_CODE_POINT >> 4) {
        throw error("an escape that is no character");
      }
      value = value << 4 | digit;
      at++;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw error("an escape that is no character");
    }
    return value;
  }

  private static int hex(char c) {
    // Character.digit would take the digits of other scripts too.
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
