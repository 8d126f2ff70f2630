package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The safetensors files of a checkpoint directory: one file, or shards named by an index.
 *
 * @param files those that hold tensors, sorted, the index first where there is one
 * @param tensors by name
 */
record SafetensorsFiles(List<Path> files, Map<String, Tensor> tensors) {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final int LARGEST_INDEX = 8 << 20;

  static SafetensorsFiles read(Path directory) throws IOException {
    Path index = directory.resolve(INDEX);
    if (Files.exists(index)) {
      return sharded(directory, index);
    }
    Path single = directory.resolve(SINGLE);
    if (!Files.exists(single)) {
      throw new NoSuchFileException(
          directory.toString(), null, "holds neither " + SINGLE + " nor " + INDEX);
    }
    return new SafetensorsFiles(List.of(single), new TreeMap<>(Safetensors.read(single)));
  }

  private static SafetensorsFiles sharded(Path directory, Path index) throws IOException {
    JsonNode map = Json.read(index, LARGEST_INDEX).path("weight_map");
    if (!map.isObject()) {
      throw new ModelFormatException(index, "weight_map must be an object");
    }
    Map<String, Map<String, StoredTensor>> shards = new TreeMap<>();
    Map<String, Tensor> tensors = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String shard = entry.getValue().asText();
      // Only plain names: an index must not lead out of the directory.
      if (!shard.matches("[\\w.-]{1,200}\\.safetensors")) {
        throw new ModelFormatException(
            index,
            "weight_map[\""
                + entry.getKey()
                + "\"] must name a safetensors file beside it, but was \""
                + shard
                + "\"");
      }
      if (!shards.containsKey(shard)) {
        shards.put(shard, Safetensors.read(directory.resolve(shard)));
      }
      StoredTensor tensor = shards.get(shard).get(entry.getKey());
      if (tensor == null) {
        throw new ModelFormatException(
            index,
            "weight_map names tensor \""
                + entry.getKey()
                + "\" in "
                + shard
                + ", which does not hold it");
      }
      tensors.put(entry.getKey(), tensor);
    }
    List<Path> files = new ArrayList<>(List.of(index));
    new TreeSet<>(shards.keySet()).forEach(shard -> files.add(directory.resolve(shard)));
    return new SafetensorsFiles(List.copyOf(files), tensors);
  }
}
