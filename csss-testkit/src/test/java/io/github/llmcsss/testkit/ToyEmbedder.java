package io.github.llmcsss.testkit;

import io.github.llmcsss.api.Embedder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Hashes words into a vector; with a fault where one is planted. */
final class ToyEmbedder implements Embedder {
  private static final int DIMENSION = 64;

  private final String fault;
  private final float[] scratch = new float[DIMENSION];
  private float @Nullable [][] kept;
  private int closed;

  ToyEmbedder(String fault) {
    this.fault = fault;
  }

  @Override
  public int dimension() {
    return fault.equals("wrong dimension") ? DIMENSION + 1 : DIMENSION;
  }

  @Override
  public float[][] embed(List<String> texts) {
    if (fault.equals("needs a text")) {
      texts.getFirst();
    }
    float[][] vectors = new float[texts.size()][];
    int longest = texts.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = embed(texts.get(i));
      if (fault.equals("pads") && texts.get(i).length() < longest) {
        vectors[i][0] += 1e-6f;
      }
    }
    if (fault.equals("sorts") && vectors.length > 1) {
      Arrays.sort(vectors, (a, b) -> Float.compare(a[0], b[0]));
    }
    if (fault.equals("caches") && vectors.length == 1) {
      float[][] before = kept;
      if (before != null) {
        return before;
      }
      kept = vectors;
    }
    return vectors;
  }

  private float[] embed(String text) {
    float[] vector = fault.equals("shares state") ? scratch : new float[DIMENSION];
    Arrays.fill(vector, 0);
    vector[0] = 0.1f; // so that no text has length zero
    if (fault.equals("no length for nothing") && text.isEmpty()) {
      return new float[DIMENSION];
    }
    if (fault.equals("short texts only") && text.length() > 10_000) {
      throw new IllegalArgumentException("too long");
    }
    String words = fault.equals("always the same") ? "" : text.toLowerCase(Locale.ROOT);
    for (String word : words.split("[^\\p{L}]+", -1)) {
      vector[1 + Math.floorMod(word.hashCode(), DIMENSION - 1)] += 1;
    }
    double squares = 0;
    for (float value : vector) {
      squares += value * value;
    }
    double length = fault.equals("not normalised") ? 1 : Math.sqrt(squares);
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] /= (float) length;
    }
    if (fault.equals("shares state")) {
      // Long enough for another thread to get in, on a busy machine, too.
      LockSupport.parkNanos(200_000);
      return vector.clone();
    }
    return vector;
  }

  @Override
  public void close() {
    closed++;
    if (fault.equals("closes once") && closed > 1) {
      throw new IllegalStateException("closed");
    }
  }
}
