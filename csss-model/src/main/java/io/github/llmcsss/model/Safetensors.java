package io.github.llmcsss.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.base.Ascii;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the header of a safetensors file: where its tensors lie. Token by token, so that a hostile
 * header takes little more memory than the file.
 */
final class Safetensors {
  private static final int LARGEST_HEADER = 64 << 20;
  private static final int LARGEST_RANK = 8;
  private static final int MOST_TENSORS = 1 << 17;
  private static final int MOST_METADATA = 1 << 10;

  private final MappedFile file;
  private final JsonParser json;
  private final long data;
  private final Map<String, String> metadata = new TreeMap<>();

  /** What a file holds: tensors by name, and texts that whoever wrote it added. */
  record Content(Map<String, StoredTensor> tensors, Map<String, String> metadata) {}

  private Safetensors(MappedFile file, JsonParser json, long data) {
    this.file = file;
    this.json = json;
    this.data = data;
  }

  /** The tensors of one file by name. */
  static Map<String, StoredTensor> read(Path path) throws IOException {
    return readAll(path).tensors();
  }

  /** Tensors and metadata of one file. */
  static Content readAll(Path path) throws IOException {
    MappedFile file = MappedFile.open(path);
    long length = file.copy(0, 8, "header length").getLong();
    long largest = Math.min(LARGEST_HEADER, file.size() - 8);
    if (length < 2 || length > largest) {
      throw new ModelFormatException(
          path,
          "header length must be in [2, "
              + largest
              + "], but was "
              + Long.toUnsignedString(length));
    }
    byte[] header = file.copy(8, (int) length, "header").array();
    try (JsonParser json = Json.MAPPER.createParser(header)) {
      Safetensors reader = new Safetensors(file, json, 8 + length);
      Map<String, StoredTensor> tensors = reader.tensors();
      Overlaps.check(path, tensors.values());
      return new Content(
          Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(reader.metadata));
    } catch (JsonProcessingException e) {
      throw Json.broken(path, e);
    }
  }

  private Map<String, StoredTensor> tensors() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new ModelFormatException(file.path(), "header must be an object");
    }
    Map<String, StoredTensor> tensors = new TreeMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("__metadata__")) {
        readMetadata();
      } else {
        tensors.put(name, tensor(name));
      }
      if (tensors.size() > MOST_TENSORS) {
        throw new ModelFormatException(
            file.path(), "header names more than " + MOST_TENSORS + " tensors");
      }
    }
    if (json.nextToken() != null) {
      throw new ModelFormatException(file.path(), "header must be one object and nothing more");
    }
    return tensors;
  }

  /** Texts by name; whatever is no text is passed over, as all of it may be. */
  private void readMetadata() throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING && metadata.size() < MOST_METADATA) {
        metadata.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
  }

  private StoredTensor tensor(String name) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw error(name, "must be an object of dtype, shape and data_offsets");
    }
    String dtype = "";
    long[] shape = {-1};
    long[] offsets = {};
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "dtype" -> dtype = json.getValueAsString("");
        case "shape" -> shape = integers(name, field);
        case "data_offsets" -> offsets = integers(name, field);
        default -> json.skipChildren();
      }
    }
    TensorType type =
        switch (dtype) {
          case "F32" -> TensorType.F32;
          case "F16" -> TensorType.F16;
          case "BF16" -> TensorType.BF16;
          default ->
              throw error(
                  name,
                  "unknown dtype \""
                      + Ascii.truncate(dtype, 40, "...")
                      + "\"; known: [F32, F16, BF16]");
        };
    return tensor(name, type, shape, offsets);
  }

  private StoredTensor tensor(String name, TensorType type, long[] shape, long[] offsets) {
    if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > file.size() - data) {
      throw error(
          name,
          "data_offsets must be [begin, end] inside the "
              + (file.size() - data)
              + " bytes of data, but were "
              + Arrays.toString(offsets)
              + "; the file is cut off or broken, fetch it again");
    }
    StoredTensor tensor = StoredTensor.of(file, name, shape, type, data + offsets[0]);
    if (tensor.bytes() != offsets[1] - offsets[0]) {
      throw error(
          name,
          "data_offsets span "
              + (offsets[1] - offsets[0])
              + " bytes, but shape and dtype need "
              + tensor.bytes());
    }
    return tensor;
  }

  private long[] integers(String name, String field) throws IOException {
    long[] values = new long[LARGEST_RANK];
    int count = 0;
    boolean array = json.currentToken() == JsonToken.START_ARRAY;
    while (array && json.nextToken() != JsonToken.END_ARRAY) {
      boolean whole =
          json.currentToken() == JsonToken.VALUE_NUMBER_INT
              && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      if (count == LARGEST_RANK || !whole || json.getLongValue() < 0) {
        array = false;
      } else {
        values[count++] = json.getLongValue();
      }
    }
    if (!array) {
      throw error(
          name,
          field + " must be an array of at most " + LARGEST_RANK + " whole numbers in [0, 2^63)");
    }
    return Arrays.copyOf(values, count);
  }

  private ModelFormatException error(String name, String problem) {
    return new ModelFormatException(file.path(), "tensor \"" + name + "\": " + problem);
  }
}
