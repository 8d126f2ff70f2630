package io.github.llmcsss.core.grounding;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.DocumentField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A document as answers are held against it. Of each field the first {@value #LONGEST_FIELD}
 * characters count. What costs time is made when it is first asked for; not thread-safe.
 */
final class Source {
  /** A field and its text. */
  record Text(DocumentField field, String text) {}

  /** A quantity and the field in which it stands. */
  record Said(DocumentField field, Quantity quantity) {}

  static final int LONGEST_FIELD = 20_000;

  /** Longer titles are cut. */
  private static final int LONGEST_TITLE = 120;

  private final Document document;
  private final List<Token> title;
  private final Set<String> titleStems = new HashSet<>();
  private final List<String> brand;
  private final List<Text> texts = new ArrayList<>();
  private @Nullable Set<String> vocabulary;
  private @Nullable List<Said> quantities;

  Source(Document document) {
    this.document = document;
    this.title = Tokens.of(document.title(), LONGEST_TITLE);
    this.title.forEach(token -> titleStems.add(token.stem()));
    this.brand = Tokens.of(document.brand(), LONGEST_TITLE).stream().map(Token::stem).toList();
    add(DocumentField.Single.TITLE);
    add(DocumentField.Single.BRAND);
    for (int i = 0; i < document.features().size(); i++) {
      add(new DocumentField.Feature(i));
    }
    for (String name : document.attributes().keySet()) {
      add(new DocumentField.Attribute(name));
    }
    for (int i = 0; i < document.categories().size(); i++) {
      add(new DocumentField.Category(i));
    }
    add(DocumentField.Single.DESCRIPTION);
  }

  private void add(DocumentField field) {
    String text = field.text(document);
    if (!text.isEmpty()) {
      texts.add(new Text(field, text.substring(0, Math.min(text.length(), LONGEST_FIELD))));
    }
  }

  Document document() {
    return document;
  }

  String id() {
    return document.id();
  }

  List<Token> title() {
    return title;
  }

  Set<String> titleStems() {
    return titleStems;
  }

  /** The stems of the brand's words. */
  List<String> brand() {
    return brand;
  }

  /** All fields with a text but the price, the more telling ones first. */
  List<Text> texts() {
    return texts;
  }

  /**
   * The stems of all words, the names of attributes among them; in titles also of two neighbours
   * written as one.
   */
  Set<String> vocabulary() {
    Set<String> known = vocabulary;
    if (known == null) {
      known = new HashSet<>();
      for (Text text : texts) {
        addWords(known, text.text());
      }
      for (Map.Entry<String, String> attribute : document.attributes().entrySet()) {
        addWords(known, attribute.getKey());
      }
      for (int i = 0; i + 1 < title.size(); i++) {
        known.add(title.get(i).lower() + title.get(i + 1).stem());
      }
      vocabulary = known;
    }
    return known;
  }

  private static void addWords(Set<String> words, String text) {
    Tokens.of(text).forEach(token -> words.add(token.stem()));
  }

  /** All quantities in the texts; the price of its own is not among them. */
  List<Said> quantities() {
    List<Said> found = quantities;
    if (found == null) {
      found = new ArrayList<>();
      for (Text text : texts) {
        for (Quantity quantity : scan(text)) {
          found.add(new Said(text.field(), quantity));
        }
      }
      quantities = found;
    }
    return found;
  }

  /** A bare number that is the value of an attribute has the attribute's name for its unit. */
  private static List<Quantity> scan(Text text) {
    String value = text.text();
    boolean bare = value.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!bare || !(text.field() instanceof DocumentField.Attribute attribute)) {
      return QuantityScanner.scan(value);
    }
    return QuantityScanner.scan(value + " " + attribute.name()).stream()
        .limit(1)
        .map(quantity -> quantity.endingAt(value.length()))
        .toList();
  }
}
