package io.github.llmcsss.core.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * When the disk of a {@link FaultyFileSystem} fails: at one operation, counted from 0, and at all
 * after it, as a full disk or one that is gone does. Writes are short besides. Knows what of each
 * file was put on the disk, so that a power cut can take the rest.
 */
final class Faults {
  private final long failAt;
  private final RandomGenerator random;
  private final Map<Path, Long> forced = new HashMap<>();
  private long operations;
  private String failed = "nothing";

  Faults(long failAt, RandomGenerator random) {
    this.failAt = failAt;
    this.random = random;
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
      throw new IOException("No space left on device");
    }
  }

  /** How many of these bytes a write takes: some, and none or some where it then fails. */
  int taken(int bytes) {
    return random.nextInt(1, bytes + 1);
  }

  void forced(Path file, long size) {
    forced.put(file, size);
  }

  void moved(Path from, Path to) {
    Long size = forced.remove(from);
    if (size != null) {
      forced.put(to, size);
    }
  }

  /** Takes bytes that were not put on the disk, of each file as many as chance will have it. */
  void cutPower(Path directory) throws IOException {
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
