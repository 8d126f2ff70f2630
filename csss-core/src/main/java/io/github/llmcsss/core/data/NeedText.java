package io.github.llmcsss.core.data;

import com.google.common.hash.Hasher;
import io.github.llmcsss.api.Document;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** What a shopper who wants a product would say of it, without knowing that it exists. */
final class NeedText {
  private static final int MAXIMUM_FACTS = 3;

  /** How far above the price the bound may lie. */
  private static final double PRICE_MARGIN = 0.5;

  private NeedText() {}

  /** The kind of product, one to three of its facts, and every other time a bound on the price. */
  static String of(List<String> path, Document target, List<String> known, RandomGenerator random) {
    List<String> facts = new ArrayList<>(known);
    StringBuilder text = new StringBuilder(NeedFacts.lowerCase(path.get(path.size() - 1)));
    int count = Math.min(facts.size(), 1 + random.nextInt(MAXIMUM_FACTS));
    for (int i = 0; i < count; i++) {
      text.append("; ").append(facts.remove(random.nextInt(facts.size())));
    }
    double margin = PRICE_MARGIN * random.nextDouble();
    boolean bounded = random.nextBoolean();
    OptionalDouble price = target.price();
    if (bounded && price.isPresent() && price.getAsDouble() > 0) {
      text.append("; price at most ").append(bound(price.getAsDouble() * (1 + margin)));
    }
    return text.toString();
  }

  /** A round number from the price on: 7 for 6.2, 40 for 37, 1200 for 1180. */
  static long bound(double price) {
    double step = Math.max(1, 5 * Math.pow(10, Math.floor(Math.log10(price)) - 1));
    return (long) (Math.ceil(price / step) * step);
  }

  /** Whatever of a product, or of a review, can shape needs. */
  static void fingerprint(Record source, Hasher hasher) {
    byte[] bytes = source.toString().getBytes(StandardCharsets.UTF_8);
    hasher.putInt(bytes.length).putBytes(bytes);
  }
}
