package io.github.llmcsss.api;

import java.util.List;
import java.util.Locale;

/**
 * A text of a {@link Document} that something can be quoted from. As a string: {@code title},
 * {@code brand}, {@code price}, {@code description}, {@code features[0]}, {@code categories[0]},
 * {@code attributes[Color]}.
 */
public sealed interface DocumentField {
  /** A field that a document has once. */
  enum Single implements DocumentField {
    /** The product's name. */
    TITLE,
    /** Who makes or sells it. */
    BRAND,
    /** The price as text: two digits after the point, as {@code 24.90}; empty where unknown. */
    PRICE,
    /** The running text. */
    DESCRIPTION;

    @Override
    public String text(Document document) {
      return switch (this) {
        case TITLE -> document.title();
        case BRAND -> document.brand();
        case PRICE ->
            document.price().isPresent()
                ? String.format(Locale.ROOT, "%.2f", document.price().getAsDouble())
                : "";
        case DESCRIPTION -> document.description();
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One of the short statements.
   *
   * @param index in the document's list, from 0
   */
  record Feature(int index) implements DocumentField {
    /** Checks the index. */
    public Feature {
      Checks.check(index >= 0, "index", "0 or more", index);
    }

    @Override
    public String text(Document document) {
      return at(document.features(), index);
    }

    @Override
    public String toString() {
      return "features[" + index + "]";
    }
  }

  /**
   * One level of the category path.
   *
   * @param index in the document's list, from 0
   */
  record Category(int index) implements DocumentField {
    /** Checks the index. */
    public Category {
      Checks.check(index >= 0, "index", "0 or more", index);
    }

    @Override
    public String text(Document document) {
      return at(document.categories(), index);
    }

    @Override
    public String toString() {
      return "categories[" + index + "]";
    }
  }

  /**
   * The value of an attribute.
   *
   * @param name of the attribute
   */
  record Attribute(String name) implements DocumentField {
    @Override
    public String text(Document document) {
      return document.attributes().getOrDefault(name, "");
    }

    @Override
    public String toString() {
      return "attributes[" + name + "]";
    }
  }

  /** The field's text in a document; empty where the document has none. */
  String text(Document document);

  /**
   * The field that a string names.
   *
   * @param text what {@code toString} gives
   * @throws IllegalArgumentException if it names none
   */
  static DocumentField parse(String text) {
    for (Single field : Single.values()) {
      if (field.toString().equals(text)) {
        return field;
      }
    }
    int open = text.indexOf('[');
    if (open > 0 && text.endsWith("]")) {
      String inside = text.substring(open + 1, text.length() - 1);
      switch (text.substring(0, open)) {
        case "attributes" -> {
          return new Attribute(inside);
        }
        case "features" -> {
          return new Feature(index(inside, text));
        }
        case "categories" -> {
          return new Category(index(inside, text));
        }
        default -> {}
      }
    }
    throw unknown(text);
  }

  private static int index(String digits, String text) {
    if (!digits.matches("[0-9]{1,9}")) {
      throw unknown(text);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "unknown field \""
            + text
            + "\"; known: [title, brand, price, description, features[i], categories[i],"
            + " attributes[name]]");
  }

  private static String at(List<String> texts, int index) {
    return index < texts.size() ? texts.get(index) : "";
  }
}
