package io.github.llmcsss.examples;

import io.github.llmcsss.core.export.DatasetCard;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.viewer.SessionViewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the main job leaves for people beside the sessions. */
final class ReadableFiles {
  /** The sessions, for a browser. */
  static final String VIEWER = "sessions.html";

  /** The card of the data set. */
  static final String CARD = "README.md";

  /** What was printed at the end. */
  static final String REPORT = "report.txt";

  private static final List<String> NAMES = List.of(VIEWER, CARD, REPORT);

  private ReadableFiles() {}

  /** Whether all of them are there. */
  static boolean present(Path directory) {
    return NAMES.stream().map(directory::resolve).allMatch(Files::exists);
  }

  /** Deletes those of a run that is about to become another; leaves any other directory alone. */
  static void deleteOf(Path directory) throws IOException {
    if (RunDirectory.exists(directory)) {
      for (String name : NAMES) {
        Files.deleteIfExists(directory.resolve(name));
      }
    }
  }

  static void write(Path directory, String model, String report) throws IOException {
    RunDirectory run = RunDirectory.open(directory);
    new SessionViewer().write(run, directory.resolve(VIEWER));
    DatasetCard.builder().model(model).build().write(run, directory.resolve(CARD));
    Files.writeString(directory.resolve(REPORT), report);
  }
}
