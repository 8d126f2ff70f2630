package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappedFileTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 999, 1000, 4096})
  void readsAcrossWindows(int window) throws Exception {
    byte[] bytes = new byte[1000];
    new Random(1).nextBytes(bytes);
    Path path = Files.write(directory.resolve("file"), bytes);
    MappedFile file = MappedFile.open(path, window);
    assertEquals(1000, file.size());
    for (int offset = 0; offset <= 1000; offset += 13) {
      int length = Math.min(150, 1000 - offset);
      assertArrayEquals(
          Arrays.copyOfRange(bytes, offset, offset + length),
          file.copy(offset, length, "part").array());
    }
  }

  @Test
  void refusesRangesOutsideTheFile() throws Exception {
    MappedFile file = MappedFile.open(Files.write(directory.resolve("file"), new byte[10]));
    for (long[] range :
        new long[][] {{0, 11}, {10, 1}, {-1, 1}, {Long.MAX_VALUE, 1}, {Long.MIN_VALUE, 0}}) {
      ModelFormatException e =
          assertThrows(
              ModelFormatException.class, () -> file.copy(range[0], (int) range[1], "part"));
      assertTrue(TestFiles.message(e).contains("part needs"), e.getMessage());
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a mapped file cannot be cut off there")
  void reportsAFileThatIsCutOffWhileItIsOpen() throws Exception {
    Path path = Files.write(directory.resolve("file"), new byte[4 << 20]);
    MappedFile file = MappedFile.open(path);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(1 << 20);
    }
    assertEquals(1 << 20, file.copy(0, 1 << 20, "part").remaining());
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> file.copy(2 << 20, 1 << 16, "part"));
    assertTrue(TestFiles.message(e).contains("cut off while it was open"), e.getMessage());
  }
}
