package io.github.llmcsss.core.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.google.common.io.Closer;
import io.github.llmcsss.api.Session;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run directory, in the order of the plan. Each session is on disk, as far as the
 * operating system is concerned, when {@link #write} returns. Closed without {@link #finish}, it
 * leaves a directory that says of itself that it is not complete. Not thread-safe; whoever creates
 * it closes it. Every failure is an {@link IOException} whose message is one sentence with the
 * file's name.
 */
public final class RunWriter implements AutoCloseable {
  /** Opens a file for writing. */
  interface Opener {
    OutputStream open(Path file) throws IOException;
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectWriter PRETTY = prettyWriter();

  private final Path directory;
  private final Map<String, Object> description;
  private final Opener opener;
  private final Output rejected;
  private final Output log;
  private @Nullable Output part;
  private long partNumber = -1;

  private RunWriter(Path directory, Map<String, Object> description, Opener opener)
      throws IOException {
    this.directory = directory;
    this.description = description;
    this.opener = opener;
    writeRun(false, Map.of());
    this.rejected = new Output(directory.resolve(RunFiles.REJECTED));
    try {
      this.log = new Output(directory.resolve(RunFiles.LOG));
    } catch (IOException e) {
      closeQuietly(rejected, e);
      throw e;
    }
  }

  /**
   * Begins a run.
   *
   * @param directory is made if it is not there; must be empty otherwise
   * @param overwrite whether an earlier run in the directory is deleted first
   * @param description what makes the run, in the order in which {@code run.json} shows it:
   *     strings, numbers, truth values, lists and maps of these; nothing that may differ between
   *     runs with the same sessions
   * @throws IOException if the directory is not empty or cannot be written
   */
  public static RunWriter create(Path directory, boolean overwrite, Map<String, Object> description)
      throws IOException {
    return create(
        directory,
        overwrite,
        description,
        file -> new BufferedOutputStream(Files.newOutputStream(file)));
  }

  static RunWriter create(
      Path directory, boolean overwrite, Map<String, Object> description, Opener opener)
      throws IOException {
    RunFiles.prepare(directory, overwrite);
    return new RunWriter(directory, description, opener);
  }

  /**
   * Writes a finished session.
   *
   * @param index of the session in the plan; not smaller than in the call before
   */
  public void write(long index, Session session) throws IOException {
    partFor(index).line(SessionJson.write(session));
  }

  /** Writes why a planned session was not finished; {@code index} as for a finished one. */
  public void write(long index, Rejection rejection) throws IOException {
    partFor(index);
    StringWriter line = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(line)) {
      json.writeStartObject();
      RejectionJson.writeFields(json, rejection);
      json.writeEndObject();
    }
    rejected.line(line.toString());
  }

  /** Writes a line of the log, where times and rates may stand. */
  public void log(Map<String, Object> event) throws IOException {
    log.line(MAPPER.writeValueAsString(event));
  }

  /**
   * Ends the run.
   *
   * @param counts what became of the sessions
   * @param complete false if it was stopped early: the part in work then stays partial
   */
  public void finish(RunCounts counts, boolean complete) throws IOException {
    if (complete) {
      completePart();
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("asked", counts.asked());
    figures.put("finished", counts.finished());
    figures.put("rejected", counts.rejected());
    figures.put("failed", counts.failed());
    figures.put("endReasons", counts.endReasons());
    figures.put("turns", counts.turns());
    figures.put("answers", counts.answers());
    figures.put("answersNamingProduct", counts.answersNamingProduct());
    figures.put("grounding", counts.grounding());
    figures.put("rewardSum", counts.rewardSum());
    figures.put("promptTokens", counts.promptTokens());
    figures.put("generatedTokens", counts.generatedTokens());
    writeRun(complete, Map.of("counts", figures));
  }

  @Override
  public void close() throws IOException {
    Closer closer = Closer.create();
    closer.register(rejected);
    closer.register(log);
    if (part != null) {
      closer.register(part);
      part = null;
    }
    closer.close();
  }

  private Output partFor(long index) throws IOException {
    long number = index / RunFiles.SESSIONS_A_PART;
    Output current = part;
    while (current == null || partNumber < number) {
      completePart();
      partNumber++;
      current = new Output(directory.resolve(RunFiles.part(partNumber) + RunFiles.PARTIAL));
      part = current;
    }
    return current;
  }

  private void completePart() throws IOException {
    if (part == null) {
      return;
    }
    Output done = part;
    part = null;
    done.close();
    move(done.file, directory.resolve(RunFiles.part(partNumber)));
  }

  private void writeRun(boolean complete, Map<String, Object> more) throws IOException {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("complete", complete);
    run.putAll(description);
    run.putAll(more);
    Path file = directory.resolve(RunFiles.RUN);
    Path temporary = directory.resolve(RunFiles.RUN + ".tmp");
    try (Output output = new Output(temporary)) {
      output.line(PRETTY.writeValueAsString(run));
    }
    move(temporary, file);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw RunFiles.explained("cannot rename " + from + " to " + to.getFileName(), e);
    }
  }

  private static void closeQuietly(Output output, IOException failure) {
    try {
      output.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
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

  /** A file of lines; a failure says which file. */
  private final class Output implements Closeable {
    final Path file;
    private final OutputStream stream;

    Output(Path file) throws IOException {
      this.file = file;
      try {
        this.stream = opener.open(file);
      } catch (IOException e) {
        throw RunFiles.explained("cannot write " + file, e);
      }
    }

    void line(String text) throws IOException {
      try {
        stream.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        stream.flush();
      } catch (IOException e) {
        throw RunFiles.explained("cannot write " + file, e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        stream.close();
      } catch (IOException e) {
        throw RunFiles.explained("cannot write " + file, e);
      }
    }
  }
}
