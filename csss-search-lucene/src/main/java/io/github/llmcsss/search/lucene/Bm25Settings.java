package io.github.llmcsss.search.lucene;

import java.util.Map;
import java.util.TreeMap;

/**
 * How BM25 weighs the fields of a document: the fields are scored as one text in which every term
 * counts as often as the weight of its field says (BM25F, "simple BM25 extension to multiple
 * weighted fields", Robertson, Zaragoza and Taylor 2004). Nothing here is stored in the index.
 *
 * @param title weight of the title: 0 leaves the field out, otherwise 1 or more
 * @param brand weight of the brand, likewise
 * @param features weight of the features, likewise
 * @param description weight of the description, likewise
 * @param categories weight of the words of the category path, likewise
 * @param k1 how soon repetitions of a term stop to count; 0 or more
 * @param b how much long documents are held back; 0 to 1
 * @param maximumTerms how many distinct terms of a query are looked up, the first ones; 1 to 200
 */
public record Bm25Settings(
    double title,
    double brand,
    double features,
    double description,
    double categories,
    double k1,
    double b,
    int maximumTerms) {
  /** The default weight of the title, 3. */
  public static final double DEFAULT_TITLE = 3;

  /** The default weight of the brand, 2. */
  public static final double DEFAULT_BRAND = 2;

  /** The default weight of the features, 1. */
  public static final double DEFAULT_FEATURES = 1;

  /** The default weight of the description, 1. */
  public static final double DEFAULT_DESCRIPTION = 1;

  /** The default weight of the category path, 1.5. */
  public static final double DEFAULT_CATEGORIES = 1.5;

  /** The default of k1, 1.2. */
  public static final double DEFAULT_K1 = 1.2;

  /** The default of b, 0.75. */
  public static final double DEFAULT_B = 0.75;

  /** The default number of terms, 64. */
  public static final int DEFAULT_MAXIMUM_TERMS = 64;

  /** The largest number of terms: Lucene bounds clauses at 1,024, and a term asks five fields. */
  private static final int TERMS_LIMIT = 200;

  /** The defaults. */
  public static final Bm25Settings DEFAULT = builder().build();

  /** Checks the ranges and that at least one field counts. */
  public Bm25Settings {
    checkWeight("title", title);
    checkWeight("brand", brand);
    checkWeight("features", features);
    checkWeight("description", description);
    checkWeight("categories", categories);
    check(
        title + brand + features + description + categories > 0,
        "one of the weights",
        "above 0",
        "0 for all");
    check(k1 >= 0 && k1 < Float.MAX_VALUE, "k1", "0 or more", k1);
    check(b >= 0 && b <= 1, "b", "0 to 1", b);
    check(
        maximumTerms >= 1 && maximumTerms <= TERMS_LIMIT,
        "maximumTerms",
        "1 to " + TERMS_LIMIT,
        maximumTerms);
  }

  /** A builder that starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("bm25.title", String.valueOf(title));
    facts.put("bm25.brand", String.valueOf(brand));
    facts.put("bm25.features", String.valueOf(features));
    facts.put("bm25.description", String.valueOf(description));
    facts.put("bm25.categories", String.valueOf(categories));
    facts.put("bm25.k1", String.valueOf(k1));
    facts.put("bm25.b", String.valueOf(b));
    facts.put("bm25.maximumTerms", String.valueOf(maximumTerms));
    return facts;
  }

  private static void checkWeight(String name, double weight) {
    check(
        weight == 0 || (weight >= 1 && weight < Float.MAX_VALUE), name, "0, or 1 or more", weight);
  }

  private static void check(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }

  /** Collects settings; not thread-safe. */
  public static final class Builder {
    private double title = DEFAULT_TITLE;
    private double brand = DEFAULT_BRAND;
    private double features = DEFAULT_FEATURES;
    private double description = DEFAULT_DESCRIPTION;
    private double categories = DEFAULT_CATEGORIES;
    private double k1 = DEFAULT_K1;
    private double b = DEFAULT_B;
    private int maximumTerms = DEFAULT_MAXIMUM_TERMS;

    private Builder() {}

    /** Default {@value Bm25Settings#DEFAULT_TITLE}. */
    public Builder title(double weight) {
      this.title = weight;
      return this;
    }

    /** Default {@value Bm25Settings#DEFAULT_BRAND}. */
    public Builder brand(double weight) {
      this.brand = weight;
      return this;
    }

    /** Default {@value Bm25Settings#DEFAULT_FEATURES}. */
    public Builder features(double weight) {
      this.features = weight;
      return this;
    }

    /** Default {@value Bm25Settings#DEFAULT_DESCRIPTION}. */
    public Builder description(double weight) {
      this.description = weight;
      return this;
    }

    /** Default {@value Bm25Settings#DEFAULT_CATEGORIES}. */
    public Builder categories(double weight) {
      this.categories = weight;
      return this;
    }

    /** Default {@value Bm25Settings#DEFAULT_K1}. */
    public Builder k1(double value) {
      this.k1 = value;
      return this;
    }

    /** Default {@value Bm25Settings#DEFAULT_B}. */
    public Builder b(double value) {
      this.b = value;
      return this;
    }

    /** Default {@value Bm25Settings#DEFAULT_MAXIMUM_TERMS}. */
    public Builder maximumTerms(int value) {
      this.maximumTerms = value;
      return this;
    }

    /** The settings, checked. */
    public Bm25Settings build() {
      return new Bm25Settings(title, brand, features, description, categories, k1, b, maximumTerms);
    }
  }
}
