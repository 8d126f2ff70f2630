package io.github.llmcsss.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A product of the catalogue. Texts are plain (no HTML) and may be empty, but for id and title.
 *
 * @param id unique in the catalogue
 * @param title the product's name
 * @param brand who makes or sells it
 * @param features short statements, in the catalogue's order
 * @param description running text
 * @param categories one path, from the first level to the last
 * @param price in the catalogue's currency, 0 or more
 * @param attributes further facts, such as colour or material, in the catalogue's order
 */
public record Document(
    String id,
    String title,
    String brand,
    List<String> features,
    String description,
    List<String> categories,
    OptionalDouble price,
    Map<String, String> attributes) {

  /** Copies the collections and checks id, title and price. */
  public Document {
    Checks.notBlank(id, "id");
    Checks.notBlank(title, "title");
    features = List.copyOf(features);
    categories = List.copyOf(categories);
    if (price.isPresent()) {
      double value = price.getAsDouble();
      Checks.check(value >= 0 && value < Double.POSITIVE_INFINITY, "price", "0 or more", value);
    }
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** A builder for a document with everything but id and title empty. */
  public static Builder builder(String id, String title) {
    return new Builder(id, title);
  }

  /** A builder that starts with this document. */
  public Builder toBuilder() {
    Builder builder =
        new Builder(id, title)
            .brand(brand)
            .features(features)
            .description(description)
            .categories(categories)
            .attributes(attributes);
    builder.price = price;
    return builder;
  }

  /** Collects the parts of a document; not thread-safe. */
  public static final class Builder {
    private final String id;
    private final String title;
    private String brand = "";
    private List<String> features = List.of();
    private String description = "";
    private List<String> categories = List.of();
    private OptionalDouble price = OptionalDouble.empty();
    private Map<String, String> attributes = Map.of();

    private Builder(String id, String title) {
      this.id = id;
      this.title = title;
    }

    /** Default empty. */
    public Builder brand(String value) {
      this.brand = value;
      return this;
    }

    /** Default none. */
    public Builder features(List<String> value) {
      this.features = value;
      return this;
    }

    /** Default empty. */
    public Builder description(String value) {
      this.description = value;
      return this;
    }

    /** Default no path. */
    public Builder categories(List<String> value) {
      this.categories = value;
      return this;
    }

    /** Default unknown. */
    public Builder price(double value) {
      this.price = OptionalDouble.of(value);
      return this;
    }

    /** Default none. */
    public Builder attributes(Map<String, String> value) {
      this.attributes = value;
      return this;
    }

    /** The document, checked. */
    public Document build() {
      return new Document(id, title, brand, features, description, categories, price, attributes);
    }
  }
}
