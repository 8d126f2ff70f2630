package io.github.llmcsss.eval.text;

import java.util.Objects;

/**
 * A phrase of a text that may stand for one of a reference.
 *
 * @param module how they stand for each other
 * @param start first word in the text
 * @param length words in the text
 * @param reference first word in the reference
 * @param referenceLength words in the reference
 */
record MeteorMatch(Module module, int start, int length, int reference, int referenceLength) {
  /** How words stand for each other. */
  enum Module {
    /** They are the same. */
    EXACT(1),
    /** They have the same stem. */
    STEM(0.5),
    /** They have a meaning in common. */
    SYNONYM(0.5),
    /** A table has them as a pair. */
    PARAPHRASE(0.5);

    /** What a word counts where alignments are compared; scores have other weights. */
    private final double searchWeight;

    Module(double searchWeight) {
      this.searchWeight = searchWeight;
    }

    double searchWeight() {
      return searchWeight;
    }
  }

  MeteorMatch {
    Objects.requireNonNull(module);
  }

  static MeteorMatch ofWords(Module module, int start, int reference) {
    return new MeteorMatch(module, start, 1, reference, 1);
  }
}
