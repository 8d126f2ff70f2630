package io.github.llmcsss.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.llmcsss.api.CsssException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A BERT-style model in ONNX Runtime with mean pooling. Thread-safe but for {@link #close}. */
final class SentenceEncoder implements AutoCloseable {
  private static final String TOKENS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";

  private final OrtEnvironment environment;
  private final String name;
  private final OrtSession session;

  private SentenceEncoder(OrtEnvironment environment, String name, OrtSession session) {
    this.environment = environment;
    this.name = name;
    this.session = session;
  }

  /** From the bytes of an ONNX model, whose name is for messages. */
  static SentenceEncoder of(String name, byte[] model) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // One core a text: texts run side by side, and the split of a sum cannot depend on cores.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return new SentenceEncoder(environment, name, environment.createSession(model, options));
    } catch (OrtException e) {
      throw new CsssException(name + ": ONNX Runtime cannot load the model: " + e.getMessage(), e);
    }
  }

  static String runtimeVersion() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  /** The vector of one text's tokens, of length 1. */
  float[] encode(int[] tokens) {
    long[] ids = Arrays.stream(tokens).asLongStream().toArray();
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor idTensor = tensor(ids);
        OnnxTensor mask = tensor(ones);
        OnnxTensor types = tensor(new long[ids.length])) {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      inputs.put(TOKENS, idTensor);
      inputs.put(MASK, mask);
      if (session.getInputNames().contains(TYPES)) {
        inputs.put(TYPES, types);
      }
      try (OrtSession.Result result = session.run(inputs)) {
        return mean(result.get(0), tokens.length);
      }
    } catch (OrtException e) {
      throw new CsssException(name + ": ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /** A tensor {@code [1, values.length]}. */
  private OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  private float[] mean(OnnxValue output, int length) {
    @Nullable FloatBuffer values = null;
    long[] shape = {};
    if (output instanceof OnnxTensor tensor) {
      values = tensor.getFloatBuffer();
      shape = tensor.getInfo().getShape();
    }
    if (values == null || shape.length != 3 || shape[0] != 1 || shape[1] != length) {
      throw new CsssException(
          name
              + ": the model's first output must be of shape [1, "
              + length
              + ", dimension], but was "
              + Arrays.toString(shape));
    }
    int dimension = Math.toIntExact(shape[2]);
    double[] sum = new double[dimension];
    for (int token = 0; token < length; token++) {
      for (int i = 0; i < dimension; i++) {
        sum[i] += values.get(token * dimension + i);
      }
    }
    return unit(sum);
  }

  private float[] unit(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
      throw new CsssException(name + ": the model gave a vector without length or not of numbers");
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[values.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (values[i] / length);
    }
    return unit;
  }

  /** Frees the session; once. */
  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new CsssException(name + ": ONNX Runtime failed to close: " + e.getMessage(), e);
    }
  }
}
