package io.github.llmcsss.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites a template where Jinjava parses Python's Jinja differently. Only code is touched: string
 * literals are taken out first and put back afterwards.
 */
final class JinjaSource {
  /** Stands for a string literal; does not occur in templates. */
  private static final char MASK = '\uE000';

  private static final String OPERAND = "([\\w.\\[\\]\\-\\uE000]+)";
  private static final Pattern NEGATED_TEST =
      Pattern.compile("\\bnot\\s+" + OPERAND + "\\s+is\\s+(?!not\\b)(\\w+)");
  private static final Pattern BOOLEAN_TEST =
      Pattern.compile("\\bis\\s+(not\\s+)?(true|false|True|False)\\b");
  private static final Pattern REVERSED = Pattern.compile(OPERAND + "\\[::-1\\]");
  private static final Pattern NAMESPACE = Pattern.compile("\\bnamespace\\(");

  /** Marks the assistant's words for training in Python; what is in it is rendered as it is. */
  private static final Pattern GENERATION = Pattern.compile("(\\s*)(end)?generation(\\s*-?)");

  private JinjaSource() {}

  static String rewrite(String template) {
    // Python's Jinja drops one newline at the end of the file.
    String source =
        template.endsWith("\n") ? template.substring(0, template.length() - 1) : template;
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < source.length()) {
      if (source.startsWith("{{", at) || source.startsWith("{%", at)) {
        int end = codeEnd(source, at + 2, source.charAt(at + 1) == '{' ? "}}" : "%}");
        out.append(source, at, at + 2).append(code(source.substring(at + 2, end)));
        at = end;
      } else if (source.startsWith("{#", at)) {
        int end = source.indexOf("#}", at);
        end = end < 0 ? source.length() : end + 2;
        out.append(source, at, end);
        at = end;
      } else {
        out.append(source.charAt(at++));
      }
    }
    return out.toString();
  }

  /** The index of what closes the code that starts here. */
  static int codeEnd(String source, int start, String closing) {
    int at = start;
    while (at < source.length() && !source.startsWith(closing, at)) {
      char c = source.charAt(at);
      at = c == '\'' || c == '"' ? literalEnd(source, at) : at + 1;
    }
    return Math.min(at, source.length());
  }

  /** The index after the literal that starts here. */
  static int literalEnd(String source, int start) {
    char quote = source.charAt(start);
    int at = start + 1;
    while (at < source.length() && source.charAt(at) != quote) {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, source.length());
  }

  private static String code(String code) {
    int sign = code.startsWith("-") ? 1 : 0;
    Matcher generation = GENERATION.matcher(code.substring(sign));
    if (generation.matches()) {
      String tag = generation.group(2) == null ? "if true" : "endif";
      return code.substring(0, sign) + generation.group(1) + tag + generation.group(3);
    }
    List<String> literals = new ArrayList<>();
    StringBuilder masked = new StringBuilder();
    int at = 0;
    while (at < code.length()) {
      char c = code.charAt(at);
      int end = c == '\'' || c == '"' ? literalEnd(code, at) : at + 1;
      if (c == '\'' || c == '"') {
        literals.add(code.substring(at, end));
        masked.append(MASK);
      } else {
        masked.append(c);
      }
      at = end;
    }
    String rewritten = NEGATED_TEST.matcher(masked).replaceAll("$1 is not $2");
    rewritten = BOOLEAN_TEST.matcher(rewritten).replaceAll(JinjaSource::comparison);
    rewritten = REVERSED.matcher(rewritten).replaceAll("($1|reverse|list)");
    rewritten = bracketNamespaceValues(rewritten);
    StringBuilder out = new StringBuilder();
    int literal = 0;
    for (int i = 0; i < rewritten.length(); i++) {
      if (rewritten.charAt(i) == MASK) {
        out.append(literals.get(literal++));
      } else {
        out.append(rewritten.charAt(i));
      }
    }
    return out.toString();
  }

  private static String comparison(MatchResult test) {
    return (test.group(1) == null ? "== " : "!= ") + test.group(2).toLowerCase(Locale.ROOT);
  }

  /** {@code namespace(a=x|length - 1)} is read as {@code (a=x|length) - 1}. */
  private static String bracketNamespaceValues(String code) {
    Matcher call = NAMESPACE.matcher(code);
    if (!call.find()) {
      return code;
    }
    StringBuilder out = new StringBuilder(code.substring(0, call.end()));
    int depth = 0;
    boolean open = false;
    int at = call.end();
    for (; at < code.length() && depth >= 0; at++) {
      char c = code.charAt(at);
      if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
      }
      boolean ends = open && (depth < 0 || (depth == 0 && c == ','));
      if (ends) {
        out.append(')');
        open = false;
      }
      out.append(c);
      if (depth == 0 && c == '=' && !open) {
        out.append('(');
        open = true;
      }
    }
    return out.append(code.substring(at)).toString();
  }
}
