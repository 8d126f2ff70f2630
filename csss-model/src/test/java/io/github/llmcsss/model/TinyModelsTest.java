package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GGUF files and the directories that transformers makes of them are the same models. */
class TinyModelsTest {
  private static final Prompt PROMPT =
      new Prompt(
          List.of(new Message(Role.SYSTEM, "hello"), new Message(Role.USER, "a <|im_end|>")),
          Role.ASSISTANT);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama3", "qwen2", "qwen3"})
  void bothFormsHaveTheSameTensorsAndConfiguration(String name) throws Exception {
    Path other = TestFiles.tinyDirectory(name, directory.resolve(name));
    try (Checkpoint gguf = Checkpoint.open(TestFiles.resource("tiny/" + name + ".gguf"));
        Checkpoint saved = Checkpoint.open(other)) {
      assertEquals(roundedEpsilon(saved.config()), gguf.config());
      assertEquals(saved.tensors().names(), gguf.tensors().names());
      for (String tensor : saved.tensors().names()) {
        Tensor expected = saved.tensors().tensor(tensor);
        assertArrayEquals(expected.shape(), gguf.tensors().tensor(tensor).shape(), tensor);
        assertArrayEquals(
            TestFiles.values(expected), TestFiles.values(gguf.tensors().tensor(tensor)), tensor);
      }
      int[] tokens = gguf.chatFormat().encode(PROMPT).tokens();
      assertArrayEquals(saved.chatFormat().encode(PROMPT).tokens(), tokens);
    }
  }

  @Test
  void readsWhatDistinguishesTheFamilies() throws Exception {
    ModelConfig llama3 = gguf("llama3");
    assertEquals(ModelFamily.LLAMA, llama3.family());
    assertEquals(Optional.of(new RopeScaling(8, 1, 4, 8192)), llama3.ropeScaling());
    assertEquals(500_000, llama3.ropeTheta());
    assertTrue(gguf("llama").tiedEmbeddings());
    assertTrue(gguf("qwen2").attentionBias());
    assertTrue(gguf("qwen3").queryKeyNorm());
    assertEquals(8, gguf("qwen3").headDimension());
  }

  @Test
  void readsAnyRangeOfRowsThatWerePermuted() throws Exception {
    try (Checkpoint model = Checkpoint.open(TestFiles.resource("tiny/llama.gguf"))) {
      Tensor tensor = model.tensors().tensor("model.layers.1.self_attn.k_proj.weight");
      float[] all = TestFiles.values(tensor);
      for (int offset = 0; offset < all.length; offset += 7) {
        float[] part = new float[Math.min(37, all.length - offset)];
        tensor.read(offset, part, 0, part.length);
        for (int i = 0; i < part.length; i++) {
          assertEquals(all[offset + i], part[i]);
        }
      }
      assertThrows(
          IndexOutOfBoundsException.class, () -> tensor.read(all.length - 1, new float[2], 0, 2));
    }
  }

  @Test
  void theHashOfAGgufFileIsThatOfItsBytesUnderAnyName() throws Exception {
    Path file = TestFiles.resource("tiny/qwen3.gguf");
    String expected = MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
    assertEquals(expected, hash(file));
    assertEquals(expected, hash(Files.copy(file, directory.resolve("renamed.gguf"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "special_tokens_map.json"
      })
  void theHashOfADirectoryChangesWithEveryFile(String name) throws Exception {
    Path model = TestFiles.tinyDirectory("llama", directory.resolve("model"));
    Files.writeString(model.resolve("special_tokens_map.json"), "{}");
    String before = hash(model);
    assertEquals(before, hash(model));
    Files.writeString(model.resolve(name), "\n" + Files.readString(model.resolve(name)));
    assertNotEquals(before, hash(model));
  }

  @Test
  void theHashOfADirectoryChangesWithAWeight() throws Exception {
    Path model = TestFiles.tinyDirectory("llama", directory.resolve("model"));
    String before = hash(model);
    Path weights = model.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    assertNotEquals(before, hash(model));
  }

  @Test
  void namesTheTensorThatIsMissing() throws Exception {
    refusedWithout("model.layers.1.mlp.up_proj.weight");
    refusedWithout("model.norm.weight");
  }

  @Test
  void namesTheTensorOfAnotherShapeAndTheOneThatIsTooMany() throws Exception {
    Map<String, Tensor> tensors = tensors();
    tensors.put("model.norm.weight", named("model.norm.weight", tensors, "embed_tokens"));
    refused(tensors, "\"model.norm.weight\" must have the shape [16], but has [101, 16]");
    Map<String, Tensor> more = tensors();
    String bias = "model.layers.0.self_attn.o_proj.bias";
    more.put(bias, named(bias, more, "model.norm.weight"));
    refused(more, "\"" + bias + "\" is no part of a LLAMA");
  }

  @Test
  void whereTheConfigurationDoesNotSayTheWeightsTellWhetherTheHeadIsTied() throws Exception {
    for (String name : List.of("llama", "qwen2")) {
      Path model = TestFiles.tinyDirectory(name, directory.resolve(name));
      Path config = model.resolve("config.json");
      String json = Files.readString(config);
      String without = json.replaceAll("\"tie_word_embeddings\": \\w+,", "");
      assertNotEquals(json, without);
      Files.writeString(config, without);
      try (Checkpoint checkpoint = Checkpoint.open(model)) {
        assertEquals(name.equals("llama"), checkpoint.config().tiedEmbeddings());
      }
    }
  }

  @Test
  void refusesATokenizerLargerThanTheEmbedding() throws Exception {
    Path model = TestFiles.tinyDirectory("llama", directory.resolve("model"));
    Path tokenizer = model.resolve("tokenizer.json");
    Files.writeString(
        tokenizer, Files.readString(tokenizer).replace("\"ll\":100", "\"ll\":100,\"zz\":101"));
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> Checkpoint.open(model));
    assertTrue(
        TestFiles.message(e).contains("the tokenizer must have at most 101"), e.getMessage());
  }

  private static ModelConfig gguf(String name) throws Exception {
    return GgufConfig.of(GgufFile.read(TestFiles.resource("tiny/" + name + ".gguf")));
  }

  private static String hash(Path path) throws Exception {
    try (Checkpoint checkpoint = Checkpoint.open(path)) {
      return checkpoint.contentHash();
    }
  }

  private static Map<String, Tensor> tensors() throws Exception {
    return new TreeMap<>(SafetensorsFiles.read(TestFiles.resource("tiny/llama")).tensors());
  }

  private static Tensor named(String name, Map<String, Tensor> tensors, String like) {
    String source = tensors.keySet().stream().filter(n -> n.contains(like)).findFirst().get();
    StoredTensor t = (StoredTensor) Objects.requireNonNull(tensors.get(source));
    return new StoredTensor(name, t.shape(), t.size(), t.type(), t.file(), t.at());
  }

  private void refusedWithout(String name) throws Exception {
    Map<String, Tensor> tensors = tensors();
    tensors.remove(name);
    refused(tensors, "tensor \"" + name + "\" is missing");
  }

  private void refused(Map<String, Tensor> tensors, String problem) throws Exception {
    Path model = directory.resolve("m" + problem.length());
    TestFiles.tinyDirectory("llama", model);
    SafetensorsWriter.write(
        model.resolve("model.safetensors"), tensors.values(), SafetensorsWriter.Precision.F32);
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> Checkpoint.open(model));
    assertTrue(TestFiles.message(e).contains(problem), e.getMessage());
    assertTrue(TestFiles.message(e).contains(model.toString()), e.getMessage());
  }

  /** transformers takes the 32-bit number of the GGUF file as it is. */
  private static ModelConfig roundedEpsilon(ModelConfig c) {
    return new ModelConfig(
        c.family(),
        c.vocabularySize(),
        c.hiddenSize(),
        c.intermediateSize(),
        c.layers(),
        c.heads(),
        c.keyValueHeads(),
        c.headDimension(),
        c.contextLength(),
        c.ropeTheta(),
        c.ropeScaling(),
        Double.parseDouble(Float.toString((float) c.rmsNormEpsilon())),
        c.tiedEmbeddings(),
        c.attentionBias(),
        c.queryKeyNorm());
  }
}
