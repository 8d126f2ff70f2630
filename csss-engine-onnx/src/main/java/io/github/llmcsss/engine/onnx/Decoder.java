package io.github.llmcsss.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.engine.onnx.graph.DecoderGraph;
import io.github.llmcsss.engine.onnx.graph.ElementType;
import io.github.llmcsss.model.ModelConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decoder in ONNX Runtime with its key-value cache, which is updated in place: the same tensor
 * goes in as past and comes out as present. Not thread-safe. {@link #close} frees everything.
 */
final class Decoder implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Handles handles = new Handles();
  private final ModelConfig config;
  private final OnnxJavaType cacheType;
  private final KeyValueCache cache;
  private final Path file;
  private final RuntimeSettings settings;
  private final AdapterTensors adapters;
  private @Nullable OrtSession session;

  /** Whether the graph takes adapters. */
  private boolean adaptable;

  /** What changes the products now. */
  private Map<String, OnnxTensor> adapterInputs = Map.of();

  /** Views of the first rows, kept from step to step. */
  private List<OnnxTensor> batchViews = List.of();

  private int batchRows;

  /** Read by other threads. */
  private volatile int largestBatch;

  private FloatBuffer logits = FloatBuffer.allocate(0);
  private boolean closed;

  /**
   * Opens a model file.
   *
   * @param type of the cache
   * @param memory bytes that the cache may take
   */
  Decoder(Path file, ModelConfig config, ElementType type, RuntimeSettings settings, long memory) {
    this.config = config;
    this.cacheType = OnnxJavaType.valueOf(type.name());
    this.cache =
        new KeyValueCache(
            2 * config.layers(),
            config.keyValueHeads(),
            config.headDimension() * type.bytes(),
            memory);
    // Keys and values are bytes beside activations of 32 bits alone.
    ElementType activations = type == ElementType.INT8 ? ElementType.FLOAT : type;
    this.adapters = new AdapterTensors(config, OnnxJavaType.valueOf(activations.name()), handles);
    this.file = file;
    this.settings = settings;
    session = open(file);
  }

  private OrtSession open(Path model) {
    try (OrtSession.SessionOptions options = settings.sessionOptions()) {
      return handles.opened(environment.createSession(model.toString(), options));
    } catch (OrtException e) {
      throw new CsssException("ONNX Runtime cannot load " + model + ": " + e.getMessage(), e);
    }
  }

  /**
   * Sets what all calls compute with from now on. With the first adapter the graph is exchanged for
   * one that takes adapters, for good: it computes the same bits without one, and a second graph
   * beside it would need its weights a second time. Keys and values stay.
   *
   * @param adapter null for the model alone
   */
  void use(@Nullable AdapterWeights adapter) {
    if (adapter == null && !adaptable) {
      return;
    }
    try {
      if (!adaptable) {
        closeSession();
        session = open(DecoderGraph.adaptable(file));
        adaptable = true;
      }
      adapterInputs = adapters.of(adapter);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Frees what an adapter holds, if it was used; it must not be in use any more. */
  void forget(AdapterWeights adapter) {
    adapters.forget(adapter);
  }

  /** For how many rows there can be logits: a Java buffer holds 2 GiB. */
  static int maximumRows(ModelConfig config) {
    return Integer.MAX_VALUE / (Float.BYTES * config.vocabularySize());
  }

  KeyValueCache cache() {
    return cache;
  }

  int openHandles() {
    return handles.open();
  }

  /** How many rows were decoded at once at most. */
  int largestBatch() {
    return largestBatch;
  }

  /** Makes room for so many rows and no more. */
  void reserve(int rows, int length) {
    reserve(rows, length, rows);
  }

  /** Makes room for rows and positions, see {@link KeyValueCache#reserve(int, int, int)}. */
  void reserve(int rows, int length, int mostRows) {
    if (cache.reserve(rows, length, mostRows)) {
      closeBatchViews();
    }
  }

  /**
   * Appends tokens to one row, whose first {@code past} positions are filled; the logits of the
   * last one can then be read at index 0.
   */
  void append(int row, int past, int[] tokens, int from, int count) {
    append(row, past, tokens, from, count, 1);
  }

  /** The same with the logits of the last {@code selected} tokens. */
  void append(int row, int past, int[] tokens, int from, int count, int selected) {
    LongBuffer ids = direct(8L * count).asLongBuffer();
    for (int i = 0; i < count; i++) {
      ids.put(i, tokens[from + i]);
    }
    LongBuffer wanted = direct(8L * selected).asLongBuffer();
    for (int i = 0; i < selected; i++) {
      wanted.put(i, count - selected + i);
    }
    int total = past + count;
    IntBuffer last = direct(4).asIntBuffer().put(0, total - 1);
    List<OnnxTensor> views = new ArrayList<>();
    try {
      openViews(row, 1, views);
      run(views, ids, new long[] {1, count}, last, total, wanted);
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      close(views);
    }
  }

  /**
   * Appends one token to each of the first {@code rows} rows; logits can then be read by row.
   *
   * @param pasts how many positions of each row are filled
   */
  void step(int rows, int[] tokens, int[] pasts) {
    LongBuffer ids = direct(8L * rows).asLongBuffer();
    LongBuffer wanted = direct(8L * rows).asLongBuffer();
    IntBuffer last = direct(4L * rows).asIntBuffer();
    int total = 0;
    for (int row = 0; row < rows; row++) {
      ids.put(row, tokens[row]);
      wanted.put(row, row);
      last.put(row, pasts[row]);
      total = Math.max(total, pasts[row] + 1);
    }
    try {
      if (batchRows != rows) {
        closeBatchViews();
        List<OnnxTensor> views = new ArrayList<>();
        batchViews = views;
        openViews(0, rows, views);
        batchRows = rows;
      }
      run(batchViews, ids, new long[] {rows, 1}, last, total, wanted);
      largestBatch = Math.max(largestBatch, rows);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Copies the logits of one selected token of the last call. */
  void readLogits(int index, float[] target) {
    logits.get(index * config.vocabularySize(), target, 0, config.vocabularySize());
  }

  private void run(
      List<OnnxTensor> views,
      LongBuffer ids,
      long[] shape,
      IntBuffer last,
      int total,
      LongBuffer wanted)
      throws OrtException {
    int selected = wanted.capacity();
    if (logits.capacity() < selected * config.vocabularySize()) {
      logits = direct(4L * selected * config.vocabularySize()).asFloatBuffer();
    }
    List<OnnxTensor> own = new ArrayList<>();
    try {
      Map<String, OnnxTensor> inputs = new HashMap<>(adapterInputs);
      Map<String, OnnxTensor> outputs = new HashMap<>();
      inputs.put(DecoderGraph.TOKENS, own(own, OnnxTensor.createTensor(environment, ids, shape)));
      inputs.put(
          DecoderGraph.LAST_POSITIONS,
          own(own, OnnxTensor.createTensor(environment, last, new long[] {last.capacity()})));
      IntBuffer length = direct(4).asIntBuffer().put(0, total);
      inputs.put(
          DecoderGraph.TOTAL_LENGTH,
          own(own, OnnxTensor.createTensor(environment, length, new long[0])));
      inputs.put(
          DecoderGraph.SELECTED,
          own(own, OnnxTensor.createTensor(environment, wanted, new long[] {selected})));
      FloatBuffer target = logits.slice(0, selected * config.vocabularySize());
      long[] targetShape = {selected, config.vocabularySize()};
      outputs.put(
          DecoderGraph.LOGITS, own(own, OnnxTensor.createTensor(environment, target, targetShape)));
      for (int layer = 0; layer < config.layers(); layer++) {
        OnnxTensor keys = views.get(2 * layer);
        OnnxTensor values = views.get(2 * layer + 1);
        inputs.put(DecoderGraph.pastKeys(layer), keys);
        inputs.put(DecoderGraph.pastValues(layer), values);
        outputs.put(DecoderGraph.presentKeys(layer), keys);
        outputs.put(DecoderGraph.presentValues(layer), values);
      }
      Objects.requireNonNull(session).run(inputs, outputs).close();
    } finally {
      close(own);
    }
  }

  private void openViews(int row, int rows, List<OnnxTensor> views) throws OrtException {
    long[] shape = {rows, config.keyValueHeads(), cache.length(), config.headDimension()};
    for (int i = 0; i < cache.bufferCount(); i++) {
      ByteBuffer bytes = cache.view(i, row, rows);
      own(views, OnnxTensor.createTensor(environment, bytes, shape, cacheType));
    }
  }

  private OnnxTensor own(List<OnnxTensor> owner, OnnxTensor tensor) {
    owner.add(handles.opened(tensor));
    return tensor;
  }

  private void close(List<OnnxTensor> tensors) {
    for (OnnxTensor tensor : tensors) {
      tensor.close();
      handles.closed();
    }
  }

  private void closeBatchViews() {
    close(batchViews);
    batchViews = List.of();
    batchRows = 0;
  }

  private static CsssException failed(OrtException e) {
    return new CsssException("ONNX Runtime failed: " + e.getMessage(), e);
  }

  private static ByteBuffer direct(long bytes) {
    return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
  }

  /** Idempotent. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    closeBatchViews();
    cache.clear();
    adapters.close();
    closeSession();
  }

  private void closeSession() {
    OrtSession open = session;
    if (open == null) {
      return;
    }
    session = null;
    try {
      open.close();
      handles.closed();
    } catch (OrtException e) {
      throw new CsssException("ONNX Runtime cannot close the session: " + e.getMessage(), e);
    }
  }
}
