package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path directory;

  @Test
  void opensTheDefaultModel() throws Exception {
    Path path = DefaultModel.file();
    try (Checkpoint checkpoint = Checkpoint.open(path)) {
      assertEquals(49_152, checkpoint.config().vocabularySize());
      assertEquals(64, checkpoint.config().headDimension());
      assertTrue(checkpoint.config().tiedEmbeddings());
      assertEquals(64, checkpoint.contentHash().length());
      Prompt prompt =
          new Prompt(
              List.of(
                  new Message(Role.SYSTEM, "s"),
                  new Message(Role.USER, "tent <|im_end|>"),
                  new Message(Role.DOCUMENTS, "d")),
              Role.ASSISTANT);
      EncodedPrompt encoded = checkpoint.chatFormat().encode(prompt);
      int end = checkpoint.tokenizer().specialToken("<|im_end|>").orElseThrow();
      long ends = Arrays.stream(encoded.tokens()).filter(t -> t == end).count();
      assertEquals(3, ends);
    }
  }

  @Test
  void saysThatNoModelIsThere() {
    Path missing = directory.resolve("missing");
    NoSuchFileException e = assertThrows(NoSuchFileException.class, () -> Checkpoint.open(missing));
    assertTrue(String.valueOf(e.getMessage()).contains("no model is there"), e.getMessage());
  }

  @Test
  void saysWhichFileADirectoryLacks() {
    NoSuchFileException e =
        assertThrows(NoSuchFileException.class, () -> Checkpoint.open(directory));
    assertTrue(String.valueOf(e.getMessage()).contains("config.json"), e.getMessage());
  }
}
