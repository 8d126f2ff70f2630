package io.github.llmcsss.api;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How tokens are drawn. Applied in this order: banned tokens, repetition penalty, temperature,
 * top-k, top-p, min-p; the first two change logits, the others the distribution drawn from.
 *
 * @param temperature 0 (always the most probable token) to 10; 1 is the model's own distribution
 * @param topP the smallest set of tokens whose probability reaches this is drawn from; in (0, 1], 1
 *     is off
 * @param topK at most this many tokens are drawn from; 0 is off
 * @param minP tokens less probable than this share of the best are dropped; in [0, 1), 0 is off
 * @param repetitionPenalty logits of tokens seen in the prompt or the answer are divided by this if
 *     positive and multiplied if negative; 1 is off, in [1, 10]
 * @param maximumTokens generation ends after so many tokens; at least 1
 * @param stopStrings generation ends before the first of these appears in the text; each not empty
 * @param bannedTokens ids that are never drawn
 */
public record Sampling(
    double temperature,
    double topP,
    int topK,
    double minP,
    double repetitionPenalty,
    int maximumTokens,
    List<String> stopStrings,
    Set<Integer> bannedTokens) {

  /** {@value}: the model's own distribution. */
  public static final double DEFAULT_TEMPERATURE = 1.0;

  /** {@value}: off. */
  public static final double DEFAULT_TOP_P = 1.0;

  /** {@value} tokens. */
  public static final int DEFAULT_MAXIMUM_TOKENS = 128;

  /** Checks the ranges. */
  public Sampling {
    Checks.check(temperature >= 0 && temperature <= 10, "temperature", "in [0, 10]", temperature);
    Checks.check(topP > 0 && topP <= 1, "topP", "in (0, 1]", topP);
    Checks.check(topK >= 0, "topK", "0 or more", topK);
    Checks.check(minP >= 0 && minP < 1, "minP", "in [0, 1)", minP);
    Checks.check(
        repetitionPenalty >= 1 && repetitionPenalty <= 10,
        "repetitionPenalty",
        "in [1, 10]",
        repetitionPenalty);
    Checks.check(maximumTokens >= 1, "maximumTokens", "1 or more", maximumTokens);
    stopStrings = List.copyOf(stopStrings);
    for (String stop : stopStrings) {
      Checks.check(!stop.isEmpty(), "stopStrings", "without an empty string", stopStrings);
    }
    // A sorted copy, so that toString and whatever is written from it are the same everywhere.
    bannedTokens = Collections.unmodifiableSortedSet(new TreeSet<>(bannedTokens));
  }

  /** The most probable token at every step. */
  public static Sampling greedy(int maximumTokens) {
    return builder().temperature(0).maximumTokens(maximumTokens).build();
  }

  /** A builder that starts with the model's own distribution. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these settings. */
  public Builder toBuilder() {
    return new Builder()
        .temperature(temperature)
        .topP(topP)
        .topK(topK)
        .minP(minP)
        .repetitionPenalty(repetitionPenalty)
        .maximumTokens(maximumTokens)
        .stopStrings(stopStrings)
        .bannedTokens(bannedTokens);
  }

  /** Collects the settings; not thread-safe. Ranges are those of {@link Sampling}. */
  public static final class Builder {
    private double temperature = DEFAULT_TEMPERATURE;
    private double topP = DEFAULT_TOP_P;
    private int topK;
    private double minP;
    private double repetitionPenalty = 1;
    private int maximumTokens = DEFAULT_MAXIMUM_TOKENS;
    private List<String> stopStrings = List.of();
    private Set<Integer> bannedTokens = Set.of();

    private Builder() {}

    /** Default {@value Sampling#DEFAULT_TEMPERATURE}. */
    public Builder temperature(double value) {
      this.temperature = value;
      return this;
    }

    /** Default {@value Sampling#DEFAULT_TOP_P}, off. */
    public Builder topP(double value) {
      this.topP = value;
      return this;
    }

    /** Default 0, off. */
    public Builder topK(int value) {
      this.topK = value;
      return this;
    }

    /** Default 0, off. */
    public Builder minP(double value) {
      this.minP = value;
      return this;
    }

    /** Default 1, off. */
    public Builder repetitionPenalty(double value) {
      this.repetitionPenalty = value;
      return this;
    }

    /** Default {@value Sampling#DEFAULT_MAXIMUM_TOKENS}. */
    public Builder maximumTokens(int value) {
      this.maximumTokens = value;
      return this;
    }

    /** Default none. */
    public Builder stopStrings(List<String> value) {
      this.stopStrings = value;
      return this;
    }

    /** Default none. */
    public Builder bannedTokens(Set<Integer> value) {
      this.bannedTokens = value;
      return this;
    }

    /** The settings, checked. */
    public Sampling build() {
      return new Sampling(
          temperature,
          topP,
          topK,
          minP,
          repetitionPenalty,
          maximumTokens,
          stopStrings,
          bannedTokens);
    }
  }
}
