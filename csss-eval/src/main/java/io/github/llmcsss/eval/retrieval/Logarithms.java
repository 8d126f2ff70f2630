package io.github.llmcsss.eval.retrieval;

/** Logarithms to the base of two, those of small whole numbers kept. */
final class Logarithms {
  private static final double LN_2 = Math.log(2);
  private static final double[] SMALL = new double[1 << 14];

  static {
    for (int i = 1; i < SMALL.length; i++) {
      SMALL[i] = Math.log(i) / LN_2;
    }
  }

  private Logarithms() {}

  static double ofTwo(int number) {
    return number < SMALL.length ? SMALL[number] : Math.log(number) / LN_2;
  }

  static double ofTwo(double number) {
    return Math.log(number) / LN_2;
  }
}
