package io.github.llmcsss.engine.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * How ONNX Runtime runs a model.
 *
 * @param provider where
 * @param threads of the processor that share one operator
 */
record RuntimeSettings(ExecutionProvider provider, int threads) {
  /** New options; the caller closes them. */
  OrtSession.SessionOptions sessionOptions() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    try {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      if (provider == ExecutionProvider.CUDA) {
        options.addCUDA();
      }
      return options;
    } catch (OrtException e) {
      options.close();
      throw e;
    }
  }
}
