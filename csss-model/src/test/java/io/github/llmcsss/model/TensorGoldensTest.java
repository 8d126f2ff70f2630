package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are bit for bit those that the Python packages gguf and safetensors read. */
class TensorGoldensTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"types-v3.gguf", "types-v2.gguf"})
  void readsEveryGgufTypeAsTheReferenceDoes(String name) throws Exception {
    GgufFile file = GgufFile.read(resource(name));
    float[] expected = floats(resource("types.f32"));
    assertEquals(42, file.metadata().requiredInteger("test.integer"));
    assertEquals(List.of("a", "\u00e9", ""), file.metadata().strings("test.strings"));
    int at = 0;
    for (TensorType type :
        List.of(
            TensorType.F32,
            TensorType.F16,
            TensorType.BF16,
            TensorType.Q4_0,
            TensorType.Q4_1,
            TensorType.Q5_0,
            TensorType.Q5_1,
            TensorType.Q8_0,
            TensorType.Q4_K,
            TensorType.Q5_K,
            TensorType.Q6_K)) {
      StoredTensor tensor = Objects.requireNonNull(file.tensors().get("t." + type));
      assertArrayEquals(new long[] {3, 512}, tensor.shape());
      float[] part = Arrays.copyOfRange(expected, at, at + 1536);
      assertArrayEquals(part, read(tensor), type.toString());
      at += 1536;
    }
    assertEquals(expected.length, at);
  }

  @Test
  void readsAnyRangeOfABlock() throws Exception {
    GgufFile file = GgufFile.read(resource("types-v3.gguf"));
    for (StoredTensor tensor : file.tensors().values()) {
      float[] all = read(tensor);
      for (int[] range : new int[][] {{0, 1}, {31, 2}, {255, 3}, {100, 700}, {1535, 1}, {7, 0}}) {
        float[] part = new float[range[1] + 2];
        tensor.read(range[0], part, 1, range[1]);
        for (int i = 0; i < range[1]; i++) {
          assertEquals(all[range[0] + i], part[i + 1], tensor.name() + " at " + (range[0] + i));
        }
      }
    }
  }

  @Test
  void readsShardedSafetensorsAsTheReferenceDoes() throws Exception {
    SafetensorsFiles files = SafetensorsFiles.read(resource("sharded"));
    float[] expected = floats(resource("sharded/expected.f32"));
    int at = 0;
    for (Tensor tensor : files.tensors().values()) {
      float[] values = read(tensor);
      assertArrayEquals(Arrays.copyOfRange(expected, at, at + values.length), values);
      at += values.length;
    }
    assertEquals(expected.length, at);
    assertEquals(3, files.files().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F16", "BF16"})
  void writesWhatItReads(String precision) throws Exception {
    Map<String, Tensor> tensors = SafetensorsFiles.read(resource("sharded")).tensors();
    Path file = directory.resolve("model.safetensors");
    SafetensorsWriter.write(file, tensors.values(), SafetensorsWriter.Precision.valueOf(precision));
    Path again = directory.resolve("again.safetensors");
    Map<String, StoredTensor> read = Safetensors.read(file);
    SafetensorsWriter.write(again, read.values(), SafetensorsWriter.Precision.valueOf(precision));
    assertEquals(-1, Files.mismatch(file, again));
    for (Tensor tensor : tensors.values()) {
      float[] expected = read(tensor);
      float[] values = read(Objects.requireNonNull(read.get(tensor.name())));
      float tolerance = precision.equals("F32") ? 0 : precision.equals("F16") ? 1e-3f : 1e-2f;
      for (int i = 0; i < values.length; i++) {
        assertEquals(expected[i], values[i], tolerance * Math.abs(expected[i]));
      }
    }
  }

  @Test
  void readsTheDefaultModelInTheOrderOfHuggingFace() throws Exception {
    Path path = DefaultModel.file();
    GgufFile file = GgufFile.read(path);
    ModelConfig config = GgufConfig.of(file);
    assertEquals(30, config.layers());
    assertEquals(1e-5, config.rmsNormEpsilon());
    Map<String, Tensor> tensors = GgufTensors.byHuggingFaceName(file, config);
    RequiredTensors.check(path, config, tensors);
    JsonNode digests = Json.read(resource("default-model-digests.json"));
    Map<String, String> names =
        Map.of(
            "token_embd.weight", "model.embed_tokens.weight",
            "output_norm.weight", "model.norm.weight",
            "blk.0.attn_q.weight", "model.layers.0.self_attn.q_proj.weight",
            "blk.0.attn_k.weight", "model.layers.0.self_attn.k_proj.weight",
            "blk.0.ffn_down.weight", "model.layers.0.mlp.down_proj.weight");
    names.forEach((stored, name) ->
        assertEquals(
            digests.path(stored).asText(), digest(Objects.requireNonNull(tensors.get(name)))));
  }

  private static String digest(Tensor tensor) {
    Hasher hasher = Hashing.sha256().newHasher();
    float[] chunk = new float[1 << 16];
    ByteBuffer bytes = ByteBuffer.allocate(4 * chunk.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = 0; at < tensor.size(); at += chunk.length) {
      int count = (int) Math.min(chunk.length, tensor.size() - at);
      tensor.read(at, chunk, 0, count);
      bytes.clear();
      bytes.asFloatBuffer().put(chunk, 0, count);
      hasher.putBytes(bytes.limit(4 * count));
    }
    return hasher.hash().toString();
  }

  private static float[] read(Tensor tensor) {
    float[] values = new float[(int) tensor.size()];
    tensor.read(0, values, 0, values.length);
    return values;
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static Path resource(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(TensorGoldensTest.class.getResource(name), name);
    return Path.of(url.toURI());
  }
}
