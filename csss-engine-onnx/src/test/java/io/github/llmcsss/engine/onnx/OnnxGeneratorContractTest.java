package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.api.Generator;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.testkit.GeneratorContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract of all generators, in every precision that a processor has. */
final class OnnxGeneratorContractTest {
  @TempDir static Path directory;

  abstract static class Contract extends GeneratorContract {
    private final Precision precision;
    private final Checkpoint checkpoint;

    Contract(Precision precision) throws Exception {
      this.precision = precision;
      Path model = Files.createTempDirectory(directory, "model");
      this.checkpoint = Checkpoint.open(TinyModels.checkpoint(model, 1));
    }

    @AfterAll
    void closeCheckpoint() {
      checkpoint.close();
    }

    @Override
    protected Generator open() throws Exception {
      return OnnxGenerator.builder(checkpoint)
          .precision(precision)
          .maximumRows(5)
          .cacheDirectory(directory)
          .build();
    }

    @Override
    protected int contextLength() {
      return TinyModels.CONTEXT;
    }

    @Override
    protected Set<Integer> specialTokens() {
      return Set.of(TinyModels.START, TinyModels.END);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class InBytes extends Contract {
    InBytes() throws Exception {
      super(Precision.INT8);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class InFloats extends Contract {
    InFloats() throws Exception {
      super(Precision.FLOAT32);
    }
  }
}
