package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads golden files. */
final class Goldens {
  private Goldens() {}

  /** The bytes of a golden file that is packed with gzip. */
  static byte[] unpacked(String name) throws IOException {
    try (InputStream packed = Goldens.class.getResourceAsStream(name)) {
      if (packed == null) {
        throw new FileNotFoundException(name);
      }
      try (InputStream in = new GZIPInputStream(packed)) {
        return in.readAllBytes();
      }
    }
  }

  static JsonNode json(String name) throws IOException {
    return Json.parse(Path.of(name), unpacked(name));
  }

  static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.textValue()));
    return strings;
  }

  static int[] integers(JsonNode array) {
    int[] integers = new int[array.size()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = array.get(i).intValue();
    }
    return integers;
  }
}
