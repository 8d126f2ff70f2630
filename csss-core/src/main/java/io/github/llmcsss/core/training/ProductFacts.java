package io.github.llmcsss.core.training;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.core.prompt.DocumentText;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be said of a product, one text a turn: first what a prompt shows of it, then its name
 * with one further feature each time, and all of it again where nothing is left. In the words of
 * the product's document.
 */
final class ProductFacts {
  /** Title, brand and price. */
  private static final DocumentText NAME = new DocumentText(220, 0, "$");

  private static final int MAXIMUM_WORDS = 30;

  private final List<String> facts = new ArrayList<>();

  ProductFacts(Document product) {
    facts.add(DocumentText.DEFAULT.render(product));
    String name = NAME.render(product);
    for (String feature : product.features()) {
      // Those that the first text has already say nothing new.
      if (!feature.isBlank() && !facts.getFirst().contains(feature)) {
        facts.add(name + ". " + ReviewText.shortened(feature.strip(), MAXIMUM_WORDS));
      }
    }
  }

  /** The text of a turn, counted from 0. */
  String fact(int turn) {
    return facts.get(turn % facts.size());
  }
}
