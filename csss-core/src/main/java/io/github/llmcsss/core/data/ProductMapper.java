package io.github.llmcsss.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmcsss.api.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of a product, whichever year's names they have. */
final class ProductMapper {
  private static final int MAXIMUM_ID = 64;
  private static final int MAXIMUM_LEVEL = 60;
  private static final int MAXIMUM_MADE_TITLE = 80;

  /** What is left of a page's markup where a title should be. */
  private static final Pattern REST_OF_A_TAG = Pattern.compile("[\"']\\s?/?>$");

  private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s|$)");

  private static final Pattern BRAND_PAGE = Pattern.compile("^Visit Amazon's (.+) Page$");

  /** Details that say nothing about the product itself, or repeat its id. */
  private static final Set<String> NO_ATTRIBUTES =
      Set.of(
          "asin",
          "best sellers rank",
          "amazon best sellers rank",
          "customer reviews",
          "average customer review",
          "shipping",
          "domestic shipping",
          "international shipping");

  private ProductMapper() {}

  /**
   * A product.
   *
   * @param ownTitle false if the title was made from other fields
   */
  record Product(Document document, boolean ownTitle) {}

  static Product map(JsonNode line) throws LineException {
    Map<String, String> attributes = attributes(line.path("details"));
    String brand = brand(line, attributes);
    String description = String.join(" ", CleanText.list(line.path("description")));
    List<String> categories = categories(line);
    String title = CleanText.of(line.path("title"));
    boolean ownTitle = !title.isEmpty() && !REST_OF_A_TAG.matcher(title).find();
    if (!ownTitle) {
      title = madeTitle(description, brand, categories);
    }
    if (title.isEmpty()) {
      throw new LineException.Unusable("no title, and nothing to make one from");
    }
    Document.Builder document =
        Document.builder(id(line), title)
            .brand(brand)
            .features(features(line))
            .description(description)
            .categories(categories)
            .attributes(attributes);
    OptionalDouble price = Price.of(line.path("price"));
    if (price.isPresent()) {
      document.price(price.getAsDouble());
    }
    return new Product(document.build(), ownTitle);
  }

  /** The id that reviews of the product have too. */
  static String id(JsonNode line) throws LineException.Unusable {
    String id = CleanText.of(line.path("parent_asin"));
    if (id.isEmpty()) {
      id = CleanText.of(line.path("asin"));
    }
    if (id.isEmpty() || id.length() > MAXIMUM_ID || id.indexOf(' ') >= 0) {
      throw new LineException.Unusable("no id");
    }
    return id;
  }

  private static String brand(JsonNode line, Map<String, String> attributes) {
    String brand = CleanText.of(line.path("store"));
    if (brand.isEmpty()) {
      brand = CleanText.of(line.path("brand"));
    }
    if (brand.isEmpty()) {
      brand = attributes.getOrDefault("Brand", attributes.getOrDefault("Brand Name", ""));
    }
    return BRAND_PAGE.matcher(brand).replaceFirst("$1");
  }

  private static List<String> features(JsonNode line) {
    JsonNode features = line.has("features") ? line.get("features") : line.path("feature");
    return List.copyOf(new LinkedHashSet<>(CleanText.list(features)));
  }

  /** A path; of several, as in the files of 2014, the first of the longest ones. */
  private static List<String> categories(JsonNode line) {
    JsonNode categories = line.has("categories") ? line.get("categories") : line.path("category");
    if (!categories.path(0).isArray()) {
      return path(categories);
    }
    List<String> longest = List.of();
    for (JsonNode candidate : categories) {
      List<String> path = path(candidate);
      if (path.size() > longest.size()) {
        longest = path;
      }
    }
    return longest;
  }

  /** The files of 2018 go on with statements about the product after the last level. */
  private static List<String> path(JsonNode levels) {
    List<String> path = new ArrayList<>();
    for (JsonNode node : levels.isArray() ? levels : List.of(levels)) {
      String level = CleanText.of(node);
      if (level.isEmpty() || level.length() > MAXIMUM_LEVEL || level.endsWith(".")) {
        break;
      }
      path.add(level);
    }
    return path;
  }

  private static Map<String, String> attributes(JsonNode details) throws LineException.Malformed {
    JsonNode object = details;
    if (details.isTextual() && details.textValue().startsWith("{")) {
      object = LineParser.parseJson(details.textValue());
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = CleanText.of(entry.getKey());
      if (name.endsWith(":")) {
        name = name.substring(0, name.length() - 1).strip();
      }
      String value = String.join(", ", CleanText.list(entry.getValue()));
      if (!name.isEmpty()
          && !value.isEmpty()
          && !NO_ATTRIBUTES.contains(name.toLowerCase(Locale.ROOT))) {
        attributes.putIfAbsent(name, value);
      }
    }
    return attributes;
  }

  /** The first sentence of the description, else the brand with the last level of the path. */
  private static String madeTitle(String description, String brand, List<String> categories) {
    if (!description.isEmpty()) {
      String sentence = SENTENCE_END.split(description, 2)[0];
      if (sentence.length() <= MAXIMUM_MADE_TITLE) {
        return sentence.isBlank() ? description : sentence;
      }
      int end = sentence.lastIndexOf(' ', MAXIMUM_MADE_TITLE);
      return sentence.substring(0, end > 0 ? end : MAXIMUM_MADE_TITLE);
    }
    return brand.isEmpty() || categories.isEmpty()
        ? brand
        : brand + ", " + categories.get(categories.size() - 1);
  }
}
