package io.github.llmcsss.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "46.42 | 46.42",
        "from 4.95 | 4.95",
        "$12.99 | 12.99",
        "$1,299.00 | 1299",
        "$3.99 - $12.50 | 3.99",
        "3-4 | 3",
        "US$ 7 | 7",
        "£5.50 | 5.5",
        "0.00 | 0",
      })
  void readsPricesAsTheFilesWriteThem(String text, double price) {
    assertEquals(OptionalDouble.of(price), Price.of(JsonNodeFactory.instance.textNode(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "None",
        "\u2014",
        "12,99",
        "-5",
        "1.2.3",
        "999999999",
        "$",
        "free",
        "12.99 each",
        ".a-box-inner{background-color:#fff}#alohaBuyBoxWidget .selected{background-color"
      })
  void believesNothingElse(String text) {
    assertEquals(OptionalDouble.empty(), Price.of(JsonNodeFactory.instance.textNode(text)));
  }

  @Test
  void takesNumbersInRange() {
    assertEquals(OptionalDouble.of(3), Price.of(JsonNodeFactory.instance.numberNode(3)));
    for (double value : new double[] {-0.01, Double.NaN, Double.POSITIVE_INFINITY, 1e8}) {
      assertEquals(OptionalDouble.empty(), Price.of(JsonNodeFactory.instance.numberNode(value)));
    }
    assertEquals(OptionalDouble.empty(), Price.of(JsonNodeFactory.instance.nullNode()));
    assertEquals(OptionalDouble.empty(), Price.of(JsonNodeFactory.instance.objectNode()));
  }
}
