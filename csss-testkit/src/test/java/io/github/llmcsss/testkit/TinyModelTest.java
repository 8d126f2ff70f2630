package io.github.llmcsss.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyModelTest {
  @Test
  void writesASmallCheckpointAnywhere(@TempDir Path directory) throws IOException {
    Path model = directory.resolve("some/where");
    assertEquals(model, TinyModel.extractTo(model));
    long bytes = 0;
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    long size = bytes;
    assertTrue(size > 300_000 && size < 700_000, () -> size + " bytes");
    String config = Files.readString(model.resolve("config.json"));
    assertTrue(config.contains("\"max_position_embeddings\": " + TinyModel.CONTEXT_LENGTH), config);
  }

  @Test
  void replacesWhatLiesThere(@TempDir Path directory) throws IOException {
    Path config = Files.writeString(directory.resolve("config.json"), "old");
    TinyModel.extractTo(directory);
    assertTrue(Files.size(config) > 100);
  }

  @Test
  void writesACheckpointToATemporaryDirectory() throws IOException {
    Path model = TinyModel.extract();
    assertTrue(Files.exists(model.resolve("model.safetensors")));
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(model);
  }
}
