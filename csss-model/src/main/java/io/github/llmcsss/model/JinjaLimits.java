package io.github.llmcsss.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a template may ask of the parser, which is recursive and takes time without bounds for deep
 * brackets. Templates of models stay far below.
 */
final class JinjaLimits {
  private static final int LONGEST_CODE = 1024;
  private static final int DEEPEST = 32;
  private static final int MOST_LOOPS = 6;
  private static final Pattern BLOCK = Pattern.compile("[-+]?\\s*(\\w+)");

  private JinjaLimits() {}

  /** Refuses a template that goes beyond them. */
  static void check(String source) throws TemplateException {
    Deque<String> blocks = new ArrayDeque<>();
    int at = source.indexOf('{');
    while (at >= 0 && at + 1 < source.length()) {
      char kind = source.charAt(at + 1);
      int next = at + 1;
      if (kind == '#') {
        int end = source.indexOf("#}", at);
        next = end < 0 ? source.length() : end;
      } else if (kind == '{' || kind == '%') {
        next = JinjaSource.codeEnd(source, at + 2, kind == '{' ? "}}" : "%}");
        String code = source.substring(at + 2, next);
        checkCode(code);
        if (kind == '%') {
          open(code, blocks);
        }
      }
      at = source.indexOf('{', next);
    }
  }

  private static void checkCode(String code) throws TemplateException {
    int depth = 0;
    int length = 0;
    for (int at = 0; at < code.length(); length++) {
      char c = code.charAt(at);
      at = c == '\'' || c == '"' ? JinjaSource.literalEnd(code, at) : at + 1;
      if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
      }
      if (depth > DEEPEST || length >= LONGEST_CODE) {
        throw new TemplateException(
            "a tag in it has more than "
                + DEEPEST
                + " brackets in each other, or "
                + LONGEST_CODE
                + " characters besides its strings");
      }
    }
  }

  private static void open(String code, Deque<String> blocks) throws TemplateException {
    Matcher name = BLOCK.matcher(code);
    if (!name.lookingAt()) {
      return;
    }
    String block = name.group(1);
    if (block.startsWith("end")) {
      // Of a block that has no end, such as a plain set, there is none to wait for.
      blocks.removeFirstOccurrence(block.substring("end".length()));
    } else if (block.equals("for") || block.equals("if") || block.equals("macro")) {
      blocks.push(block);
    }
    if (blocks.size() > DEEPEST
        || blocks.stream().filter(open -> open.equals("for")).count() > MOST_LOOPS) {
      throw new TemplateException(
          "it has more than " + DEEPEST + " blocks, or " + MOST_LOOPS + " loops, in each other");
    }
  }
}
