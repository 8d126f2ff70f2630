package io.github.llmcsss.core.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of a run's files and what is done with them as a whole. */
final class RunFiles {
  static final String RUN = "run.json";
  static final String REJECTED = "rejected.jsonl";
  static final String LOG = "log.jsonl";
  static final String PARTIAL = ".partial";

  /** How many planned sessions, finished or not, a part stands for. */
  static final int SESSIONS_A_PART = 1000;

  private static final Pattern PART = Pattern.compile("part-\\d{5,}\\.jsonl(\\.partial)?");
  private static final Pattern OURS =
      Pattern.compile("run\\.json(\\.tmp)?|rejected\\.jsonl|log\\.jsonl|" + PART);

  private RunFiles() {}

  static String part(long number) {
    return String.format(Locale.ROOT, "part-%05d.jsonl", number);
  }

  /** The parts in their order, finished and in work. */
  static List<Path> parts(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> PART.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  /** Makes the directory, which must be empty or hold an earlier run that may be overwritten. */
  static void prepare(Path directory, boolean overwrite) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw explained("cannot make the directory " + directory, e);
    }
    List<Path> present;
    try (Stream<Path> files = Files.list(directory)) {
      present = files.sorted().toList();
    } catch (NotDirectoryException e) {
      throw explained("cannot make the directory " + directory, e);
    }
    if (present.isEmpty()) {
      return;
    }
    boolean ours =
        present.stream().allMatch(file -> OURS.matcher(file.getFileName().toString()).matches());
    if (!ours) {
      throw new IOException(
          "the directory " + directory + " is not empty and not a run's; give another directory");
    }
    if (!overwrite) {
      throw new IOException(
          "the directory "
              + directory
              + " already holds a run; give another directory, or set overwrite(true) to delete"
              + " that run");
    }
    for (Path file : present) {
      Files.delete(file);
    }
  }

  /** The same failure with one sentence that says what could not be done, and why. */
  static IOException explained(String what, IOException cause) {
    String reason = cause.getMessage();
    if (cause instanceof FileSystemException failure) {
      String system = failure.getReason();
      reason = system == null ? reason(failure) : system;
    }
    return new IOException(what + ": " + reason, cause);
  }

  private static String reason(FileSystemException failure) {
    return switch (failure) {
      case FileAlreadyExistsException e -> "there is a file of this name";
      case NotDirectoryException e -> "it is a file";
      case AccessDeniedException e -> "access is denied";
      case NoSuchFileException e -> "there is no such place";
      default -> failure.getClass().getSimpleName();
    };
  }
}
