package io.github.llmcsss.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.parser.Tag;

/** Plain text from what a shop's page held. */
final class CleanText {
  /** Text may be escaped several times over; hostile text is left as it is after so many rounds. */
  private static final int MAXIMUM_ROUNDS = 4;

  /** Entities whose names a program has capitalised with the words of a title. */
  private static final Pattern CAPITALISED_ENTITY =
      Pattern.compile("&(Quot|Amp|Lt|Gt|Nbsp|Apos|QUOT|NBSP|APOS)(?=;)");

  private static final Pattern TAG_START = Pattern.compile("<(/?)([A-Za-z][A-Za-z0-9]*)");

  /** A tag that was cut off before its end still shows an attribute. */
  private static final Pattern CUT_OFF_TAG = Pattern.compile("\\s+[A-Za-z-]+=");

  private CleanText() {}

  /**
   * The text without HTML, entities decoded, all runs of whitespace (line and paragraph separators
   * among them) one space, without control, zero-width and direction characters, and with U+FFFD in
   * place of lone surrogates.
   */
  static String of(String text) {
    String clean = normaliseSpace(text);
    for (int round = 0; round < MAXIMUM_ROUNDS && mayHoldMarkup(clean); round++) {
      String before = clean;
      clean = normaliseSpace(withoutHtml(before));
      if (clean.equals(before)) {
        break;
      }
    }
    return clean;
  }

  /** The clean text of a string or number, empty for everything else. */
  static String of(JsonNode node) {
    return node.isTextual() || node.isNumber() ? of(node.asText()) : "";
  }

  /** The clean texts of a list, or of a single value, without the empty ones. */
  static List<String> list(JsonNode node) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : node.isArray() ? node : List.of(node)) {
      String text = of(item);
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static boolean mayHoldMarkup(String text) {
    return text.indexOf('<') >= 0 || text.indexOf('&') >= 0;
  }

  private static String withoutHtml(String text) {
    String html = CAPITALISED_ENTITY.matcher(text).replaceAll(found -> lower(found.group()));
    if (html.indexOf('<') >= 0) {
      html = escapeWhatIsNoTag(html);
    }
    return Jsoup.parseBodyFragment(html).body().text();
  }

  private static String lower(String entity) {
    return entity.toLowerCase(Locale.ROOT);
  }

  /** {@code "Robot <Side MS> 5 < 6"} has no tag, {@code "<b>Robot</b>"} has two. */
  private static String escapeWhatIsNoTag(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    Matcher tag = TAG_START.matcher(text);
    int lastEnd = text.lastIndexOf('>');
    int lastComment = text.lastIndexOf("-->");
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean literal =
          c == '<'
              && !(text.startsWith("<!--", at) && lastComment > at)
              && !isTag(text, at, tag, lastEnd);
      if (literal) {
        html.append("&lt;");
      } else {
        html.append(c);
      }
    }
    return html.toString();
  }

  private static boolean isTag(String text, int at, Matcher tag, int lastEnd) {
    tag.region(at, text.length());
    if (!tag.lookingAt() || !Tag.isKnownTag(tag.group(2).toLowerCase(Locale.ROOT))) {
      return false;
    }
    int end = tag.end();
    if (end < text.length() && " />".indexOf(text.charAt(end)) < 0) {
      return false;
    }
    return lastEnd >= end || CUT_OFF_TAG.matcher(text).region(end, text.length()).lookingAt();
  }

  private static String normaliseSpace(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isSpace(c)) {
        space = true;
      } else if (!isDropped(c)) {
        if (space && !clean.isEmpty()) {
          clean.append(' ');
        }
        space = false;
        clean.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c);
      }
    }
    return clean.toString();
  }

  private static boolean isSpace(int c) {
    return c == ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  /**
   * Control and format characters that nobody sees. The two joiners U+200C and U+200D stay: emoji
   * and several scripts need them.
   */
  private static boolean isDropped(int c) {
    return Character.isISOControl(c)
        || c == 0xad
        || c == 0x200b
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x206f)
        || c == 0xfeff;
  }
}
