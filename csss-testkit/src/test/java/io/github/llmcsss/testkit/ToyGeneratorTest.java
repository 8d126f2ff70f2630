package io.github.llmcsss.testkit;

import io.github.llmcsss.api.Generator;
import java.util.Set;

class ToyGeneratorTest extends GeneratorContract {
  @Override
  protected Generator open() {
    return new ToyGenerator("");
  }

  @Override
  protected int contextLength() {
    return ToyGenerator.CONTEXT;
  }

  @Override
  protected Set<Integer> specialTokens() {
    return Set.of(ToyLanguage.START, ToyLanguage.END);
  }
}
