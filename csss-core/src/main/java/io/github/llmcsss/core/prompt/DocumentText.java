package io.github.llmcsss.core.prompt;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.core.internal.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders retrieved products compactly: one line each, best first, with a short title, the brand
 * (where the title does not have it), the price and the first features. A title of more than 60
 * characters is cut where its list of properties begins: at the first comma, bracket, bar, colon or
 * free-standing dash behind its first 15 characters, or else between two words; small models cannot
 * say longer names.
 *
 * @param maximumCharacters of one product; what is beyond is cut off between two words; 20 or more
 * @param features how many are shown at most; 0 or more
 * @param currency what stands before a price, such as {@code "$"}
 */
public record DocumentText(int maximumCharacters, int features, String currency) {
  /** 220 characters, 2 features, {@code $}: three products are about 150 tokens. */
  public static final DocumentText DEFAULT = new DocumentText(220, 2, "$");

  private static final int LONG_TITLE = 60;
  private static final int TITLE_HEAD = 15;
  private static final Pattern PROPERTIES = Pattern.compile("[,(\\[|:]|\\s[-\u2013\u2014]\\s");

  /** Checks the ranges. */
  public DocumentText {
    Require.that(maximumCharacters >= 20, "maximumCharacters", "20 or more", maximumCharacters);
    Require.that(features >= 0, "features", "0 or more", features);
  }

  /** All documents, one a line, best first; empty where there is none. */
  public String render(List<RetrievedDocument> documents) {
    List<String> lines = new ArrayList<>();
    for (RetrievedDocument found : documents) {
      lines.add("- " + render(found.document()));
    }
    return String.join("\n", lines);
  }

  /** One document on one line. */
  public String render(Document document) {
    StringBuilder line = new StringBuilder(shortTitle(document.title()));
    String brand = oneLine(document.brand());
    if (!brand.isEmpty() && !contains(document.title(), brand)) {
      line.append(" by ").append(brand);
    }
    document
        .price()
        .ifPresent(price -> line.append(", ").append(currency).append(formatPrice(price)));
    String facts =
        String.join(
            "; ", document.features().stream().limit(features).map(DocumentText::oneLine).toList());
    if (!facts.isEmpty()) {
      line.append(". ").append(facts);
    }
    return cut(line.toString(), maximumCharacters);
  }

  /** A price with two digits after the point, as it stands in prompts. */
  public static String formatPrice(double price) {
    return String.format(Locale.ROOT, "%.2f", price);
  }

  private static String shortTitle(String title) {
    String line = oneLine(title);
    if (line.length() <= LONG_TITLE) {
      return line;
    }
    Matcher matcher = PROPERTIES.matcher(line).region(TITLE_HEAD, LONG_TITLE);
    return matcher.find() ? line.substring(0, matcher.start()).strip() : cut(line, LONG_TITLE);
  }

  private static String cut(String text, int maximum) {
    if (text.length() <= maximum) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maximum - 1)) ? maximum - 1 : maximum;
    int space = text.lastIndexOf(' ', end);
    return text.substring(0, space > maximum / 2 ? space : end).strip();
  }

  private static boolean contains(String title, String brand) {
    return title.toLowerCase(Locale.ROOT).contains(brand.toLowerCase(Locale.ROOT));
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\s\\u0085\\u2028\\u2029]+", " ").strip();
  }
}
