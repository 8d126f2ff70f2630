package io.github.llmcsss.eval.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A table of phrases that stand for each other, for {@link Meteor15}. Immutable and thread-safe.
 */
public final class Paraphrases {
  private static final Paraphrases NONE = new Paraphrases(Map.of(), 0);

  private final Map<List<String>, List<List<String>>> table;
  private final int longest;

  private Paraphrases(Map<List<String>, List<List<String>>> table, int longest) {
    this.table = table;
    this.longest = longest;
  }

  /** No phrases. */
  public static Paraphrases none() {
    return NONE;
  }

  /**
   * Reads a table as METEOR has it, packed or not: three lines for each pair, a number that is not
   * looked at, a phrase and a phrase that may stand for it, words with blanks between. The English
   * one of METEOR 1.5 has millions of pairs and needs some gigabytes.
   *
   * @param file ends in {@code .gz} if it is packed
   * @throws IOException if it cannot be read or has a fault: {@code <file>:<line>: <problem>}
   */
  public static Paraphrases read(Path file) throws IOException {
    Map<List<String>, List<List<String>>> table = new HashMap<>();
    int longest = 0;
    long number = 0;
    try (BufferedReader lines = open(file)) {
      for (String weight = lines.readLine(); weight != null; weight = lines.readLine()) {
        checkNumber(file, number + 1, weight);
        List<String> phrase = words(file, number + 2, lines.readLine());
        List<String> other = words(file, number + 3, lines.readLine());
        table.computeIfAbsent(phrase, unused -> new ArrayList<>(1)).add(other);
        longest = Math.max(longest, phrase.size());
        number += 3;
      }
    } catch (MalformedInputException e) {
      throw new IOException(file + ": the text is not UTF-8 near line " + (number + 1), e);
    }
    if (table.isEmpty()) {
      throw new IOException(file + ": there is no pair of phrases in the file");
    }
    return new Paraphrases(table, longest);
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
      return new BufferedReader(
          new InputStreamReader(
              text,
              StandardCharsets.UTF_8
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT)));
    } catch (IOException e) {
      bytes.close();
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static void checkNumber(Path file, long line, String text) throws IOException {
    try {
      Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IOException(
          file + ":" + line + ": there must be a number, then two lines with phrases", e);
    }
  }

  private static List<String> words(Path file, long line, String text) throws IOException {
    if (text == null || text.isBlank()) {
      throw new IOException(file + ":" + line + ": there must be a phrase");
    }
    return List.of(text.strip().split("\\s+"));
  }

  /** The pairs whose first phrase begins at a word, the shorter phrases first. */
  List<Pair> from(List<String> words, int start) {
    List<Pair> pairs = new ArrayList<>();
    for (int length = 1; length <= longest && start + length <= words.size(); length++) {
      int phrase = length;
      table
          .getOrDefault(words.subList(start, start + length), List.of())
          .forEach(other -> pairs.add(new Pair(phrase, other)));
    }
    return pairs;
  }

  /** How many words a phrase has, and a phrase that may stand for it. */
  record Pair(int length, List<String> other) {}
}
