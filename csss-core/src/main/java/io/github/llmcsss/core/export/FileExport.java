package io.github.llmcsss.core.export;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.internal.WholeFile;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;

/** An export that is one file. */
record FileExport(Opener opener) implements Exporter {
  /** Begins a file. */
  interface Opener {
    SessionFormat open(Writer out) throws IOException;
  }

  @Override
  public ExportReport write(RunDirectory run, Path target) throws IOException {
    long[] counts = new long[2];
    WholeFile.write(
        target,
        out -> {
          try (SessionFormat format = opener.open(out)) {
            forEach(
                run,
                session -> {
                  counts[0]++;
                  counts[1] += format.write(session);
                });
          }
        });
    return new ExportReport(target, counts[0], counts[1], run.complete());
  }

  /** What is done with a session. */
  interface Step {
    void accept(Session session) throws IOException;
  }

  static void forEach(RunDirectory run, Step step) throws IOException {
    try (Stream<Session> sessions = run.sessions()) {
      Iterator<Session> each = sessions.iterator();
      while (each.hasNext()) {
        step.accept(each.next());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
