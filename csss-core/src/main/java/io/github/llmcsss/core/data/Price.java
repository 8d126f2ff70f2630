package io.github.llmcsss.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prices as the files write them. */
final class Price {
  /** What costs more is an error of the page. */
  static final double MAXIMUM = 10_000_000;

  private static final String SIGN = "(?:US ?|USD ?)?[$\u00a3\u20ac]? ?";

  private static final String AMOUNT =
      "(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(?:\\.[0-9]{1,4})?";

  /** {@code 46.42}, {@code $1,299.00}, {@code from 4.95}, {@code $3.99 - $12.50}. */
  private static final Pattern PRICE =
      Pattern.compile(
          "(?:from )?" + SIGN + "(" + AMOUNT + ")(?: ?[-\u2013] ?" + SIGN + AMOUNT + ")?",
          Pattern.CASE_INSENSITIVE);

  private Price() {}

  /** The price, the lower bound of a range, or nothing where there is none that can be believed. */
  static OptionalDouble of(JsonNode node) {
    if (node.isNumber()) {
      return plausible(node.doubleValue());
    }
    Matcher matcher = PRICE.matcher(node.isTextual() ? node.textValue().strip() : "");
    if (!matcher.matches()) {
      return OptionalDouble.empty();
    }
    return plausible(Double.parseDouble(matcher.group(1).replace(",", "")));
  }

  private static OptionalDouble plausible(double value) {
    return value >= 0 && value <= MAXIMUM ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
