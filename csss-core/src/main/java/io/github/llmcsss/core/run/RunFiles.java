package io.github.llmcsss.core.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of a run's files and what is done with them as a whole. */
final class RunFiles {
  static final String RUN = "run.json";
  static final String REJECTED = "rejected.jsonl";
  static final String LOG = "log.jsonl";
  static final String JOURNAL = "early.journal";
  static final String LOCK = "run.lock";
  static final String PARTIAL = ".partial";
  static final String TEMPORARY = ".tmp";

  /** How many planned sessions, finished or not, a part stands for. */
  static final int SESSIONS_A_PART = 1000;

  private static final Pattern PART = Pattern.compile("part-(\\d{5,18})\\.jsonl(\\.partial)?");
  private static final Pattern OURS =
      Pattern.compile(
          "run\\.json\\.tmp|rejected\\.jsonl|log\\.jsonl|early\\.journal(\\.tmp)?|" + PART);

  private RunFiles() {}

  static String part(long number) {
    return String.format(Locale.ROOT, "part-%05d.jsonl", number);
  }

  /** The name of a part while it is in work. */
  static Path partial(Path part) {
    return part.resolveSibling(part.getFileName() + PARTIAL);
  }

  /**
   * The parts in their order, finished and in work.
   *
   * @throws IOException if one is missing before others
   */
  static List<Path> parts(Path directory) throws IOException {
    long listed = 0;
    try (Stream<Path> files = Files.list(directory)) {
      listed = files.mapToLong(RunFiles::number).max().orElse(-1) + 1;
    }
    // What is renamed meanwhile may stand in a listing twice or not at all, so only its end counts.
    List<Path> parts = new ArrayList<>();
    for (long number = 0; number < listed; number++) {
      Path finished = directory.resolve(part(number));
      Path file = Files.exists(finished) ? finished : partial(finished);
      if (!Files.exists(file) && !Files.exists(finished)) {
        throw new IOException(
            "the file " + finished + " is missing, though later parts are there; restore it");
      }
      parts.add(file);
    }
    return parts;
  }

  /** Where a part is that was in work and may have been finished, and so renamed, since. */
  static Path now(Path part) {
    return isPartial(part) && !Files.exists(part) ? finished(part) : part;
  }

  static boolean isPartial(Path part) {
    return part.toString().endsWith(PARTIAL);
  }

  /** The name that a part in work has when it is finished. */
  static Path finished(Path partial) {
    String name = String.valueOf(partial.getFileName());
    return partial.resolveSibling(name.substring(0, name.length() - PARTIAL.length()));
  }

  /** Which part a file is; less than 0 if it is none. */
  static long number(Path file) {
    Matcher matcher = PART.matcher(String.valueOf(file.getFileName()));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  /** Makes the directory where it is not there; it must be empty or hold a run. */
  static void make(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
      try (Stream<Path> files = Files.list(directory)) {
        Set<String> names =
            files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        // What a run that was killed at its very beginning leaves.
        names.removeAll(List.of(LOCK, RUN + TEMPORARY));
        if (!names.isEmpty() && !names.contains(RUN)) {
          throw new IOException(
              "the directory "
                  + directory
                  + " is not empty and not a run's; give another directory");
        }
      }
    } catch (FileSystemException e) {
      throw explained("cannot make the directory " + directory, e);
    }
  }

  /** Deletes all that a run wrote but {@code run.json}. */
  static void deleteAllButManifest(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> present = Files.list(directory)) {
      files =
          present
              .filter(file -> OURS.matcher(String.valueOf(file.getFileName())).matches())
              .toList();
    }
    for (Path file : files) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw explained("cannot delete " + file, e);
      }
    }
    forceDirectory(directory);
  }

  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw explained("cannot rename " + from + " to " + to.getFileName(), e);
    }
  }

  /** Puts the names of files on the disk; where the system cannot (Windows), it need not. */
  static void forceDirectory(Path directory) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(directory, StandardOpenOption.READ);
    } catch (IOException e) {
      return; // directories cannot be opened there
    }
    try (channel) {
      channel.force(true);
    } catch (IOException e) {
      throw explained("cannot put on disk " + directory, e);
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
