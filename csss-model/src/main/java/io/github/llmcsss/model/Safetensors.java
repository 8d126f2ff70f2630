package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Reads the header of a safetensors file: where its tensors lie. */
final class Safetensors {
  private static final int LARGEST_HEADER = 64 << 20;
  private static final int LARGEST_RANK = 8;

  private Safetensors() {}

  /** The tensors of one file by name. */
  static Map<String, StoredTensor> read(Path path) throws IOException {
    MappedFile file = MappedFile.open(path);
    long length = file.slice(0, 8, "header length").getLong();
    if (length < 2 || length > LARGEST_HEADER || length > file.size() - 8) {
      throw new ModelFormatException(
          path,
          "header length must be in [2, "
              + Math.min(LARGEST_HEADER, file.size() - 8)
              + "], but was "
              + Long.toUnsignedString(length));
    }
    JsonNode header = Json.parse(path, bytes(file, 8, (int) length));
    if (!header.isObject()) {
      throw new ModelFormatException(path, "header must be an object");
    }
    Map<String, StoredTensor> tensors = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (!field.getKey().equals("__metadata__")) {
        tensors.put(field.getKey(), tensor(file, 8 + length, field.getKey(), field.getValue()));
      }
    }
    Overlaps.check(path, tensors.values());
    return Collections.unmodifiableMap(tensors);
  }

  private static StoredTensor tensor(MappedFile file, long data, String name, JsonNode entry) {
    TensorType type =
        switch (entry.path("dtype").asText()) {
          case "F32" -> TensorType.F32;
          case "F16" -> TensorType.F16;
          case "BF16" -> TensorType.BF16;
          default ->
              throw error(
                  file, name, "unknown dtype " + entry.path("dtype") + "; known: [F32, F16, BF16]");
        };
    JsonNode dimensions = entry.path("shape");
    if (!dimensions.isArray() || dimensions.size() > LARGEST_RANK) {
      throw error(file, name, "shape must be an array of at most " + LARGEST_RANK + " numbers");
    }
    long[] shape = new long[dimensions.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = integer(file, name, "shape", dimensions.get(i));
    }
    JsonNode offsets = entry.path("data_offsets");
    if (!offsets.isArray() || offsets.size() != 2) {
      throw error(file, name, "data_offsets must be two numbers");
    }
    long begin = integer(file, name, "data_offsets", offsets.get(0));
    long end = integer(file, name, "data_offsets", offsets.get(1));
    if (begin > end || end > file.size() - data) {
      throw error(
          file,
          name,
          "data_offsets ["
              + begin
              + ", "
              + end
              + "] lie outside the "
              + (file.size() - data)
              + " bytes of data; the file is cut off or broken, fetch it again");
    }
    StoredTensor tensor = StoredTensor.of(file, name, shape, type, data + begin);
    if (tensor.bytes() != end - begin) {
      throw error(
          file,
          name,
          "data_offsets span "
              + (end - begin)
              + " bytes, but shape and dtype need "
              + tensor.bytes());
    }
    return tensor;
  }

  private static long integer(MappedFile file, String name, String field, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
      throw error(file, name, field + " must be a whole number in [0, 2^63), but was " + value);
    }
    return value.asLong();
  }

  private static ModelFormatException error(MappedFile file, String name, String problem) {
    return new ModelFormatException(file.path(), "tensor \"" + name + "\": " + problem);
  }

  private static byte[] bytes(MappedFile file, long at, int length) {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, MappedFile.largestSlice());
      ByteBuffer slice = file.slice(at + done, part, "header");
      slice.get(bytes, done, part);
      done += part;
    }
    return bytes;
  }
}
