package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoraAdapterTest {
  private static final LoraConfig CONFIG =
      new LoraConfig(3, 6, EnumSet.of(Projection.QUERY, Projection.VALUE, Projection.DOWN), 0.05);

  @TempDir Path directory;

  private record Values(String name, long[] shape, float[] values) implements Tensor {
    @Override
    public long size() {
      return values.length;
    }

    @Override
    public void read(long offset, float[] target, int start, int count) {
      Objects.checkFromIndexSize(offset, (long) count, size());
      System.arraycopy(values, (int) offset, target, start, count);
    }
  }

  private static List<Tensor> tensors(ModelConfig model, LoraConfig lora) {
    SplittableRandom random = new SplittableRandom(1);
    List<Tensor> tensors = new ArrayList<>();
    for (int layer = 0; layer < model.layers(); layer++) {
      for (Projection target : lora.targets()) {
        int in = target.inputs(model);
        int out = target.outputs(model);
        tensors.add(draw(random, LoraAdapter.nameOfA(layer, target), lora.rank(), in));
        tensors.add(draw(random, LoraAdapter.nameOfB(layer, target), out, lora.rank()));
      }
    }
    return tensors;
  }

  private static Tensor draw(SplittableRandom random, String name, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Values(name, new long[] {rows, columns}, values);
  }

  private Path write(Checkpoint model, LoraConfig lora) throws IOException {
    Path adapter = directory.resolve("adapter");
    LoraAdapter.write(
        adapter,
        lora,
        tensors(model.config(), lora),
        model.contentHash(),
        "tiny",
        SafetensorsWriter.Precision.F32);
    return adapter;
  }

  private Checkpoint model(String name) throws Exception {
    return Checkpoint.open(TestFiles.tinyDirectory(name, directory.resolve(name)));
  }

  @Test
  void readsWhatItWrote() throws Exception {
    try (Checkpoint model = model("llama")) {
      LoraAdapter adapter = LoraAdapter.open(write(model, CONFIG));
      assertEquals(CONFIG, adapter.config());
      assertEquals(model.config().layers(), adapter.layers());
      assertEquals(Optional.of(model.contentHash()), adapter.baseHash());
      adapter.check(model);
      for (Tensor expected : tensors(model.config(), CONFIG)) {
        Tensor found = adapter.tensors().tensor(expected.name());
        assertArrayEquals(expected.shape(), found.shape());
        assertArrayEquals(TestFiles.values(expected), TestFiles.values(found));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama3", "qwen2", "qwen3"})
  void mergesIntoTheWeightsOfBothForms(String name) throws Exception {
    Path gguf = TestFiles.resource("tiny/" + name + ".gguf");
    try (Checkpoint saved = model(name);
        Checkpoint file = Checkpoint.open(gguf)) {
      for (Checkpoint base : List.of(saved, file)) {
        LoraAdapter adapter = LoraAdapter.open(write(base, CONFIG));
        Path merged = directory.resolve("merged");
        CheckpointWriter.merge(merged, base, adapter, SafetensorsWriter.Precision.F32);
        try (Checkpoint result = Checkpoint.open(merged)) {
          assertEquals(base.config(), result.config());
          assertMerged(base, adapter, result);
          assertEquals(base.tokenizer().addedTokens(), result.tokenizer().addedTokens());
          assertEquals(base.chatFormat().endOfTurnTokens(), result.chatFormat().endOfTurnTokens());
          assertArrayEquals(
              base.tokenizer().encode("hello <|im_end|> world", true),
              result.tokenizer().encode("hello <|im_end|> world", true));
          assertEquals(base.chatFormat().toString(), result.chatFormat().toString());
        }
      }
    }
  }

  /** The field has two names, and the younger one wins in transformers. */
  @Test
  void mergedModelsSayHowTheirValuesAreStored() throws Exception {
    Path base = Files.createDirectories(directory.resolve("half"));
    try (Checkpoint saved = model("llama")) {
      CheckpointWriter.merge(
          base, saved, LoraAdapter.open(write(saved, CONFIG)), SafetensorsWriter.Precision.F16);
    }
    Path merged = directory.resolve("merged");
    try (Checkpoint half = Checkpoint.open(base)) {
      CheckpointWriter.merge(
          merged, half, LoraAdapter.open(write(half, CONFIG)), SafetensorsWriter.Precision.F32);
    }
    String before = Files.readString(base.resolve("config.json"));
    assertTrue(before.contains("\"dtype\" : \"float16\""), before);
    String config = Files.readString(merged.resolve("config.json"));
    assertTrue(config.contains("\"dtype\" : \"float32\""), config);
    assertTrue(config.contains("\"torch_dtype\" : \"float32\""), config);
  }

  private static void assertMerged(Checkpoint base, LoraAdapter adapter, Checkpoint merged) {
    for (String name : RequiredTensors.names(base.config())) {
      float[] before = TestFiles.values(base.tensors().tensor(name));
      float[] after = TestFiles.values(merged.tensors().tensor(name));
      if (!name.matches(".*(q_proj|v_proj|down_proj)\\.weight")) {
        assertArrayEquals(before, after, name);
        continue;
      }
      String[] parts = name.split("\\.", -1);
      Projection target = Projection.of(parts[4]);
      float[] a = TestFiles.values(adapter.a(Integer.parseInt(parts[2]), target));
      float[] b = TestFiles.values(adapter.b(Integer.parseInt(parts[2]), target));
      int width = target.inputs(base.config());
      for (int i = 0; i < before.length; i++) {
        double sum = before[i];
        for (int k = 0; k < 3; k++) {
          sum += 2.0 * b[i / width * 3 + k] * a[k * width + i % width];
        }
        assertEquals(sum, after[i], 1e-5, name);
      }
    }
  }

  @Test
  void refusesAnotherModel() throws Exception {
    try (Checkpoint model = model("llama");
        Checkpoint other = model("qwen3")) {
      LoraAdapter adapter = LoraAdapter.open(write(model, CONFIG));
      ModelFormatException refused =
          assertThrows(ModelFormatException.class, () -> adapter.check(other));
      assertTrue(
          String.valueOf(refused.getMessage()).contains(other.contentHash()), refused::toString);
      ModelConfig small = model.config();
      ModelConfig more =
          new ModelConfig(
              small.family(),
              small.vocabularySize(),
              small.hiddenSize(),
              small.intermediateSize() + 2,
              small.layers(),
              small.heads(),
              small.keyValueHeads(),
              small.headDimension(),
              small.contextLength(),
              small.ropeTheta(),
              small.ropeScaling(),
              small.rmsNormEpsilon(),
              small.tiedEmbeddings(),
              small.attentionBias(),
              small.queryKeyNorm());
      refused =
          assertThrows(ModelFormatException.class, () -> adapter.check(more, model.contentHash()));
      assertTrue(String.valueOf(refused.getMessage()).contains("down_proj"), refused::toString);
    }
  }

  @Test
  void hashTellsAdaptersApart() throws Exception {
    try (Checkpoint model = model("llama")) {
      String first = LoraAdapter.open(write(model, CONFIG)).contentHash();
      LoraConfig other = new LoraConfig(3, 7, CONFIG.targets(), 0);
      assertNotEquals(first, LoraAdapter.open(write(model, other)).contentHash());
      assertEquals(first, LoraAdapter.open(write(model, CONFIG)).contentHash());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "use_dora | true | use_dora",
        "use_rslora | true | use_rslora",
        "modules_to_save | [\"lm_head\"] | modules_to_save",
        "rank_pattern | {\"q_proj\": 4} | rank_pattern",
        "peft_type | \"IA3\" | peft_type",
        "bias | \"all\" | bias",
        "r | \"8\" | r and lora_alpha",
        "r | 0 | rank",
        "r | 4 | shapes",
        "lora_alpha | -1 | alpha",
        "target_modules | [\"q_proj\", \"v_proj\"] | target_modules",
        "target_modules | [\"q_proj\", \"c_attn\"] | unknown target module",
        "target_modules | \".*\" | target_modules",
      })
  void refusesByNameWhatItDoesNotSupport(String field, String value, String named)
      throws Exception {
    try (Checkpoint model = model("llama")) {
      Path adapter = write(model, CONFIG);
      Path file = adapter.resolve(LoraAdapter.CONFIG);
      ObjectNode json = (ObjectNode) Json.read(file);
      json.set(field, Json.MAPPER.readTree(value));
      Files.writeString(file, json.toString());
      RuntimeException refused =
          assertThrows(ModelFormatException.class, () -> LoraAdapter.open(adapter));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains(named) && message.startsWith(adapter.toString()), message);
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    try (Checkpoint model = model("llama")) {
      Path adapter = write(model, CONFIG);
      Files.delete(adapter.resolve(LoraAdapter.WEIGHTS));
      NoSuchFileException missing =
          assertThrows(NoSuchFileException.class, () -> LoraAdapter.open(adapter));
      assertTrue(String.valueOf(missing.getReason()).contains(LoraAdapter.WEIGHTS));
      List<Tensor> fewer = tensors(model.config(), CONFIG);
      fewer.removeLast();
      LoraAdapter.write(adapter, CONFIG, fewer, "x", "tiny", SafetensorsWriter.Precision.F32);
      assertThrows(ModelFormatException.class, () -> LoraAdapter.open(adapter));
    }
  }
}
