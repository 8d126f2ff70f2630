package io.github.llmcsss.eval.retrieval;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code <top>} blocks, whose tags mostly have no end. */
final class TopicReader {
  private static final Pattern TAG =
      Pattern.compile("</?(top|num|title|desc|narr)>", Pattern.CASE_INSENSITIVE);
  private static final Map<String, String> LABELS =
      Map.of("num", "Number:", "title", "Topic:", "desc", "Description:", "narr", "Narrative:");

  private final Path file;
  private final List<Topic> topics = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final Map<String, StringBuilder> fields = new LinkedHashMap<>();
  private boolean inside;
  private String field = "";
  private long line;

  TopicReader(Path file) {
    this.file = file;
  }

  List<Topic> read() throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        take(line == 1 && text.startsWith("\ufeff") ? text.substring(1) : text);
      }
    } catch (MalformedInputException e) {
      throw fault("the text behind this line is not UTF-8");
    }
    if (inside) {
      throw fault("the last topic has no </top>");
    }
    if (topics.isEmpty()) {
      throw new IOException(file + ": there is no topic in the file");
    }
    return topics;
  }

  private void take(String text) throws IOException {
    Matcher tag = TAG.matcher(text);
    int at = 0;
    while (tag.find()) {
      append(text.substring(at, tag.start()));
      at = tag.end();
      String name = tag.group(1).toLowerCase(Locale.ROOT);
      boolean end = tag.group().charAt(1) == '/';
      if (name.equals("top")) {
        toggle(end);
      } else {
        field = end ? "" : name;
      }
    }
    append(text.substring(at));
  }

  private void append(String text) throws IOException {
    if (text.isBlank()) {
      return;
    }
    if (!inside) {
      throw fault("there is text outside <top> and </top>");
    }
    if (!field.isEmpty()) {
      fields.computeIfAbsent(field, name -> new StringBuilder()).append(text).append('\n');
    }
  }

  private void toggle(boolean end) throws IOException {
    if (end != inside) {
      throw fault(end ? "there is a </top> without <top>" : "the topic before has no </top>");
    }
    inside = !end;
    field = "";
    if (end) {
      String id = field("num");
      if (id.isEmpty()) {
        throw fault("the topic has no <num>");
      }
      if (!ids.add(id)) {
        throw fault("the topic \"" + id + "\" is there twice");
      }
      topics.add(new Topic(id, field("title"), field("desc"), field("narr")));
      fields.clear();
    }
  }

  private String field(String name) {
    String text = fields.getOrDefault(name, new StringBuilder()).toString().strip();
    String label = LABELS.getOrDefault(name, "");
    return (text.startsWith(label) ? text.substring(label.length()) : text)
        .replaceAll("\\s+", " ")
        .strip();
  }

  private IOException fault(String problem) {
    return new IOException(file + ":" + line + ": " + problem);
  }
}
