package io.github.llmcsss.core.reward;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Embedder;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.RewardInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

record SemanticSimilarity(Embedder embedder) implements RewardFunction {
  @Override
  public double reward(RewardInput input) {
    if (input.documents().isEmpty() || input.response().isBlank()) {
      return 0;
    }
    List<String> texts = new ArrayList<>();
    texts.add(input.response());
    for (RetrievedDocument found : input.documents()) {
      texts.add(text(found.document()));
    }
    float[][] vectors = embedder.embed(texts);
    double best = 0;
    for (int i = 1; i < vectors.length; i++) {
      double cosine = dot(vectors[0], vectors[i]);
      if (Double.isNaN(cosine)) {
        return cosine; // refused by whoever asked
      }
      best = Math.max(best, cosine);
    }
    return Math.min(1, best);
  }

  private static String text(Document document) {
    return (document.title()
            + ". "
            + document.brand()
            + " "
            + String.join(". ", document.features()))
        .strip();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        "semanticSimilarity", Map.of("embedder", embedder.provenance().toString()));
  }
}
