package io.github.llmcsss.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/**
 * A language model of 160,000 weights that holds toy conversations about {@link SmallCatalogue}: a
 * Llama of three layers with a vocabulary of 704 byte-level tokens and the ChatML format, as a
 * Hugging Face checkpoint of about 340 kB. It continues the transcripts of the synthesizer in both
 * roles, with and without its examples, names products of the search results it is shown, and ends
 * its turns. For tests: real enough to run the whole library in seconds, too small for anything
 * else.
 */
public final class TinyModel {
  /** How many tokens of prompt and answer together the model holds: {@value}. */
  public static final int CONTEXT_LENGTH = 2048;

  private static final List<String> FILES =
      List.of(
          "config.json",
          "generation_config.json",
          "model.safetensors",
          "tokenizer.json",
          "tokenizer_config.json");

  private TinyModel() {}

  /**
   * Writes the model's files into a directory, which is made where it does not exist; files of the
   * same names are replaced.
   *
   * @return the directory
   */
  public static Path extractTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (String file : FILES) {
      String resource = "tiny-model/" + file;
      try (InputStream content =
          Objects.requireNonNull(TinyModel.class.getResourceAsStream(resource), resource)) {
        Files.copy(content, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return directory;
  }

  /** Writes the model's files into a new temporary directory, which the caller deletes. */
  public static Path extract() throws IOException {
    return extractTo(Files.createTempDirectory("csss-tiny-model"));
  }
}
