package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.api.Embedder;
import io.github.llmcsss.testkit.EmbedderContract;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Nested;

class OnnxEmbedderContractTest {
  private static final int TEXTS = 6;

  @Nested
  class Full extends EmbedderContract {
    @Override
    protected Embedder open() throws IOException {
      return OnnxEmbedder.fromClassPath("all-minilm-l6-v2");
    }

    @Override
    protected List<String> texts() {
      return super.texts().subList(0, TEXTS);
    }
  }

  @Nested
  class Quantised extends EmbedderContract {
    @Override
    protected Embedder open() throws IOException {
      return OnnxEmbedder.fromClassPath("all-minilm-l6-v2-q");
    }

    @Override
    protected List<String> texts() {
      return super.texts().subList(0, TEXTS);
    }
  }
}
