package io.github.llmcsss.core.export;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DatasetCardTitleTest {
  @Property(tries = 200)
  void anyTitleIsReadAsYaml(@ForAll String title) throws IOException {
    Path folder = Files.createTempDirectory("card");
    Path run = Files.writeString(folder.resolve("run.json"), "{\"complete\": true}");
    Path card = folder.resolve("README.md");
    try {
      DatasetCard.builder().title(title).build().write(RunDirectory.open(folder), card);
      Object read = DatasetCardTest.header(Files.readString(card)).get("pretty_name");
      assertTrue(read instanceof String, () -> "a string, but was " + read);
    } finally {
      Files.deleteIfExists(card);
      Files.delete(run);
      Files.delete(folder);
    }
  }
}
