package io.github.llmcsss.engine.djl.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The curves of a training, its settings, and in the third stage what it answered before and after,
 * on one HTML page that needs nothing but a browser and runs no script. A trainer writes it when it
 * ends or is stopped; a training that was killed, or still runs, is shown as far as it is.
 */
public final class TrainingReportPage {
  /** The page's name in the directory of the training. */
  public static final String FILE = "report.html";

  private static final String VALIDATION = "validationLoss";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TrainingReportPage() {}

  /** A measure, by its name in the metrics. */
  private record Measure(String field, String title, String unit) {}

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("meanReward", "Reward", "mean of all answers, in [0, 1]"),
          new Measure("loss", "Loss", "nats a token"),
          new Measure(VALIDATION, "Validation loss", "nats a token"),
          new Measure("sessionLoss", "Loss of sessions", "nats a token"),
          new Measure("meanLength", "Length of answers", "tokens"),
          new Measure("divergence", "Distance from the beginning", "nats a token"),
          new Measure("copied", "Copied from the prompt", "share of runs of four tokens"),
          new Measure("distinct2", "Distinct pairs", "share of pairs of tokens"),
          new Measure("idleGroups", "Groups that teach nothing", "share of groups"),
          new Measure("mismatch", "Generator against trainer", "nats a token"),
          new Measure("learningRate", "Learning rate", "per step"),
          new Measure("gradientNorm", "Norm of the gradient", "before clipping"),
          new Measure("tokensPerSecond", "Speed", "tokens a second"),
          new Measure("seconds", "Time", "seconds a step"));

  /**
   * Writes the page into the directory of a training, over one that is there.
   *
   * @return the page
   * @throws IOException if the directory holds no training, one of its files is broken, or the page
   *     cannot be written
   */
  public static Path write(Path training) throws IOException {
    JsonNode facts = json(training.resolve("training.json")).path("facts");
    List<JsonNode> metrics = metrics(training.resolve("metrics.jsonl"));
    Map<String, Object> page = new TreeMap<>();
    page.put("stage", title(facts.path("stage").asText()));
    page.put("steps", metrics.size());
    page.put("duration", duration(metrics));
    page.put("alarm", text(training.resolve("alarm.txt")).orElse(""));
    page.put("curves", curves(metrics, before(training)));
    page.put("facts", pairs(facts));
    List<Map<String, Object>> samples = Samples.sideBySide(training);
    page.put("samples", samples);
    page.put("hasSamples", !samples.isEmpty());
    String style = resource("report.css");
    page.put("style", style);
    page.put("styleHash", hash(style));
    String html =
        Mustache.compiler().emptyStringIsFalse(true).compile(resource("report.html")).execute(page);
    Path file = training.resolve(FILE);
    Path partial = training.resolve(FILE + ".partial");
    Files.writeString(partial, html);
    return Files.move(
        partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String title(String stage) {
    return switch (stage) {
      case "SeedQueryStage" -> "Seed queries";
      case "SessionStage" -> "Sessions";
      case "ReinforcementStage" -> "Rewards";
      default -> stage;
    };
  }

  private static JsonNode json(Path file) throws IOException {
    try {
      return MAPPER.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static List<JsonNode> metrics(Path file) throws IOException {
    String lines = text(file).orElse("");
    List<JsonNode> metrics = new ArrayList<>();
    // A training that was killed may have left half a line.
    for (String line : lines.substring(0, lines.lastIndexOf('\n') + 1).lines().toList()) {
      try {
        metrics.add(MAPPER.readTree(line));
      } catch (JsonProcessingException e) {
        throw new IOException(
            file + ": line " + (metrics.size() + 1) + ": not JSON: " + e.getOriginalMessage(), e);
      }
    }
    return metrics;
  }

  private static Optional<String> text(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  /** The validation loss before the first step. */
  private static JsonNode before(Path training) throws IOException {
    Path state = training.resolve("checkpoint/state.json");
    return Files.exists(state) ? json(state).path("before") : MAPPER.missingNode();
  }

  private static List<Map<String, Object>> curves(List<JsonNode> metrics, JsonNode before) {
    List<Map<String, Object>> drawings = new ArrayList<>();
    for (Measure measure : MEASURES) {
      List<Long> steps = new ArrayList<>();
      List<Double> values = new ArrayList<>();
      if (measure.field().equals(VALIDATION) && before.isNumber()) {
        steps.add(0L);
        values.add(before.doubleValue());
      }
      for (JsonNode line : metrics) {
        JsonNode value = value(line, measure.field());
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
          steps.add(line.path("step").asLong());
          values.add(value.doubleValue());
        }
      }
      if (!values.isEmpty()) {
        // Validations are few and exact.
        boolean smooth = !measure.field().equals(VALIDATION);
        drawings.add(new Curve(measure.title(), measure.unit(), steps, values, smooth).drawing());
      }
    }
    return drawings;
  }

  private static JsonNode value(JsonNode line, String field) {
    if (field.equals("tokensPerSecond")) {
      double seconds = line.path("seconds").asDouble() - line.path("rolloutSeconds").asDouble();
      return MAPPER.getNodeFactory().numberNode(line.path("tokens").asDouble() / seconds);
    }
    return line.path(field);
  }

  private static String duration(List<JsonNode> metrics) {
    long seconds =
        Math.round(metrics.stream().mapToDouble(line -> line.path("seconds").asDouble()).sum());
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
            : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
  }

  private static List<Map<String, String>> pairs(JsonNode facts) {
    List<Map<String, String>> pairs = new ArrayList<>();
    facts
        .properties()
        .forEach(
            fact -> pairs.add(Map.of("name", fact.getKey(), "value", fact.getValue().asText())));
    return pairs;
  }

  /** The source of a style as a content security policy allows it. */
  private static String hash(String text) {
    byte[] digest = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  private static String resource(String name) throws IOException {
    // A browser hashes what it has parsed, with line feeds alone.
    return Resources.toString(
            Resources.getResource(TrainingReportPage.class, name), StandardCharsets.UTF_8)
        .replace("\r\n", "\n");
  }
}
