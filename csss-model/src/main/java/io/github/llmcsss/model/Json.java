package io.github.llmcsss.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON of model files: bounded in depth and size, duplicate keys refused. */
final class Json {
  private static final int LARGEST_FILE = 64 << 20;
  private static final long MOST_TOKENS = 1 << 23;
  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxTokenCount(MOST_TOKENS)
                          .maxStringLength(8 << 20)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static JsonNode read(Path file) throws IOException {
    return read(file, LARGEST_FILE);
  }

  /** Refuses files larger than so many bytes: a tree takes up to thirty times its source. */
  static JsonNode read(Path file, int largest) throws IOException {
    long size = Files.size(file);
    if (size > largest) {
      throw new ModelFormatException(
          file, "size must be at most " + largest + " bytes, but was " + size);
    }
    return parse(file, Files.readAllBytes(file));
  }

  static JsonNode parse(Path file, byte[] json) throws IOException {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (node.isMissingNode()) {
        throw new ModelFormatException(file, "is empty, JSON was expected");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw broken(file, e);
    }
  }

  /** Without those parts of the message that quote the source: that may be megabytes of weights. */
  static ModelFormatException broken(Path file, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    String where = location == null ? "" : " at line " + location.getLineNr();
    String what = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    what = what.replaceFirst(" \\(start marker at .*", "");
    return new ModelFormatException(file, "is not valid JSON" + where + ": " + what);
  }
}
