package io.github.llmcsss.core.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When the disk of a {@link FaultyFileSystem} fails: at one operation, counted from 0, and at all
 * after it, as a full disk or one that is gone does. Writes are short besides. Knows what of each
 * file was put on the disk, and which names were, so that a power cut can take the rest.
 */
final class Faults {
  private final long failAt;
  private final RandomGenerator random;
  private final Map<Path, Long> forced = new HashMap<>();
  private final Deque<Undo> names = new ArrayDeque<>();
  private long operations;
  private String failed = "nothing";
  private final Supplier<IOException> failure;

  Faults(long failAt, RandomGenerator random) {
    this(failAt, random, () -> new IOException("No space left on device"));
  }

  private Faults(long failAt, RandomGenerator random, Supplier<IOException> failure) {
    this.failAt = failAt;
    this.random = random;
    this.failure = failure;
  }

  /** A place where nothing may be written, and never could. */
  static Faults readOnly() {
    return new Faults(0, new SplittableRandom(0), () -> new AccessDeniedException("read-only"));
  }

  /** How many operations there were. */
  long operations() {
    return operations;
  }

  /** The operation that failed first. */
  String failed() {
    return failed;
  }

  void before(String operation) throws IOException {
    if (operations++ >= failAt) {
      if (failed.equals("nothing")) {
        failed = operation;
      }
      throw failure.get();
    }
  }

  /** How many of these bytes a write takes: some, and none or some where it then fails. */
  int taken(int bytes) {
    return random.nextInt(1, bytes + 1);
  }

  void forced(Path file, long size) {
    forced.put(file, size);
    if (Files.isDirectory(file)) {
      names.clear();
    }
  }

  void created(Path file) {
    names.push(() -> Files.delete(file));
  }

  /** Call it before the file is deleted. */
  void deleting(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Long size = forced.remove(file);
    names.push(() -> restore(file, bytes, size));
  }

  /** Call it before the file is moved. */
  void moving(Path from, Path to) throws IOException {
    byte[] replaced = Files.exists(to) ? Files.readAllBytes(to) : null;
    Long replacedSize = forced.remove(to);
    Long size = forced.remove(from);
    if (size != null) {
      forced.put(to, size);
    }
    names.push(() -> {
      restore(from, Files.readAllBytes(to), forced.remove(to));
      Files.delete(to);
      if (replaced != null) {
        restore(to, replaced, replacedSize);
      }
    });
  }

  private void restore(Path file, byte[] bytes, @Nullable Long size) throws IOException {
    Files.write(file, bytes);
    if (size != null) {
      forced.put(file, size);
    }
  }

  /** Takes back a name that a directory got or lost. */
  @FunctionalInterface
  private interface Undo {
    void run() throws IOException;
  }

  /**
   * Takes what was not put on the disk: of the names that the directory got or lost as many of the
   * last as chance will have it, and likewise of the bytes of each file.
   */
  void cutPower(Path directory) throws IOException {
    for (int left = random.nextInt(names.size() + 1); left > 0; left--) {
      names.pop().run();
    }
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          long safe = Math.min(channel.size(), forced.getOrDefault(file, 0L));
          channel.truncate(random.nextLong(safe, channel.size() + 1));
        }
      }
    }
  }
}
