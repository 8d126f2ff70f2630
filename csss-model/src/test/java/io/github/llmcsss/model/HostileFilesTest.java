package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken files give an error that names the file, or are read; nothing else happens. */
class HostileFilesTest {
  private static Path scratch = Path.of("");
  @TempDir Path directory;

  @BeforeContainer
  static void createScratch() throws IOException {
    scratch = Files.createTempDirectory("hostile");
  }

  @AfterContainer
  static void deleteScratch() throws IOException {
    try (var files = Files.list(scratch)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(scratch);
  }

  @Property(tries = 4000, seed = "1")
  void mutatedGgufFilesNeverCrash(@ForAll long seed, @ForAll @IntRange(max = 4) int kind)
      throws Exception {
    Path file = scratch.resolve("mutated.gguf");
    Mutations.replace(file, Mutations.mutate("tiny/llama3.gguf", seed, kind, 5500));
    try {
      GgufFile gguf = GgufFile.read(file);
      ModelConfig config = GgufConfig.of(gguf);
      Map<String, Tensor> tensors = GgufTensors.byHuggingFaceName(gguf, config);
      RequiredTensors.check(file, config, tensors);
      tensors.values().forEach(HostileFilesTest::readAll);
      try (ModelTokenizer tokenizer = ModelTokenizer.of(gguf.metadata())) {
        ChatFormat unused = ChatFormat.of(gguf.metadata(), tokenizer);
        tokenizer.decode(tokenizer.encode("warm socks, 2 pairs"));
      }
    } catch (ModelFormatException e) {
      assertTrue(message(e).contains(file.toString()), message(e));
    }
  }

  @Property(tries = 1000, seed = "6")
  void mutatedTokenizersNeverCrash(
      @ForAll long seed, @ForAll @IntRange(max = 4) int kind, @ForAll boolean sentencePiece)
      throws Exception {
    Path file = scratch.resolve("tokenizer.json");
    Map<String, Object> values =
        sentencePiece ? TinyTokenizers.sentencePiece() : TinyTokenizers.byteLevel();
    byte[] json =
        GgufTokenizer.json(TinyTokenizers.metadata(values))
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    Mutations.replace(file, Mutations.mutate(json, seed, kind, json.length));
    try (ModelTokenizer tokenizer = ModelTokenizer.fromJson(file)) {
      tokenizer.decode(tokenizer.encode("warm socks, 2 pairs"));
    } catch (ModelFormatException e) {
      assertTrue(message(e).contains(file.toString()), message(e));
    }
  }

  @Property(tries = 2000, seed = "2")
  void mutatedBlocksNeverCrash(@ForAll long seed, @ForAll @IntRange(max = 4) int kind)
      throws Exception {
    Path file = scratch.resolve("mutated.gguf");
    Mutations.replace(file, Mutations.mutate("types-v3.gguf", seed, kind, 21_000));
    try {
      GgufFile.read(file).tensors().values().forEach(HostileFilesTest::readAll);
    } catch (ModelFormatException e) {
      assertTrue(message(e).contains(file.toString()), message(e));
    }
  }

  @Property(tries = 2000, seed = "3")
  void mutatedSafetensorsFilesNeverCrash(@ForAll long seed, @ForAll @IntRange(max = 4) int kind)
      throws Exception {
    Path file = scratch.resolve("mutated.safetensors");
    Mutations.replace(
        file, Mutations.mutate("sharded/model-00002-of-00002.safetensors", seed, kind, 170));
    try {
      Safetensors.read(file).values().forEach(HostileFilesTest::readAll);
    } catch (ModelFormatException e) {
      assertTrue(message(e).contains(file.toString()), message(e));
    }
  }

  @Property(tries = 1000, seed = "4")
  void mutatedShardIndexesNeverCrash(@ForAll long seed, @ForAll @IntRange(max = 4) int kind)
      throws Exception {
    Path index = scratch.resolve("model.safetensors.index.json");
    Mutations.replace(index, Mutations.mutate("sharded/" + index.getFileName(), seed, kind, 150));
    for (int shard = 1; shard <= 2; shard++) {
      Path file = scratch.resolve("model-0000" + shard + "-of-00002.safetensors");
      if (!Files.exists(file)) {
        Files.copy(TestFiles.resource("sharded/" + file.getFileName()), file);
      }
    }
    try {
      SafetensorsFiles.read(scratch).tensors().values().forEach(HostileFilesTest::readAll);
    } catch (ModelFormatException | NoSuchFileException e) {
      assertTrue(message(e).contains(scratch.toString()), message(e));
    }
  }

  @Property(tries = 1000, seed = "5")
  void mutatedConfigurationsNeverCrash(@ForAll long seed, @ForAll @IntRange(max = 4) int kind)
      throws Exception {
    Path file = scratch.resolve("config.json");
    Mutations.replace(file, Mutations.mutate("tiny/llama3/config.json", seed, kind, 800));
    try {
      ConfigJson.parse(file, Json.read(file, 1 << 20), true);
    } catch (ModelFormatException e) {
      assertTrue(message(e).contains(file.toString()), message(e));
    }
  }

  @Test
  void refusesMetadataBeyondAnyMemory() throws IOException {
    Path file = directory.resolve("large.gguf");
    int arrays = 3;
    int length = (1 << 22) - 10;
    ByteBuffer bytes =
        ByteBuffer.allocate(24 + arrays * (25 + length)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0x46554747).putInt(3).putLong(0).putLong(arrays);
    for (byte key = 'a'; key < 'a' + arrays; key++) {
      bytes.putLong(1).put(key).putInt(9).putInt(0).putLong(length);
      bytes.position(bytes.position() + length);
    }
    Files.write(file, bytes.array());
    assertNames(
        "array elements",
        assertThrows(ModelFormatException.class, () -> GgufFile.read(file)),
        file);
  }

  @Test
  void refusesCountsBeyondTheFile() throws IOException {
    for (long[] counts :
        new long[][] {{Long.MAX_VALUE, 0}, {0, Long.MIN_VALUE}, {1, 0}, {0, 65_536}}) {
      Path file = directory.resolve("counts.gguf");
      ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putInt(0x46554747).putInt(3).putLong(counts[0]).putLong(counts[1]);
      Files.write(file, bytes.array());
      ModelFormatException e = assertThrows(ModelFormatException.class, () -> GgufFile.read(file));
      assertTrue(message(e).contains(file.toString()), message(e));
    }
  }

  @Test
  void refusesOverlappingTensors() throws IOException {
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
        "overlap");
  }

  @Test
  void refusesLengthsBeyondAnyFile() throws IOException {
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],"
            + "\"data_offsets\":[0,9223372036854775807]}}",
        "data_offsets");
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775808],\"data_offsets\":[0,8]}}",
        "2^63");
  }

  @Test
  void refusesAShapeThatOverflows() throws IOException {
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
        "impossible dimension");
  }

  @Test
  void refusesUnknownTypesByName() throws IOException {
    refused(
        "{\"a\":{\"dtype\":\"I8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
        "known: [F32, F16, BF16]");
  }

  @Test
  void refusesDuplicateAndDeepJson() throws IOException {
    String entry = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    refused("{" + entry + "," + entry + "}", "Duplicate");
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    refused("{\"__metadata__\":" + deep + "}", "depth");
    refused("{\"a\":" + deep + "}", "must be an object");
  }

  @Test
  void refusesHeadersThatAreNoObject() throws IOException {
    refused("[]", "header must be an object");
    refused("{} {}", "nothing more");
    refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1]}}", "shape must be an array");
    refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,8]}}", "shape");
    refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", "data_offsets");
  }

  @Test
  void refusesAHeaderLengthBeyondTheFile() throws IOException {
    Path file = directory.resolve("header.safetensors");
    Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, 127, 0});
    assertNames(
        "header length",
        assertThrows(ModelFormatException.class, () -> Safetensors.read(file)),
        file);
  }

  @Test
  void refusesShardsOutsideTheDirectory() throws IOException {
    Path index = directory.resolve("model.safetensors.index.json");
    for (String shard :
        new String[] {"../x.safetensors", "/etc/passwd", "model.safetensors.index.json"}) {
      Files.writeString(index, "{\"weight_map\":{\"a\":\"" + shard + "\"}}");
      assertNames(
          "beside it",
          assertThrows(ModelFormatException.class, () -> SafetensorsFiles.read(directory)),
          index);
    }
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    Path file = Files.createFile(directory.resolve("empty.gguf"));
    assertNames(
        "no GGUF", assertThrows(ModelFormatException.class, () -> GgufFile.read(file)), file);
  }

  private void refused(String header, String problem) throws IOException {
    Path file = directory.resolve("hostile.safetensors");
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    Files.write(file, bytes.array());
    assertNames(
        problem, assertThrows(ModelFormatException.class, () -> Safetensors.read(file)), file);
  }

  private static void assertNames(String problem, ModelFormatException e, Path file) {
    assertTrue(message(e).contains(file.toString()), message(e));
    assertTrue(message(e).contains(problem), message(e));
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private static void readAll(Tensor tensor) {
    tensor.read(
        0, new float[(int) Math.min(tensor.size(), 4096)], 0, (int) Math.min(tensor.size(), 4096));
  }
}
