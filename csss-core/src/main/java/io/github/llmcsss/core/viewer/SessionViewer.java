package io.github.llmcsss.core.viewer;

import io.github.llmcsss.core.export.ExportReport;
import io.github.llmcsss.core.export.Exporter;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.internal.WholeFile;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Writes a run as one HTML file: a list with search and filters, the conversations with their
 * documents, citations and rewards, those that were rejected with the reason, and charts. The file
 * loads nothing, runs no script but its own (a content security policy holds it to that), and shows
 * texts as text, whatever they contain. Thread-safe.
 *
 * @param maximumSessions how many finished ones are shown at most, and how many others: the first
 *     of the run; 1 or more
 */
public record SessionViewer(int maximumSessions) implements Exporter {
  /** {@value}: that many are searched and scrolled without delay. */
  public static final int DEFAULT_MAXIMUM_SESSIONS = 5000;

  /** Checks the range. */
  public SessionViewer {
    Require.that(maximumSessions >= 1, "maximumSessions", "1 or more", maximumSessions);
  }

  /** A viewer of up to {@value #DEFAULT_MAXIMUM_SESSIONS} sessions. */
  public SessionViewer() {
    this(DEFAULT_MAXIMUM_SESSIONS);
  }

  /**
   * {@inheritDoc} The records of the report are the sessions that the file holds, finished or not.
   */
  @Override
  public ExportReport write(RunDirectory run, Path target) throws IOException {
    ViewerData data = new ViewerData(run, maximumSessions);
    try {
      WholeFile.write(
          target,
          out ->
              ViewerPage.write(out, json -> data.writeSessions(json), json -> data.writeRun(json)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new ExportReport(target, data.finished(), data.written(), run.complete());
  }
}
