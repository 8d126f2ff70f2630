package io.github.llmcsss.core.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.core.run.GroundingCounts;
import io.github.llmcsss.core.run.RunCounts;
import io.github.llmcsss.core.run.RunDirectory;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The text of a {@link DatasetCard}. Whatever comes from the run is escaped. */
final class CardText {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern NO_YAML =
      Pattern.compile("[^\\x20-\\x7e\\xa0-\\x{d7ff}\\x{e000}-\\x{fffd}\\x{10000}-\\x{10ffff}]+");
  private static final String NOT_STATED = "not stated";

  private final DatasetCard card;
  private final RunCounts counts;
  private final boolean complete;
  private final JsonNode run;
  private final StringBuilder text = new StringBuilder();

  CardText(DatasetCard card, RunDirectory directory, RunCounts counts)
      throws JsonProcessingException {
    this.card = card;
    this.counts = counts;
    this.complete = directory.complete();
    this.run = MAPPER.readTree(directory.description());
  }

  String markdown() throws JsonProcessingException {
    header();
    introduction();
    figures();
    funnel();
    origin();
    sources();
    text.append(FIELDS);
    limits();
    return text.toString();
  }

  private void header() throws JsonProcessingException {
    text.append("---\n");
    text.append("pretty_name: ").append(quoted(card.title())).append('\n');
    if (card.license().matches("[a-z0-9][a-z0-9.-]*")) {
      text.append("license: ").append(quoted(card.license())).append('\n');
    } else if (!card.license().isBlank()) {
      text.append("license: other\nlicense_name: ").append(quoted(card.license())).append('\n');
    }
    text.append("language:\n");
    for (String language : card.languages()) {
      text.append("- ").append(quoted(language)).append('\n');
    }
    text.append("size_categories:\n- ").append(quoted(sizeCategory())).append('\n');
    text.append(
        """
        task_categories:
        - text-generation
        - text-retrieval
        tags:
        - synthetic
        - conversational-search
        - e-commerce
        - llm-csss
        configs:
        - config_name: default
          data_files: "part-*.jsonl*"
        ---

        """);
  }

  /** A string of JSON is one of YAML, but for characters that YAML does not allow. */
  private static String quoted(String value) throws JsonProcessingException {
    return MAPPER.writeValueAsString(NO_YAML.matcher(value).replaceAll(" "));
  }

  private String sizeCategory() {
    long sessions = counts.finished();
    String[] names = {"n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M"};
    long bound = 1000;
    for (String name : names) {
      if (sessions < bound) {
        return name;
      }
      bound *= 10;
    }
    return "100M<n<1B";
  }

  private void introduction() {
    text.append("# ").append(escaped(card.title())).append("\n\n");
    line(
        "%d conversations between a shopper and a shopping assistant. A language model wrote both"
            + " sides; for every answer an index of products was searched, and the answer was"
            + " written with what was found. Nobody took part: no sentence is by a customer.%n",
        counts.finished());
    if (!complete) {
      line("**The run is not complete: these are the figures of what is there.**%n");
    }
    if (!card.notes().isBlank()) {
      line("%s%n", card.notes().strip());
    }
  }

  private void figures() {
    GroundingCounts grounding = counts.grounding();
    table("Figures", "of the finished sessions", "");
    row("sessions", String.valueOf(counts.finished()));
    row("turns a session", decimal(counts.meanTurns()));
    row("answers", String.valueOf(counts.answers()));
    row("mean reward of an answer", decimal(counts.meanReward()));
    row("answers that name a retrieved product", percent(counts.shareNamingProduct()));
    row("claims (product names, prices, numbers)", String.valueOf(grounding.claims()));
    row("of these supported by a retrieved product", percent(grounding.supportedClaimRate()));
    row("prices without support", String.valueOf(grounding.wrongPrices()));
    row("product names without support", String.valueOf(grounding.inventedProducts()));
    row("numbers without support", String.valueOf(grounding.unsupportedNumbers()));
    row("turns in which the shopper says what it could not know", "" + grounding.leaks());
    counts.endReasons().forEach((reason, n) -> row("ended: " + words(reason.name()), "" + n));
    text.append('\n');
  }

  private void funnel() {
    table("Funnel", "", "sessions");
    row("asked for", String.valueOf(counts.asked()));
    row("finished", String.valueOf(counts.finished()));
    counts.rejected().forEach((reason, n) -> row("rejected: " + reason, String.valueOf(n)));
    counts.failed().forEach((reason, n) -> row("failed: " + reason, String.valueOf(n)));
    text.append("\nThose that were not finished are in `rejected.jsonl`, with the reason.\n\n");
  }

  private void origin() {
    text.append("## How it was made\n\n");
    line(
        "With LLM-CSSS for Java, after *Synthesizing Human-Like Conversational Search Interactions"
            + " with Large Language Models* (White, 2025). The same settings give the same bytes on"
            + " the same kind of processor.%n");
    text.append("| setting | |\n|---|---|\n");
    Map<String, String> settings = new TreeMap<>();
    flatten("", run, settings);
    settings.keySet().removeIf(name -> name.equals("complete") || name.startsWith("counts."));
    settings.forEach(this::row);
    text.append('\n');
  }

  private static void flatten(String name, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      node.properties().forEach(field -> flatten(prefix + field.getKey(), field.getValue(), into));
    } else {
      into.put(name, node.isValueNode() ? node.asText() : node.toString());
    }
  }

  private void sources() {
    text.append("## Sources and licences\n\n| | | licence |\n|---|---|---|\n");
    source("this data set", card.title(), card.license());
    source("catalogue", card.catalogue(), card.catalogueLicense());
    source("language model", card.model(), card.modelLicense());
    text.append('\n');
  }

  private void source(String role, String name, String license) {
    line("| %s | %s | %s |", role, stated(name), stated(license));
  }

  private static String stated(String value) {
    return value.isBlank() ? NOT_STATED : escaped(value);
  }

  private static final String FIELDS =
      """
      ## Fields

      One session a line: `id`, `seed` (the first query), `categories` (the path it was made from), `repetition`, `need` (where known), `endReason`, and `turns`. An
      utterance has `role` and `text`; a shopper's may have `move` and `quirks`, what it was meant to do, and `leaks`, if it says what it could not know; an assistant's has `query` (what was searched), `documents` (`id`,
      `title`, `score`), `reward`, `finishReason`, `citations` (spans `[start, end)` of the text, in UTF-16 code units, and where they are from) and `unsupported` (spans that
      nothing supports).

      """;

  private void limits() {
    text.append(
        """
        ## Known limits

        - Shoppers are simulated. They are more patient and more alike than people are; do not take rates of behaviour for those of customers.
        - A language model can state what is not so. Claims are checked mechanically, against what was retrieved, and not against the world.
        - Which product is relevant follows from what was retrieved, cited and accepted. What was not retrieved is not judged.
        - Rewards are those of a program. No person has rated these sessions.
        - Texts of products are quoted. Their licence is that of the catalogue.
        """);
  }

  private void table(String title, String left, String right) {
    line("## %s%n%n| %s | %s |%n|---|---|", title, left, right);
  }

  private void row(String name, String value) {
    line("| %s | %s |", escaped(name), escaped(value));
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), arguments)).append('\n');
  }

  private static String decimal(double value) {
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "none" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** On one line, in a cell of a table, without markup of its own. */
  private static String escaped(String value) {
    return value
        .replaceAll("[\\s\\p{Cntrl}]+", " ")
        .strip()
        .replaceAll("([\\\\`*_|\\[\\]])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
