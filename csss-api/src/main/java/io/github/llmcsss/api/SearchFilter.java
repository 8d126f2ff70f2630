package io.github.llmcsss.api;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Which documents may be found at all.
 *
 * @param categories the first levels of the path that documents must lie under; empty for all
 * @param minimumPrice lowest price, inclusive; a document without a price is then left out
 * @param maximumPrice highest price, inclusive; a document without a price is then left out
 */
public record SearchFilter(
    List<String> categories, OptionalDouble minimumPrice, OptionalDouble maximumPrice) {
  /** Lets everything through. */
  public static final SearchFilter NONE =
      new SearchFilter(List.of(), OptionalDouble.empty(), OptionalDouble.empty());

  /** Copies the list; checks that prices are numbers and the range is not empty. */
  public SearchFilter {
    categories = List.copyOf(categories);
    double from = minimumPrice.orElse(0);
    double to = maximumPrice.orElse(Double.POSITIVE_INFINITY);
    Checks.check(from >= 0, "minimumPrice", "0 or more", from);
    Checks.check(to >= from, "maximumPrice", "at least the minimum " + from, to);
  }

  /** Only documents under this path of categories. */
  public static SearchFilter under(List<String> categories) {
    return new SearchFilter(categories, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** The same filter with prices between two bounds, inclusive. */
  public SearchFilter withPrice(double minimum, double maximum) {
    return new SearchFilter(categories, OptionalDouble.of(minimum), OptionalDouble.of(maximum));
  }
}
