package io.github.llmcsss.core.grounding;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Units and their spellings. Units of one system convert into each other ({@code 1.2 m} is {@code
 * 120 cm}), those of different systems do not: {@code 39.6 cm} is not what a page that says {@code
 * 15.6 inches} said.
 */
final class Units {
  static final String MONEY = "money";

  /** What counts the parts of a package: {@code 12-pack}, {@code pack of 12}, {@code 12 count}. */
  static final String COUNT = "count";

  /**
   * A unit.
   *
   * @param dimension what it measures, and in which system
   * @param factor to the dimension's base unit
   */
  record Unit(String dimension, double factor) {}

  /** Longer words are no units. */
  static final int LONGEST = 12;

  /** Dimension, factor, spellings. Spellings of one letter are exact, others in any case. */
  private static final String TABLE =
      """
      length 1 mm millimeter millimeters millimetre millimetres
      length 10 cm centimeter centimeters centimetre centimetres
      length 1000 m meter meters metre metres mtr
      length 1000000 km kilometer kilometers kilometre kilometres
      inches 1 inch inches
      inches 12 ft foot feet
      inches 36 yd yard yards
      mass 0.001 mg milligram milligrams
      mass 1 g gm gram grams gramme grammes
      mass 1000 kg kgs kilo kilos kilogram kilograms
      ounces 1 oz ounce ounces
      ounces 16 lb lbs pound pounds
      volume 1 ml milliliter milliliters millilitre millilitres
      volume 10 cl
      volume 1000 l L liter liters litre litres ltr
      fluid 1 floz
      fluid 16 pint pints
      fluid 32 qt quart quarts
      fluid 128 gal gallon gallons
      bytes 1 kb
      bytes 1000 mb megabyte megabytes
      bytes 1000000 gb gigabyte gigabytes
      bytes 1000000000 tb terabyte terabytes
      charge 1 mah
      charge 1000 ah
      energy 1 wh
      energy 1000 kwh
      power 1 W w watt watts
      power 1000 kw
      voltage 1 V v volt volts
      current 1 A amp amps
      current 0.001 ma
      frequency 1 hz hertz
      frequency 1000 khz
      frequency 1000000 mhz
      frequency 1000000000 ghz
      loudness 1 db decibel decibels
      resistance 1 ohm ohms
      torque 1 nm
      light 1 lm lumen lumens
      lux 1 lux
      pixels 1 mp megapixel megapixels
      dpi 1 dpi
      rotation 1 rpm
      psi 1 psi
      bar 1 bar bars
      kelvin 1 K kelvin
      cups 1 cup cups
      thread 1 denier
      time 1 sec secs second seconds
      time 60 min mins minute minutes
      time 3600 h hr hrs hour hours
      days 1 day days
      days 7 week weeks
      months 1 month months
      months 12 yr yrs year years
      celsius 1 C \u00b0c celsius
      fahrenheit 1 F \u00b0f fahrenheit
      degrees 1 \u00b0 degree degrees
      percent 1 % percent
      stars 1 star stars
      pairs 1 pair pairs
      persons 1 person persons people players
      pages 1 page pages
      count 1 pack packs pk pc pcs piece pieces ct count
      sheets 1 sheet sheets
      servings 1 serving servings
      doses 1 capsule capsules tablet tablets softgel softgels gummies
      money 1 dollar dollars buck bucks usd eur euro euros gbp \u20ac
      money 0.01 cent cents
      """;

  private static final Map<String, Unit> SPELLINGS = read();

  private static final Map<String, Integer> NUMBER_WORDS =
      Map.ofEntries(
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10),
          Map.entry("twelve", 12),
          Map.entry("twenty", 20),
          Map.entry("thirty", 30),
          Map.entry("fifty", 50));

  private static final List<String> CONTAINERS =
      List.of("pack", "packs", "set", "box", "case", "bundle", "count");

  private Units() {}

  private static Map<String, Unit> read() {
    Map<String, Unit> units = new HashMap<>();
    for (String line : TABLE.lines().toList()) {
      String[] words = line.split(" ", -1);
      Unit unit = new Unit(words[0], Double.parseDouble(words[1]));
      for (int i = 2; i < words.length; i++) {
        units.put(words[i], unit);
      }
    }
    return Map.copyOf(units);
  }

  /** The unit that a word names, or null. */
  static @Nullable Unit of(String word) {
    return SPELLINGS.get(word.length() == 1 ? word : word.toLowerCase(Locale.ROOT));
  }

  /** The number that a word in lower case names, or null. */
  static @Nullable Integer number(String word) {
    return NUMBER_WORDS.get(word);
  }

  /** Whether {@code word of 12} counts the parts of a package. */
  static boolean isContainer(String word) {
    return CONTAINERS.contains(word);
  }
}
