package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.api.Generator;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.testkit.GeneratorContract;
import io.github.llmcsss.testkit.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract of all generators, in every precision that a processor has. */
final class OnnxGeneratorContractTest {
  @TempDir static Path directory;

  abstract static class Contract extends GeneratorContract {
    private final Precision precision;
    private final KeyValuePrecision keyValuePrecision;
    private final Checkpoint checkpoint;

    Contract(Precision precision, KeyValuePrecision keyValuePrecision) throws Exception {
      this.precision = precision;
      this.keyValuePrecision = keyValuePrecision;
      Path model = Files.createTempDirectory(directory, "model");
      this.checkpoint = Checkpoint.open(TinyModel.extractTo(model));
    }

    @AfterAll
    void closeCheckpoint() {
      checkpoint.close();
    }

    final Checkpoint checkpoint() {
      return checkpoint;
    }

    @Override
    protected Generator open() throws Exception {
      return openGenerator();
    }

    final OnnxGenerator openGenerator() throws Exception {
      return OnnxGenerator.builder(checkpoint)
          .precision(precision)
          .keyValuePrecision(keyValuePrecision)
          .maximumRows(5)
          .cacheDirectory(directory)
          .build();
    }

    @Override
    protected int contextLength() {
      return TinyModel.CONTEXT_LENGTH;
    }

    @Override
    protected Set<Integer> specialTokens() {
      return Set.of(0, 1, 2);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class InBytes extends Contract {
    InBytes() throws Exception {
      super(Precision.INT8, KeyValuePrecision.FULL);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class InFloats extends Contract {
    InFloats() throws Exception {
      super(Precision.FLOAT32, KeyValuePrecision.FULL);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class InBytesWithKeysAndValuesInBytes extends Contract {
    InBytesWithKeysAndValuesInBytes() throws Exception {
      super(Precision.INT8, KeyValuePrecision.INT8);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class InFloatsWithKeysAndValuesInBytes extends Contract {
    InFloatsWithKeysAndValuesInBytes() throws Exception {
      super(Precision.FLOAT32, KeyValuePrecision.INT8);
    }
  }

  /** A view with an adapter is a generator like any other. */
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class WithAnAdapter extends Contract {
    private final Path adapter = Files.createTempDirectory(directory, "adapter");
    private final List<OnnxGenerator> bases = new ArrayList<>();

    WithAnAdapter() throws Exception {
      super(Precision.INT8, KeyValuePrecision.INT8);
      TinyAdapters.write(
          adapter, checkpoint().config(), checkpoint().contentHash(), TinyAdapters.ALL, 1);
    }

    @Override
    protected Generator open() throws Exception {
      OnnxGenerator base = openGenerator();
      bases.add(base);
      return base.withAdapter(adapter);
    }

    @AfterEach
    void closeBases() {
      bases.forEach(OnnxGenerator::close);
      bases.clear();
    }
  }
}
