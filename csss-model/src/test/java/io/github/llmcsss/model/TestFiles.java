package io.github.llmcsss.model;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Files for tests of models on disk. */
final class TestFiles {
  private TestFiles() {}

  /** A file beside the tests. */
  static Path resource(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(TestFiles.class.getResource(name), name);
    return Path.of(url.toURI());
  }

  /** Makes a complete directory of a tiny model: weights, configuration, tokenizer, template. */
  static Path tinyDirectory(String name, Path target) throws IOException, URISyntaxException {
    Path source = resource("tiny/" + name);
    Files.createDirectories(target);
    for (String file : new String[] {"config.json", "model.safetensors"}) {
      Files.copy(source.resolve(file), target.resolve(file));
    }
    GgufMetadata metadata = GgufFile.read(resource("tiny/" + name + ".gguf")).metadata();
    Files.writeString(target.resolve("tokenizer.json"), GgufTokenizer.json(metadata).toString());
    Files.writeString(
        target.resolve("tokenizer_config.json"),
        Json.MAPPER
            .createObjectNode()
            .put("bos_token", "<|im_start|>")
            .put("eos_token", "<|im_end|>")
            .put("chat_template", metadata.requiredString("tokenizer.chat_template"))
            .toString());
    return target;
  }

  static float[] values(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.read(0, values, 0, values.length);
    return values;
  }

  static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }
}
