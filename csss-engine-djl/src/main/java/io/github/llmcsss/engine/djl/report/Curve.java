package io.github.llmcsss.engine.djl.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A measure over the steps of a training, as a drawing.
 *
 * @param title what is measured
 * @param unit of it, in a few words
 * @param steps ascending
 * @param values one for each step
 * @param smooth whether values jump from step to step, so that a mean of neighbours says more
 */
record Curve(String title, String unit, List<Long> steps, List<Double> values, boolean smooth) {
  private static final double WIDTH = 360;
  private static final double HEIGHT = 190;
  private static final double LEFT = 52;
  private static final double RIGHT = 10;
  private static final double TOP = 10;
  private static final double BOTTOM = 24;

  /** Of so many steps, the mean of a step and its neighbours has one on each side. */
  private static final int STEPS_PER_NEIGHBOUR = 30;

  /** Copies the lists. */
  Curve {
    steps = List.copyOf(steps);
    values = List.copyOf(values);
  }

  /** What the template draws: lines, ticks, texts. */
  Map<String, Object> drawing() {
    Scale across =
        Scale.of(steps.stream().mapToDouble(Long::doubleValue).toArray(), LEFT, WIDTH - RIGHT);
    Scale up =
        Scale.of(values.stream().mapToDouble(Double::doubleValue).toArray(), HEIGHT - BOTTOM, TOP);
    Map<String, Object> drawing = new TreeMap<>();
    drawing.put("title", title);
    drawing.put("unit", unit);
    drawing.put("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, HEIGHT));
    drawing.put("left", LEFT);
    drawing.put("right", WIDTH - RIGHT);
    drawing.put("bottom", HEIGHT - BOTTOM);
    drawing.put("labelLeft", LEFT - 6);
    drawing.put("labelBottom", HEIGHT - 6);
    drawing.put("across", across.ticks(1));
    drawing.put("up", up.ticks(0));
    drawing.put("raw", points(across, up, values));
    drawing.put("smooth", smooth ? points(across, up, smoothed()) : "");
    drawing.put("dots", smooth ? List.of() : dots(across, up));
    drawing.put("first", Scale.text(mean(0, end())));
    drawing.put("last", Scale.text(mean(values.size() - end(), values.size())));
    return drawing;
  }

  private String points(Scale across, Scale up, List<Double> heights) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < heights.size(); i++) {
      points.append(
          String.format(Locale.ROOT, "%.1f,%.1f ", across.at(steps.get(i)), up.at(heights.get(i))));
    }
    return points.toString().strip();
  }

  private List<Map<String, String>> dots(Scale across, Scale up) {
    List<Map<String, String>> dots = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      dots.add(
          Map.of(
              "x", String.format(Locale.ROOT, "%.1f", across.at(steps.get(i))),
              "y", String.format(Locale.ROOT, "%.1f", up.at(values.get(i)))));
    }
    return dots;
  }

  private List<Double> smoothed() {
    int side = Math.max(1, values.size() / STEPS_PER_NEIGHBOUR);
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      means.add(mean(Math.max(0, i - side), Math.min(values.size(), i + side + 1)));
    }
    return means;
  }

  /** Of a tenth of the steps, by which beginning and end are told. */
  private int end() {
    return Math.max(1, values.size() / 10);
  }

  private double mean(int from, int to) {
    return values.subList(from, to).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }
}
