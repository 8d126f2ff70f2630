package io.github.llmcsss.testkit;

import io.github.llmcsss.api.Embedder;

class ToyEmbedderTest extends EmbedderContract {
  @Override
  protected Embedder open() {
    return new ToyEmbedder("");
  }
}
