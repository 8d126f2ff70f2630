package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.engine.onnx.graph.CacheScales;
import io.github.llmcsss.engine.onnx.graph.LinearForm;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.ModelFamily;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GraphStoreTest {
  @TempDir Path directory;
  private final ModelConfig config = TinyModels.config(ModelFamily.LLAMA);
  private final TensorSource tensors = TinyModels.random(config, 1);

  @Test
  void writesAModelOncePerHashAndForm() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    TensorSource counting =
        new TensorSource() {
          @Override
          public Set<String> names() {
            return tensors.names();
          }

          @Override
          public Tensor tensor(String name) {
            reads.incrementAndGet();
            return tensors.tensor(name);
          }
        };
    GraphStore store = new GraphStore(directory);
    List<Future<Path>> files = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 8; i++) {
        files.add(threads.submit(() -> store.resolve("hash", config, counting, LinearForm.FLOAT)));
      }
    }
    int once = reads.get();
    Path first = files.getFirst().get();
    for (Future<Path> file : files) {
      assertEquals(first, file.get());
    }
    store.resolve("hash", config, counting, LinearForm.FLOAT);
    assertEquals(once, reads.get(), "read again");
    assertNotEquals(first, store.resolve("other", config, counting, LinearForm.FLOAT));
    assertEquals(2 * once, reads.get(), "eight threads wrote it once, as one does");
    assertNotEquals(first, store.resolve("hash", config, counting, LinearForm.INT8_TOKENS));
  }

  @Test
  void leavesNothingThatLooksWholeWhenItFails() throws Exception {
    TensorSource broken =
        new TensorSource() {
          @Override
          public Set<String> names() {
            return tensors.names();
          }

          @Override
          public Tensor tensor(String name) {
            if (name.equals("model.norm.weight")) {
              throw new IllegalStateException("broken");
            }
            return tensors.tensor(name);
          }
        };
    GraphStore store = new GraphStore(directory);
    assertThrows(
        IllegalStateException.class, () -> store.resolve("hash", config, broken, LinearForm.FLOAT));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(
          List.of("hash-float-v2.lock"), files.map(file -> file.getFileName().toString()).toList());
    }
    assertTrue(Files.exists(store.resolve("hash", config, tensors, LinearForm.FLOAT)));
  }

  @Test
  void writesAgainWhatWasDeletedInPart() throws Exception {
    GraphStore store = new GraphStore(directory);
    Path file = store.resolve("hash", config, tensors, LinearForm.FLOAT);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    assertArrayEquals(
        bytes, Files.readAllBytes(store.resolve("hash", config, tensors, LinearForm.FLOAT)));
  }

  private CacheScales ones() {
    float[] ones = new float[config.keyValueHeads() * config.headDimension()];
    Arrays.fill(ones, 1);
    List<float[]> layers = Collections.nCopies(config.layers(), ones);
    return new CacheScales(layers, layers);
  }

  @Test
  void writesAModelWithAByteCacheOnceBesideTheOther() throws Exception {
    AtomicInteger calibrations = new AtomicInteger();
    GraphStore.Calibration calibration =
        model -> {
          assertTrue(Files.exists(model));
          calibrations.incrementAndGet();
          return ones();
        };
    GraphStore store = new GraphStore(directory);
    Path file = store.resolveWithByteCache("hash", config, tensors, LinearForm.FLOAT, calibration);
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(
        file, store.resolveWithByteCache("hash", config, tensors, LinearForm.FLOAT, calibration));
    assertEquals(1, calibrations.get());
    Path other = store.resolve("hash", config, tensors, LinearForm.FLOAT);
    assertEquals(other.getParent(), file.getParent());
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(5, files.count(), "four models and the weights that they share");
    }
    Files.delete(file);
    store.resolveWithByteCache("hash", config, tensors, LinearForm.FLOAT, calibration);
    assertArrayEquals(bytes, Files.readAllBytes(file));
    Files.delete(other);
    store.resolveWithByteCache("hash", config, tensors, LinearForm.FLOAT, calibration);
    assertArrayEquals(bytes, Files.readAllBytes(file), "the weights were gone, too");
  }

  @Test
  void saysWhereItCannotWrite() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    GraphStore store = new GraphStore(file);
    IOException error =
        assertThrows(
            IOException.class, () -> store.resolve("hash", config, tensors, LinearForm.FLOAT));
    assertEquals(
        "cannot write the model for ONNX Runtime to "
            + file
            + ": java.nio.file.FileAlreadyExistsException: "
            + file,
        error.getMessage());
  }
}
