package io.github.llmcsss.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code run.json}: what made a run, what became of it. */
final class Manifest {
  /** The layout of a run directory; rises when an older library could not go on with it. */
  static final int FORMAT = 2;

  private static final String COMPLETE = "complete";
  private static final String SUMS = "sha256";
  private static final String COUNTS = "counts";
  private static final String END = "end";
  private static final String TARGET = "target";
  private static final String OVERWRITTEN = "overwritten";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectWriter PRETTY = prettyWriter();

  private Manifest() {}

  /**
   * Reads the file.
   *
   * @throws IOException if it is not JSON, lacks what every run has, or comes from a newer library
   */
  static JsonNode read(Path directory) throws IOException {
    Path file = directory.resolve(RunFiles.RUN);
    JsonNode run;
    try {
      run = MAPPER.readTree(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IOException(file + ":1: not UTF-8; restore the file", e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new IOException(file + ":" + line + ": not JSON: " + e.getOriginalMessage(), e);
    }
    if (!run.path(COMPLETE).isBoolean()) {
      throw new IOException(file + ":1: the field \"" + COMPLETE + "\" is missing");
    }
    int format = run.path("format").asInt(FORMAT);
    if (format > FORMAT) {
      throw new IOException(
          file
              + ": written by a newer library (format "
              + format
              + "; this one knows up to "
              + FORMAT
              + "); use library version "
              + run.path("libraryVersion").asText("unknown")
              + " or later");
    }
    return run;
  }

  static boolean complete(JsonNode run) {
    return run.path(COMPLETE).asBoolean();
  }

  /** Why the run ended; empty where it did not, or was killed. */
  static String end(JsonNode run) {
    return run.path(END).asText();
  }

  /** SHA-256 of the files that are whole by name. */
  static Map<String, String> sums(JsonNode run) {
    Map<String, String> sums = new LinkedHashMap<>();
    run.path(SUMS).properties().forEach(part -> sums.put(part.getKey(), part.getValue().asText()));
    return sums;
  }

  /**
   * What differs between a run that is there and one that is to go on with it.
   *
   * @param otherEnd whether they may differ in where they end
   */
  static List<String> differences(JsonNode run, Map<String, Object> description, boolean otherEnd) {
    ObjectNode was = run.deepCopy();
    was.remove(List.of(COMPLETE, END, SUMS, COUNTS));
    ObjectNode is = MAPPER.valueToTree(description);
    if (otherEnd) {
      was.remove(TARGET);
      is.remove(TARGET);
    }
    try {
      // As text and back, so that numbers have the types that they are read with.
      return JsonDifferences.between(was, MAPPER.readTree(MAPPER.writeValueAsString(is)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("description must be JSON, but was " + description, e);
    }
  }

  /** Writes the file anew, through a temporary one: it is always whole. */
  static void write(
      Path directory,
      Map<String, Object> description,
      Map<String, String> sums,
      boolean complete,
      Map<String, Object> ending)
      throws IOException {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put(COMPLETE, complete);
    run.putAll(description);
    run.put(SUMS, sums);
    run.putAll(ending);
    write(directory, run);
  }

  /** What is said of a run at its end. */
  static Map<String, Object> ending(String end, RunCounts counts) {
    return ImmutableMap.of(END, end, COUNTS, counts.figures());
  }

  /**
   * Marks a run as one that is being deleted: a process that finds it goes on deleting, and never
   * takes what is left for its own.
   */
  static void writeOverwritten(Path directory) throws IOException {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put(COMPLETE, false);
    run.put(OVERWRITTEN, true);
    write(directory, run);
    RunFiles.forceDirectory(directory);
  }

  static boolean overwritten(JsonNode run) {
    return run.path(OVERWRITTEN).asBoolean();
  }

  private static void write(Path directory, Map<String, Object> run) throws IOException {
    Path temporary = directory.resolve(RunFiles.RUN + RunFiles.TEMPORARY);
    try (LineFile output = LineFile.openAt(temporary, 0)) {
      output.line(PRETTY.writeValueAsString(run));
      output.force();
    }
    RunFiles.move(temporary, directory.resolve(RunFiles.RUN));
  }

  private static ObjectWriter prettyWriter() {
    // The system's line separator would make the bytes depend on the system.
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(separators)
            .withObjectIndenter(indenter)
            .withArrayIndenter(indenter);
    return MAPPER.writer(printer);
  }
}
