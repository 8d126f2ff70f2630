package io.github.llmcsss.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Embedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Embedder} must do. Extend it in a test class of your own and say in {@link
 * #open()} what is tested.
 */
public abstract class EmbedderContract {
  private static final double LENGTH_TOLERANCE = 1e-4;

  /** For subclasses. */
  protected EmbedderContract() {}

  /** The embedder to test; tests close it. */
  protected abstract Embedder open() throws Exception;

  /** Texts of different lengths, at least three. */
  protected List<String> texts() {
    List<String> texts = new ArrayList<>(List.of("shoes", "a", "Ein Zelt f\u00fcr zwei? \u2728"));
    for (Document document : SmallCatalogue.documents()) {
      texts.add(document.title());
      texts.add(document.title() + ". " + String.join(". ", document.features()));
    }
    return List.copyOf(texts);
  }

  @Test
  protected final void givesVectorsOfTheStatedDimensionAndLengthOne() throws Exception {
    try (Embedder embedder = open()) {
      float[][] vectors = embedder.embed(texts());
      assertEquals(texts().size(), vectors.length);
      for (int i = 0; i < vectors.length; i++) {
        checkVector(embedder, vectors[i], texts().get(i));
      }
    }
  }

  @Test
  protected final void embedsNoTextsToNoVectors() throws Exception {
    try (Embedder embedder = open()) {
      assertEquals(0, embedder.embed(List.of()).length);
    }
  }

  @Test
  protected final void doesNotLetCompanionsChangeAVector() throws Exception {
    try (Embedder embedder = open()) {
      float[][] together = embedder.embed(texts());
      for (int i = 0; i < together.length; i++) {
        float[][] alone = embedder.embed(List.of(texts().get(i)));
        assertArrayEquals(alone[0], together[i], texts().get(i));
      }
    }
  }

  @Test
  protected final void keepsTheOrderOfTheTexts() throws Exception {
    try (Embedder embedder = open()) {
      float[][] forward = embedder.embed(texts());
      List<String> reversed = new ArrayList<>(texts());
      Collections.reverse(reversed);
      float[][] backward = embedder.embed(reversed);
      for (int i = 0; i < forward.length; i++) {
        assertArrayEquals(forward[i], backward[forward.length - 1 - i], texts().get(i));
      }
    }
  }

  @Test
  protected final void tellsTextsApart() throws Exception {
    try (Embedder embedder = open()) {
      float[][] vectors =
          embedder.embed(
              List.of(
                  "red running shoes for men",
                  "running shoes in red, for men",
                  "a tax law of the last century"));
      assertFalse(Arrays.equals(vectors[0], vectors[2]), "different texts have the same vector");
      assertTrue(
          cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]),
          "two texts about running shoes must be closer than one about shoes and one about law");
    }
  }

  @Test
  protected final void embedsEmptyHostileAndLongTexts() throws Exception {
    try (Embedder embedder = open()) {
      List<String> hostile = new ArrayList<>(HostileTexts.all());
      hostile.addAll(List.of("", " ", "\n"));
      for (String text : hostile) {
        checkVector(embedder, embedder.embed(List.of(text))[0], text);
      }
      String afterwards = texts().getFirst();
      assertArrayEquals(
          embedder.embed(List.of(afterwards))[0], embedder.embed(List.of("", afterwards))[1]);
    }
  }

  @Test
  protected final void keepsNoHoldOnWhatItReturned() throws Exception {
    try (Embedder embedder = open()) {
      List<String> text = List.of(texts().getFirst());
      float[] first = embedder.embed(text)[0];
      float[] copy = first.clone();
      Arrays.fill(first, Float.NaN);
      assertArrayEquals(copy, embedder.embed(text)[0], "a caller's change came back");
    }
  }

  @Test
  protected final void embedsTheSameFromManyThreads() throws Exception {
    try (Embedder embedder = open();
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      float[][] alone = embedder.embed(texts());
      List<Future<float[][]>> together = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        together.add(threads.submit(() -> embedder.embed(texts())));
      }
      for (Future<float[][]> one : together) {
        assertTrue(Arrays.deepEquals(alone, one.get()), "another thread got other vectors");
      }
    }
  }

  @Test
  protected final void closesTwice() throws Exception {
    Embedder embedder = open();
    embedder.close();
    assertDoesNotThrow(embedder::close);
  }

  private static void checkVector(Embedder embedder, float[] vector, String text) {
    String start = text.substring(0, Math.min(80, text.length()));
    assertEquals(embedder.dimension(), vector.length, start);
    assertEquals(1, Math.sqrt(cosine(vector, vector)), LENGTH_TOLERANCE, start);
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
