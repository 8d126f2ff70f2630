package io.github.llmcsss.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.html.HtmlEscapers;
import io.github.llmcsss.eval.internal.Decimals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Figures of several systems side by side: as text, CSV, LaTeX or HTML for people, and as JSON that
 * reads back. For people values have four digits behind the point, in JSON all; one that is missing
 * is NaN, and shown as an empty cell. Immutable and thread-safe.
 *
 * @param title what the table is about; may be empty
 * @param columns names of the measures, each once
 * @param rows one a system
 * @param provenance what made the figures: versions, options, files; sorted by name
 */
public record ResultTable(
    String title, List<String> columns, List<Row> rows, Map<String, String> provenance) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * The figures of a system.
   *
   * @param label its name
   * @param values one a column, NaN where there is none
   */
  public record Row(String label, List<Double> values) {
    /** Copies the values. */
    public Row {
      values = List.copyOf(values);
    }
  }

  /** Copies the lists; checks that each row has a value for every column. */
  public ResultTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
    require(new HashSet<>(columns).size() == columns.size(), "columns must differ: " + columns);
    for (Row row : rows) {
      require(
          row.values().size() == columns.size(),
          "row \""
              + row.label()
              + "\" must have "
              + columns.size()
              + " values, but has "
              + row.values().size());
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** With columns that are as wide as they must be. */
  public String toText() {
    List<List<String>> cells = cells("");
    StringBuilder text = new StringBuilder(title.isEmpty() ? "" : title + "\n");
    for (List<String> line : cells) {
      StringBuilder written = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        int column = i;
        int width = cells.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
        String pad = " ".repeat(width - line.get(i).length());
        written.append(i == 0 ? line.get(i) + pad : "  " + pad + line.get(i));
      }
      text.append(written.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** As RFC 4180 has it, with LF. */
  public String toCsv() {
    return lines(cells("system"), ResultTable::quoted, "", ",", "\n");
  }

  /** A {@code tabular} with the rules of the package {@code booktabs}. */
  public String toLatex() {
    List<String> lines =
        lines(cells(""), ResultTable::latex, "", " & ", " \\\\\n").lines().toList();
    return "\\begin{tabular}{l"
        + "r".repeat(columns.size())
        + "}\n\\toprule\n"
        + lines.getFirst()
        + "\n\\midrule\n"
        + lines.stream().skip(1).map(line -> line + "\n").collect(Collectors.joining())
        + "\\bottomrule\n\\end{tabular}\n";
  }

  /** A {@code table}, to be put into a page. */
  public String toHtml() {
    StringBuilder html = new StringBuilder("<table>\n");
    if (!title.isEmpty()) {
      html.append("<caption>").append(html(title)).append("</caption>\n");
    }
    List<List<String>> cells = cells("");
    for (int i = 0; i < cells.size(); i++) {
      html.append("<tr>");
      for (int j = 0; j < cells.get(i).size(); j++) {
        String tag = i == 0 || j == 0 ? "th" : "td";
        String open = "<" + tag + ">";
        html.append(open).append(html(cells.get(i).get(j))).append("</").append(tag).append('>');
      }
      html.append("</tr>\n");
    }
    return html.append("</table>\n").toString();
  }

  /** Everything, for {@link #fromJson}. */
  public String toJson() {
    ObjectNode json = MAPPER.createObjectNode().put("title", title);
    columns.forEach(json.putArray("columns")::add);
    ArrayNode list = json.putArray("rows");
    for (Row row : rows) {
      ArrayNode values = list.addObject().put("label", row.label()).putArray("values");
      // JSON has no NaN.
      row.values().forEach(value -> values.add(value.isNaN() ? null : value));
    }
    ObjectNode facts = json.putObject("provenance");
    provenance.forEach(facts::put);
    return json.toPrettyString();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IOException if it is something else
   */
  public static ResultTable fromJson(String text) throws IOException {
    try {
      JsonNode json = MAPPER.readTree(text);
      List<String> columns = new ArrayList<>();
      json.required("columns").forEach(column -> columns.add(column.asText()));
      List<Row> rows = new ArrayList<>();
      for (JsonNode row : json.required("rows")) {
        List<Double> values = new ArrayList<>();
        row.required("values").forEach(value -> values.add(value.asDouble(Double.NaN)));
        rows.add(new Row(row.required("label").asText(), values));
      }
      Map<String, String> provenance = new TreeMap<>();
      json.required("provenance")
          .properties()
          .forEach(fact -> provenance.put(fact.getKey(), fact.getValue().asText()));
      return new ResultTable(json.required("title").asText(), columns, rows, provenance);
    } catch (JsonProcessingException e) {
      throw new IOException("no table of results: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException("no table of results: " + e.getMessage(), e);
    }
  }

  private List<List<String>> cells(String corner) {
    List<List<String>> cells = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(corner));
    head.addAll(columns);
    cells.add(head);
    for (Row row : rows) {
      List<String> line = new ArrayList<>(List.of(row.label()));
      row.values().forEach(value -> line.add(value.isNaN() ? "" : Decimals.fixed(value, 4)));
      cells.add(line);
    }
    return cells;
  }

  private static String lines(
      List<List<String>> cells,
      Function<String, String> escape,
      String start,
      String between,
      String end) {
    return cells.stream()
        .map(line -> line.stream().map(escape).collect(Collectors.joining(between, start, end)))
        .collect(Collectors.joining());
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  private static String latex(String cell) {
    return cell.replaceAll("\\s+", " ")
        .replace("\\", "\u0000")
        .replaceAll("([&%$#_{}])", "\\\\$1")
        .replace("~", "\\textasciitilde{}")
        .replace("^", "\\textasciicircum{}")
        .replace("\u0000", "\\textbackslash{}");
  }

  private static String html(String cell) {
    return HtmlEscapers.htmlEscaper().escape(cell);
  }
}
