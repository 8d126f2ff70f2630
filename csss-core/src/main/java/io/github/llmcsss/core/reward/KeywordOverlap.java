package io.github.llmcsss.core.reward;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.RewardInput;
import io.github.llmcsss.core.internal.Words;
import io.github.llmcsss.core.prompt.DocumentText;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

record KeywordOverlap() implements RewardFunction {
  /** So many of the documents' words are as good as any more. */
  private static final int ENOUGH = 8;

  @Override
  public double reward(RewardInput input) {
    Set<String> answer = Words.contentStems(input.response());
    Set<String> known = new HashSet<>();
    for (RetrievedDocument found : input.documents()) {
      collect(found.document(), known);
    }
    double common = answer.stream().filter(known::contains).count();
    if (common == 0) {
      return 0;
    }
    double precision = common / answer.size();
    double coverage = Math.min(1, common / ENOUGH);
    return 2 * precision * coverage / (precision + coverage);
  }

  private static void collect(Document document, Set<String> words) {
    words.addAll(Words.contentStems(document.title()));
    words.addAll(Words.contentStems(document.brand()));
    document.features().forEach(text -> words.addAll(Words.contentStems(text)));
    document.categories().forEach(text -> words.addAll(Words.contentStems(text)));
    document
        .attributes()
        .forEach((name, value) -> {
          words.addAll(Words.contentStems(name));
          words.addAll(Words.contentStems(value));
        });
    document.price().ifPresent(price -> words.add(DocumentText.formatPrice(price)));
  }

  @Override
  public Provenance provenance() {
    return new Provenance("keywordOverlap", Map.of("enough", Integer.toString(ENOUGH)));
  }
}
