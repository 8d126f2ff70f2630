package io.github.llmcsss.core.run;

import com.google.common.hash.Hashing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts that came before their turn, kept until it comes, so that a killed run need not make
 * them again. Nothing depends on it: an entry that is torn or does not fit the plan is left out,
 * and its session is made anew. A line is the index, a checksum and the verdict, with tabs between.
 */
final class Journal implements Closeable {
  /** So many lines more than are still needed, and the file is written anew. */
  private static final int SLACK = 1024;

  private final Path file;
  private final SortedMap<Long, String> live = new TreeMap<>();
  private LineFile lines;
  private int written;

  /** Opens the journal; the entries that an earlier process left are {@link #read} before. */
  Journal(Path file, Map<Long, Verdict> kept) throws IOException {
    this.file = file;
    for (Map.Entry<Long, Verdict> entry : kept.entrySet()) {
      live.put(entry.getKey(), line(entry.getKey(), entry.getValue()));
    }
    this.lines = LineFile.openAt(file, 0);
    rewrite();
  }

  /** The entries from an index on that fit the plan; none where there is no journal. */
  static SortedMap<Long, Verdict> read(Path file, long next, LongFunction<@Nullable String> ids)
      throws IOException {
    SortedMap<Long, Verdict> entries = new TreeMap<>();
    if (!Files.exists(file)) {
      return entries;
    }
    try (LineCursor cursor = new LineCursor(file)) {
      for (String line = cursor.peek(); line != null; line = cursor.peek()) {
        String[] cells = line.split("\t", 3);
        if (cursor.isText()
            && cells.length == 3
            && cells[1].equals(checksum(cells[0] + cells[2]))) {
          long index = Long.parseLong(cells[0]);
          Verdict verdict = VerdictJson.readOrNull(cells[2]);
          if (index >= next && verdict != null && verdict.id().equals(ids.apply(index))) {
            entries.put(index, verdict);
          }
        }
        cursor.advance();
      }
    }
    return entries;
  }

  void add(long index, Verdict verdict) throws IOException {
    String line = line(index, verdict);
    live.put(index, line);
    if (++written > live.size() + SLACK) {
      rewrite();
    } else {
      lines.line(line);
      lines.flush();
    }
  }

  /** Entries before this index are not needed any more. */
  void committed(long next) {
    live.headMap(next).clear();
  }

  private void rewrite() throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + RunFiles.TEMPORARY);
    lines.close();
    try (LineFile fresh = LineFile.openAt(temporary, 0)) {
      live.values().forEach(fresh::line);
      fresh.flush();
    }
    RunFiles.move(temporary, file);
    lines = LineFile.openAt(file, Files.size(file));
    written = live.size();
  }

  private static String line(long index, Verdict verdict) throws IOException {
    String text = VerdictJson.write(verdict);
    return index + "\t" + checksum(index + text) + "\t" + text;
  }

  private static String checksum(String text) {
    return Hashing.crc32c().hashString(text, StandardCharsets.UTF_8).toString();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
