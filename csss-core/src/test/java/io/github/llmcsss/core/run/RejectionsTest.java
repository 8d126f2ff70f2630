package io.github.llmcsss.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectionsTest {
  private static final String LINE =
      """
      {"id":"r","seed":"lamp","categories":["Home","Light"],"repetition":0,"turn":1,"verdict":"failed","filter":"prompt",\
      "reason":"too-long","detail":"","turns":[{"role":"user","text":"lamp"}]}
      """;
  private static final Rejection REJECTION =
      new Rejection(
          "r",
          new SeedQuery("lamp", List.of("Home", "Light"), Optional.empty()),
          0,
          1,
          true,
          "prompt",
          "too-long",
          "",
          List.of(new Turn("lamp", Optional.empty())));

  private final Path directory;

  RejectionsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void areReadInTheirOrder() throws IOException {
    assertEquals(List.of(REJECTION, REJECTION), read(true, LINE + LINE));
  }

  @Test
  void aRunWithoutTheFileHasNone() throws IOException {
    Files.writeString(directory.resolve("run.json"), "{\"complete\":true}");
    assertEquals(List.of(), read());
  }

  @Test
  void theLineAtWhichARunWasKilledIsNone() throws IOException {
    assertEquals(List.of(REJECTION), read(false, LINE + LINE.substring(0, 40)));
  }

  @Test
  void aBrokenLineOfACompleteRunIsNamed() {
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> read(true, LINE + "{\"id\":\"x\"}\n"));
    assertEquals(
        directory.resolve("rejected.jsonl") + ":2: not a rejection: the field \"seed\" is missing",
        e.getMessage());
  }

  private List<Rejection> read(boolean complete, String lines) throws IOException {
    Files.writeString(directory.resolve("run.json"), "{\"complete\":" + complete + "}");
    Files.writeString(directory.resolve("rejected.jsonl"), lines);
    return read();
  }

  private List<Rejection> read() throws IOException {
    try (Stream<Rejection> rejections = RunDirectory.open(directory).rejections()) {
      return rejections.toList();
    }
  }
}
