package io.github.llmcsss.core.grounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityScannerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $25                     | $25         | money 25.0
          It is $1,299.00 now     | $1,299.00   | money 1299.0
          $ 19.5                  | $ 19.5      | money 19.5
          25 dollars              | 25 dollars  | money 25.0
          99 cents                | 99 cents    | money 0.99
          €9.99                   | €9.99       | money 9.99
          about 25 €.             | 25 €        | money 25.0
          $1.2k                   | $1.2k       | money 1200.0
          priced at 19.95         | 19.95       | money 19.95
          120 cm                  | 120 cm      | length 1200.0
          1.2m long               | 1.2m        | length 1200.0
          1.5 liters              | 1.5 liters  | volume 1500.0
          a 12-pack               | 12-pack     | count 12.0
          Pack of 12              | 12          | count 12.0
          64GB                    | 64GB        | bytes 6.4E7
          40-hour battery         | 40-hour     | time 144000.0
          15.6" screen            | 15.6"       | inches 15.6
          15.6-inch               | 15.6-inch   | inches 15.6
          5 in.                   | 5 in        | inches 5.0
          8 fl oz                 | 8 fl oz     | fluid 8.0
          1/2 inch                | 1/2 inch    | inches 0.5
          two years               | two years   | months 24.0
          50% off                 | 50%         | percent 50.0
          2700 K                  | 2700 K      | kelvin 2700.0
          ½ cup and 3 cups        | 3 cups      | cups 3.0
          """)
  void findsOne(String text, String span, String meaning) {
    List<Quantity> found = QuantityScanner.scan(text);
    assertEquals(1, found.size(), found.toString());
    Quantity one = found.getFirst();
    assertEquals(span, text.substring(one.start(), one.end()));
    assertEquals(meaning, one.dimension() + " " + one.value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3 in 1",
        "2-in-1",
        "5 in stock",
        "i7-10750H",
        "DDR4",
        "1080p",
        "a 4K screen",
        "WH-1000XM4",
        "Windows 10",
        "Bluetooth 5.3 connects",
        "version 1.25",
        "She said \"route 66\" twice",
        "in 2021",
        "the 5th one"
      })
  void otherNumbersAreNone(String text) {
    assertEquals(List.of(), QuantityScanner.scan(text));
  }

  @Test
  void linkedNumbersShareAUnit() {
    assertEquals(List.of(152.4, 304.8), inMillimetres("15.24 x 30.48 cm"));
    assertEquals(List.of(20.0, 30.0), values("$20-30"));
    assertEquals(List.of(20.0, 30.0), values("$20 to $30"));
    assertEquals(List.of(6.0, 8.0), values("6 to 8 people"));
    assertEquals(List.of(12.0), values("7, 12 inches"));
  }

  @Test
  void aPriceMayBeRoundedOrCutToWholeUnits() {
    assertTrue(supports("$25", 24.99));
    assertTrue(supports("$24", 24.99));
    assertEquals(false, supports("$26", 24.99));
    assertEquals(false, supports("$24.00", 24.99));
    assertTrue(supports("$24.99", 24.99));
  }

  @Test
  void boundsHoldWithinTwice() {
    assertTrue(supports("under $30", 24.99));
    assertEquals(false, supports("under $20", 24.99));
    assertEquals(false, supports("under $80", 24.99));
    assertTrue(supports("more than $20", 24.99));
    assertEquals(false, supports("more than $30", 24.99));
    assertTrue(supports("about $26", 24.99));
    assertEquals(false, supports("about $30", 24.99));
  }

  @Property(tries = 500)
  void hostileTextsGiveValidSpans(@ForAll("texts") String text) {
    int end = 0;
    for (Quantity quantity : QuantityScanner.scan(text)) {
      assertTrue(quantity.start() >= end && quantity.end() > quantity.start(), text);
      end = quantity.end();
    }
    assertTrue(end <= text.length(), text);
  }

  @Provide
  Arbitrary<String> texts() {
    return Hostile.texts();
  }

  @Property(tries = 200)
  void whatIsWrittenIsRead(@ForAll("amounts") int cents) {
    String text =
        String.format(java.util.Locale.US, "It costs $%,d.%02d.", cents / 100, cents % 100);
    assertEquals(List.of(cents / 100.0), values(text));
  }

  @Provide
  Arbitrary<Integer> amounts() {
    return Arbitraries.integers().between(0, 2_000_000_000);
  }

  private static boolean supports(String text, double price) {
    return QuantityScanner.scan(text).getFirst().supportedBy(price);
  }

  private static List<Double> values(String text) {
    return QuantityScanner.scan(text).stream().map(Quantity::value).toList();
  }

  private static List<Double> inMillimetres(String text) {
    return values(text).stream().map(value -> Math.round(value * 10) / 10.0).toList();
  }
}
