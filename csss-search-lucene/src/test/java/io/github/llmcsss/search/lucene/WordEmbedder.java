package io.github.llmcsss.search.lucene;

import com.google.common.hash.Hashing;
import io.github.llmcsss.api.Embedder;
import io.github.llmcsss.api.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Each word has a fixed random direction; a text is the sum of its words. */
record WordEmbedder(int dimension, long seed) implements Embedder {
  @Override
  public float[][] embed(List<String> texts) {
    return texts.stream().map(this::embed).toArray(float[][]::new);
  }

  private float[] embed(String text) {
    double[] sum = new double[dimension];
    for (String word : text.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
      long hash = Hashing.murmur3_128().hashString(word, StandardCharsets.UTF_16LE).asLong();
      Random random = new Random(hash ^ seed);
      for (int i = 0; i < dimension; i++) {
        sum[i] += random.nextGaussian();
      }
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (sum[i] / Math.sqrt(squares));
    }
    return vector;
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        "WordEmbedder",
        Map.of("dimension", String.valueOf(dimension), "seed", String.valueOf(seed)));
  }

  @Override
  public void close() {}
}
