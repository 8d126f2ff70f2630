package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.engine.onnx.graph.ElementType;
import io.github.llmcsss.engine.onnx.graph.LinearForm;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of an {@link OnnxGenerator}. Only model, precisions, execution provider and
 * context length can change what is written; all others change speed and memory. Not thread-safe.
 */
public final class OnnxGeneratorBuilder {
  /** {@value} rows. */
  public static final int DEFAULT_MAXIMUM_ROWS = 32;

  /** {@value} positions, or what the model was trained for if that is less. */
  public static final int DEFAULT_CONTEXT_LENGTH = 4096;

  /** {@value} requests. */
  public static final int DEFAULT_MAXIMUM_WAITING = 1024;

  /** {@value} tokens. */
  public static final int DEFAULT_PREFILL_CHUNK = 256;

  /** What ONNX Runtime's attention takes. */
  private static final int HEAD_STEP = 16;

  private final Checkpoint checkpoint;
  private final boolean ownsCheckpoint;
  private @Nullable Precision precision;
  private @Nullable KeyValuePrecision keyValuePrecision;
  private ExecutionProvider provider = ExecutionProvider.CPU;
  private int threads = Runtime.getRuntime().availableProcessors();
  private int rows = DEFAULT_MAXIMUM_ROWS;
  private int waiting = DEFAULT_MAXIMUM_WAITING;
  private int chunk = DEFAULT_PREFILL_CHUNK;
  private int contextLength;
  private long keyValueMemory = Runtime.getRuntime().maxMemory() / 2;
  private long prefixMemory = Runtime.getRuntime().maxMemory() / 4;
  private @Nullable Path cacheDirectory;

  OnnxGeneratorBuilder(Checkpoint checkpoint, boolean ownsCheckpoint) {
    this.checkpoint = checkpoint;
    this.ownsCheckpoint = ownsCheckpoint;
  }

  /**
   * Default {@link Precision#INT8} on {@link ExecutionProvider#CPU}, {@link Precision#FLOAT16} on
   * {@link ExecutionProvider#CUDA}.
   */
  public OnnxGeneratorBuilder precision(Precision value) {
    this.precision = value;
    return this;
  }

  /**
   * Default {@link KeyValuePrecision#INT8} with {@link Precision#INT8}, {@link
   * KeyValuePrecision#FULL} with all others.
   */
  public OnnxGeneratorBuilder keyValuePrecision(KeyValuePrecision value) {
    this.keyValuePrecision = value;
    return this;
  }

  /** Default {@link ExecutionProvider#CPU}. */
  public OnnxGeneratorBuilder executionProvider(ExecutionProvider value) {
    this.provider = value;
    return this;
  }

  /** Threads that compute one step together; default one per processor. */
  public OnnxGeneratorBuilder threads(int value) {
    check(value >= 1, "threads", "1 or more", value);
    this.threads = value;
    return this;
  }

  /** Answers written at once; default {@value #DEFAULT_MAXIMUM_ROWS}. */
  public OnnxGeneratorBuilder maximumRows(int value) {
    check(value >= 1 && value <= 4096, "maximumRows", "in [1, 4096]", value);
    this.rows = value;
    return this;
  }

  /**
   * Tokens that prompt and answer may have together; default the smaller of {@value
   * #DEFAULT_CONTEXT_LENGTH} and what the model was trained for.
   */
  public OnnxGeneratorBuilder contextLength(int value) {
    int longest = checkpoint.config().contextLength();
    check(value >= 2 && value <= longest, "contextLength", "in [2, " + longest + "]", value);
    this.contextLength = value;
    return this;
  }

  /**
   * Requests that may wait for a row; beyond that {@link OnnxGenerator#generate} blocks its caller.
   * Default {@value #DEFAULT_MAXIMUM_WAITING}.
   */
  public OnnxGeneratorBuilder maximumWaiting(int value) {
    check(value >= 1, "maximumWaiting", "1 or more", value);
    this.waiting = value;
    return this;
  }

  /**
   * Tokens of a prompt that are computed between two steps of the answers being written, at least
   * 2; default {@value #DEFAULT_PREFILL_CHUNK}.
   */
  public OnnxGeneratorBuilder prefillChunk(int value) {
    check(value >= 2, "prefillChunk", "2 or more", value);
    this.chunk = value;
    return this;
  }

  /**
   * Bytes that keys and values of the rows may take, outside the heap; with less, fewer rows are
   * used than {@link #maximumRows} allows. Default half of the heap's maximum size, by which Java
   * bounds direct memory too.
   */
  public OnnxGeneratorBuilder keyValueMemory(long value) {
    check(value >= 1, "keyValueMemory", "1 or more", value);
    this.keyValueMemory = value;
    return this;
  }

  /**
   * Bytes that the kept beginnings of conversations may take, outside the heap; 0 keeps none.
   * Default a quarter of the heap's maximum size.
   */
  public OnnxGeneratorBuilder prefixMemory(long value) {
    check(value >= 0, "prefixMemory", "0 or more", value);
    this.prefixMemory = value;
    return this;
  }

  /**
   * Where model files for ONNX Runtime are kept, one directory for each model and form; default
   * {@code graphs} in {@link ModelStore#cacheDirectory}. May be deleted at any time when no
   * generator runs.
   */
  public OnnxGeneratorBuilder cacheDirectory(Path value) {
    this.cacheDirectory = value;
    return this;
  }

  /**
   * Opens the generator.
   *
   * @throws IOException if the model cannot be read or the cache cannot be written
   * @throws IllegalArgumentException if settings do not go together
   * @throws CsssException if ONNX Runtime cannot run the model
   */
  public OnnxGenerator build() throws IOException {
    boolean half = precision() == Precision.FLOAT16 || precision() == Precision.BFLOAT16;
    boolean cuda = provider == ExecutionProvider.CUDA;
    check(half == cuda, "precision", cuda ? "FLOAT16 or BFLOAT16" : "INT8 or FLOAT32", precision());
    check(
        !cuda || keyValuePrecision() == KeyValuePrecision.FULL,
        "keyValuePrecision",
        "FULL on CUDA",
        keyValuePrecision());
    ModelConfig config = checkpoint.config();
    if (config.headDimension() % HEAD_STEP != 0) {
      throw new CsssException(
          checkpoint.path()
              + ": the model's head dimension must be a multiple of "
              + HEAD_STEP
              + ", but was "
              + config.headDimension());
    }
    int bytesPerHead = config.headDimension() * cacheType().bytes();
    int longest = KeyValueCache.maximumLength(config.keyValueHeads(), bytesPerHead);
    check(
        effectiveContextLength() <= longest,
        "contextLength",
        "at most " + longest + ", for the size of the model's keys and values",
        effectiveContextLength());
    long row = (long) effectiveContextLength() * bytesPerPosition();
    check(
        row <= keyValueMemory,
        "keyValueMemory",
        "at least " + row + " for one row of " + effectiveContextLength() + " tokens",
        keyValueMemory);
    return new OnnxGenerator(this);
  }

  private long bytesPerPosition() {
    ModelConfig config = checkpoint.config();
    return 2L
        * config.layers()
        * config.keyValueHeads()
        * config.headDimension()
        * cacheType().bytes();
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  boolean ownsCheckpoint() {
    return ownsCheckpoint;
  }

  Precision precision() {
    if (precision != null) {
      return precision;
    }
    return provider == ExecutionProvider.CPU ? Precision.INT8 : Precision.FLOAT16;
  }

  KeyValuePrecision keyValuePrecision() {
    if (keyValuePrecision != null) {
      return keyValuePrecision;
    }
    return precision() == Precision.INT8 ? KeyValuePrecision.INT8 : KeyValuePrecision.FULL;
  }

  ElementType cacheType() {
    return keyValuePrecision() == KeyValuePrecision.INT8 ? ElementType.INT8 : form().activations();
  }

  LinearForm form() {
    return switch (precision()) {
      case INT8 -> LinearForm.INT8_TOKENS;
      case FLOAT32 -> LinearForm.FLOAT;
      case FLOAT16 -> LinearForm.FLOAT16;
      case BFLOAT16 -> LinearForm.BFLOAT16;
    };
  }

  ExecutionProvider provider() {
    return provider;
  }

  RuntimeSettings runtimeSettings() {
    return new RuntimeSettings(provider, threads);
  }

  int rows() {
    return rows;
  }

  int waiting() {
    return waiting;
  }

  int chunk() {
    return chunk;
  }

  int effectiveContextLength() {
    int longest = checkpoint.config().contextLength();
    return contextLength > 0 ? contextLength : Math.min(longest, DEFAULT_CONTEXT_LENGTH);
  }

  /** A little more than was asked for: lengths are rounded up. */
  long effectiveKeyValueMemory() {
    long step = KeyValueCache.LENGTH_STEP * bytesPerPosition();
    return Math.min(keyValueMemory, Long.MAX_VALUE - step) + step;
  }

  long effectivePrefixMemory() {
    return prefixMemory;
  }

  Path graphDirectory() {
    return cacheDirectory == null
        ? ModelStore.standard().cacheDirectory().resolve("graphs")
        : cacheDirectory;
  }

  private static void check(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }
}
