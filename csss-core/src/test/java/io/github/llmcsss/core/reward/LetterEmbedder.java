package io.github.llmcsss.core.reward;

import io.github.llmcsss.api.Embedder;
import java.util.List;
import java.util.Locale;

/** A small real embedder: how often each letter occurs. */
class LetterEmbedder implements Embedder {
  @Override
  public int dimension() {
    return 26;
  }

  @Override
  public float[][] embed(List<String> texts) {
    float[][] vectors = new float[texts.size()][26];
    for (int i = 0; i < vectors.length; i++) {
      double squares = 0;
      for (char c : texts.get(i).toLowerCase(Locale.ROOT).toCharArray()) {
        if (c >= 'a' && c <= 'z') {
          squares += 2 * vectors[i][c - 'a'] + 1;
          vectors[i][c - 'a']++;
        }
      }
      for (int k = 0; k < 26; k++) {
        vectors[i][k] /= (float) Math.max(1, Math.sqrt(squares));
      }
    }
    return vectors;
  }

  @Override
  public void close() {}
}
