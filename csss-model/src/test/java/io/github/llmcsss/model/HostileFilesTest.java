package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
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

  @Property(tries = 5000)
  void mutatedGgufFilesNeverCrash(@ForAll long seed, @ForAll @IntRange(max = 3) int kind)
      throws Exception {
    Path file = mutate("types-v3.gguf", seed, kind, 600);
    try {
      GgufFile.read(file).tensors().values().forEach(HostileFilesTest::readAll);
    } catch (ModelFormatException e) {
      assertTrue(message(e).contains(file.toString()), message(e));
    }
  }

  @Property(tries = 5000)
  void mutatedSafetensorsFilesNeverCrash(@ForAll long seed, @ForAll @IntRange(max = 3) int kind)
      throws Exception {
    Path file = mutate("sharded/model-00002-of-00002.safetensors", seed, kind, 170);
    try {
      Safetensors.read(file).values().forEach(HostileFilesTest::readAll);
    } catch (ModelFormatException e) {
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
    refused("{\"a\":1,\"a\":2}", "Duplicate");
    refused("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", "depth");
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

  private static void readAll(StoredTensor tensor) {
    tensor.read(
        0, new float[(int) Math.min(tensor.size(), 4096)], 0, (int) Math.min(tensor.size(), 4096));
  }

  /** Changes a valid file: single bytes of its head, an eight-byte length, or its end. */
  private static Path mutate(String name, long seed, int kind, int head)
      throws IOException, URISyntaxException {
    byte[] bytes =
        Files.readAllBytes(
            Path.of(Objects.requireNonNull(HostileFilesTest.class.getResource(name)).toURI()));
    Random random = new Random(seed);
    switch (kind) {
      case 0 -> bytes[random.nextInt(head)] = (byte) random.nextInt();
      case 1 -> {
        for (int i = 0; i < 8; i++) {
          bytes[random.nextInt(head)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 2 ->
          ByteBuffer.wrap(bytes)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(
                  random.nextInt(head), random.nextBoolean() ? Long.MAX_VALUE : random.nextLong());
      default -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    return Files.write(scratch.resolve("mutated"), bytes);
  }
}
