package io.github.llmcsss.testkit;

import io.github.llmcsss.api.Embedder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbedderContractTest {
  static final class Honest extends EmbedderContract {
    @RegisterExtension final Faults faults = new Faults();

    @Override
    protected Embedder open() {
      return new ToyEmbedder(faults.planted());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wrong dimension, givesVectorsOfTheStatedDimensionAndLengthOne",
    "not normalised, givesVectorsOfTheStatedDimensionAndLengthOne",
    "needs a text, embedsNoTextsToNoVectors",
    "pads, doesNotLetCompanionsChangeAVector",
    "sorts, keepsTheOrderOfTheTexts",
    "always the same, tellsTextsApart",
    "no length for nothing, embedsEmptyHostileAndLongTexts",
    "short texts only, embedsEmptyHostileAndLongTexts",
    "caches, keepsNoHoldOnWhatItReturned",
    "shares state, embedsTheSameFromManyThreads",
    "closes once, closesTwice"
  })
  void catches(String fault, String test) {
    Faults.assertCaught(Honest.class, fault, test);
  }
}
