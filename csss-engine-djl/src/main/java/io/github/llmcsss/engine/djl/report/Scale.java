package io.github.llmcsss.engine.djl.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where numbers lie on a drawing.
 *
 * @param low number at {@code start}
 * @param high number at {@code end}; above {@code low}
 * @param start in units of the drawing
 * @param end in units of the drawing
 */
record Scale(double low, double high, double start, double end) {
  private static final int TICKS = 4;

  /** Below, numbers are written with their power of ten. */
  private static final double SMALL = 1e-3;

  /** One on which all of these numbers lie. */
  static Scale of(double[] numbers, double start, double end) {
    double low = Arrays.stream(numbers).min().orElse(0);
    double high = Arrays.stream(numbers).max().orElse(1);
    if (high - low < 1e-12 * Math.max(1, Math.abs(high))) {
      // All the same: a line in the middle.
      double room = high == 0 ? 1 : Math.abs(high) / 2;
      return new Scale(low - room, high + room, start, end);
    }
    return new Scale(low, high, start, end);
  }

  double at(double number) {
    return start + (number - low) / (high - low) * (end - start);
  }

  /**
   * Round numbers, with their places.
   *
   * @param least how far apart they are at least; 0 where any distance will do
   */
  List<Map<String, String>> ticks(double least) {
    double rough = Math.max((high - low) / TICKS, least);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double part = rough / power;
    double step = power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
    List<Map<String, String>> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.add(
          Map.of(
              "at", String.format(Locale.ROOT, "%.1f", at(i * step)),
              "label", label(i * step, step)));
    }
    return ticks;
  }

  /** As many digits as tell it from its neighbours. */
  private String label(double number, double step) {
    if (Math.max(Math.abs(low), Math.abs(high)) < SMALL) {
      return text(number);
    }
    int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + digits + "f", number + 0.0);
  }

  /** A number as people read it, with three or four digits. */
  static String text(double number) {
    double size = Math.abs(number);
    if (size == 0) {
      return "0";
    }
    if (size < SMALL) {
      return String.format(Locale.ROOT, "%.1e", number).replace("e-0", "e-");
    }
    if (size >= 1000) {
      return String.format(Locale.ROOT, "%.0f", number);
    }
    String text =
        String.format(Locale.ROOT, size >= 100 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", number);
    return text.replaceAll("\\.?0+$", "");
  }
}
