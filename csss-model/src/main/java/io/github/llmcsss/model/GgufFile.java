package io.github.llmcsss.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A GGUF file of version 2 or 3: metadata and where its tensors lie. Tensor names are the file's
 * own; dimensions are turned around, outermost first.
 */
record GgufFile(GgufMetadata metadata, Map<String, StoredTensor> tensors) {
  private static final int MAGIC = 0x46554747;
  private static final int LARGEST_COUNT = 1 << 16;
  private static final int LARGEST_STRING = 1 << 20;

  /** Bounds of all metadata together: several times what the largest vocabularies need. */
  private static final int MOST_ELEMENTS = 1 << 22;

  private static final long LARGEST_METADATA = 128L << 20;
  private static final int DEEPEST_ARRAY = 2;

  static GgufFile read(Path path) throws IOException {
    return new Parser(MappedFile.open(path)).parse();
  }

  /** Reads forwards; every length is checked against the file before anything is allocated. */
  private static final class Parser {
    private final MappedFile file;
    private long at;
    private int elements;

    Parser(MappedFile file) {
      this.file = file;
    }

    GgufFile parse() {
      if (file.size() < 24 || take(4, "magic").getInt() != MAGIC) {
        throw error(
            "is no GGUF file; a model is a GGUF file, or a directory with config.json,"
                + " *.safetensors and tokenizer.json");
      }
      int version = take(4, "version").getInt();
      if (version != 2 && version != 3) {
        throw error("unknown GGUF version " + version + "; known: [2, 3], little-endian");
      }
      long tensorCount = count("tensor_count", LARGEST_COUNT);
      long keyCount = count("metadata_kv_count", LARGEST_COUNT);
      Map<String, Object> values = new LinkedHashMap<>();
      for (long i = 0; i < keyCount; i++) {
        String key = string("metadata key " + i);
        if (values.put(key, value(int32("type of " + key), key, 0)) != null) {
          throw error("metadata key \"" + key + "\" is there twice");
        }
      }
      GgufMetadata metadata = new GgufMetadata(file.path(), values);
      return new GgufFile(metadata, tensors(tensorCount, metadata));
    }

    private Map<String, StoredTensor> tensors(long count, GgufMetadata metadata) {
      record Entry(String name, long[] shape, TensorType type, long offset) {}
      List<Entry> entries = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        String name = string("name of tensor " + i);
        int dimensions = int32("dimensions of " + name);
        if (dimensions < 0 || dimensions > 4) {
          throw error(
              "tensor \"" + name + "\" has " + dimensions + " dimensions, at most 4 are possible");
        }
        long[] shape = new long[dimensions];
        for (int d = dimensions - 1; d >= 0; d--) {
          shape[d] = take(8, "shape of " + name).getLong();
        }
        entries.add(new Entry(name, shape, type(name), take(8, "offset of " + name).getLong()));
      }
      int alignment = metadata.integer("general.alignment").orElse(32);
      if (alignment < 1 || alignment > 1 << 20) {
        throw error("general.alignment must be in [1, 2^20], but was " + alignment);
      }
      long data = (at + alignment - 1) / alignment * alignment;
      Map<String, StoredTensor> tensors = new TreeMap<>();
      for (Entry entry : entries) {
        if (entry.offset < 0 || entry.offset > file.size()) {
          throw error("tensor \"" + entry.name + "\" has the impossible offset " + entry.offset);
        }
        StoredTensor tensor =
            StoredTensor.of(file, entry.name, entry.shape, entry.type, data + entry.offset);
        if (tensors.put(entry.name, tensor) != null) {
          throw error("tensor \"" + entry.name + "\" is there twice");
        }
      }
      Overlaps.check(file.path(), tensors.values());
      return Collections.unmodifiableMap(tensors);
    }

    private TensorType type(String name) {
      int id = int32("type of " + name);
      return Arrays.stream(TensorType.values())
          .filter(type -> type.ggufId == id)
          .findFirst()
          .orElseThrow(() ->
              error(
                  "tensor \""
                      + name
                      + "\": unknown GGUF tensor type \""
                      + id
                      + "\"; known: "
                      + Arrays.toString(TensorType.values())));
    }

    private Object value(int type, String key, int depth) {
      return switch (type) {
        case 0 -> (long) (take(1, key).get() & 0xff);
        case 1 -> (long) take(1, key).get();
        case 2 -> (long) (take(2, key).getShort() & 0xffff);
        case 3 -> (long) take(2, key).getShort();
        case 4 -> take(4, key).getInt() & 0xffffffffL;
        case 5 -> (long) take(4, key).getInt();
        case 6 -> (double) take(4, key).getFloat();
        case 7 -> take(1, key).get() != 0;
        case 8 -> string(key);
        case 9 -> array(key, depth);
        case 10, 11 -> take(8, key).getLong();
        case 12 -> take(8, key).getDouble();
        default -> throw error("metadata key \"" + key + "\" has the unknown type " + type);
      };
    }

    private List<Object> array(String key, int depth) {
      if (depth == DEEPEST_ARRAY) {
        throw error("metadata key \"" + key + "\" nests arrays too deeply");
      }
      int type = int32("element type of " + key);
      long length = count("length of " + key, MOST_ELEMENTS);
      elements += (int) length;
      if (elements > MOST_ELEMENTS) {
        throw error("metadata has more than " + MOST_ELEMENTS + " array elements");
      }
      // Every element takes at least a byte, so a file bounds what is allocated for it.
      if (length > file.size() - at) {
        throw error(
            "metadata key \""
                + key
                + "\" claims "
                + length
                + " elements, more than the file holds");
      }
      List<Object> list = new ArrayList<>((int) length);
      for (long i = 0; i < length; i++) {
        list.add(value(type, key, depth + 1));
      }
      return Collections.unmodifiableList(list);
    }

    private String string(String field) {
      long length = count("length of " + field, LARGEST_STRING);
      return StandardCharsets.UTF_8.decode(take((int) length, field)).toString();
    }

    private int int32(String field) {
      return take(4, field).getInt();
    }

    private long count(String field, int largest) {
      long count = take(8, field).getLong();
      if (count < 0 || count > largest) {
        throw error(
            field + " must be in [0, " + largest + "], but was " + Long.toUnsignedString(count));
      }
      return count;
    }

    private ByteBuffer take(int bytes, String field) {
      ByteBuffer copy = file.copy(at, bytes, field);
      at += bytes;
      if (at > LARGEST_METADATA) {
        throw error("metadata must end within " + LARGEST_METADATA + " bytes");
      }
      return copy;
    }

    private ModelFormatException error(String problem) {
      return new ModelFormatException(file.path(), problem);
    }
  }
}
