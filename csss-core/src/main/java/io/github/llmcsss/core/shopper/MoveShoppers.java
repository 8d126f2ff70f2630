package io.github.llmcsss.core.shopper;

import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.core.internal.Require;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Shoppers whose moves are drawn from a table. Each has a style and a patience of its own.
 *
 * <p>A reactive shopper (the default) draws each move when it is due, knowing its move before,
 * whether the assistant asked something back, and whether anything was found: where nothing was, it
 * narrows, objects or wants something else, and gives up when its patience is used up. A planned
 * one draws all moves beforehand. Accepting and giving up are hinted at like any other move; the
 * session ends when the words that the generator then writes do so.
 *
 * <p>Immutable and thread-safe.
 */
public final class MoveShoppers implements ShopperModel {
  private final MoveTable table;
  private final boolean planned;
  private final boolean hints;
  private final double patience;
  private final double terse;
  private final double chatty;
  private final HintingShopper.Quirks quirks;

  private MoveShoppers(Builder builder) {
    this.table = builder.table;
    this.planned = builder.planned;
    this.hints = builder.hints;
    this.patience = builder.patience;
    this.terse = builder.terse;
    this.chatty = builder.chatty;
    this.quirks =
        new HintingShopper.Quirks(
            builder.typoRate,
            builder.zeroResultRate,
            builder.topicSwitchRate,
            builder.abandonmentRate);
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Shopper shopper(SeedQuery seed, Optional<Need> need, int turns, RandomGenerator random) {
    Style style = style(random.nextDouble());
    int enough = patience(random);
    MoveDraw draw = new MoveDraw(table);
    Shopper moves =
        planned ? PlannedMoves.of(draw, turns, enough, random) : new ReactiveMoves(draw, enough);
    return new HintingShopper(moves, style, quirks, hints);
  }

  private Style style(double drawn) {
    if (drawn < terse) {
      return Style.TERSE;
    }
    return drawn < terse + chatty ? Style.CHATTY : Style.PLAIN;
  }

  /** Geometric: after each disappointment, the shopper has enough with the same probability. */
  private int patience(RandomGenerator random) {
    int enough = 1;
    while (enough < Builder.MOST_PATIENCE && random.nextDouble() * patience >= 1) {
      enough++;
    }
    return enough;
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        "moveShoppers",
        Map.of(
            "table", table.fingerprint(),
            "planned", String.valueOf(planned),
            "hints", String.valueOf(hints),
            "patience", String.valueOf(patience),
            "terse", String.valueOf(terse),
            "chatty", String.valueOf(chatty),
            "typoRate", String.valueOf(quirks.typo()),
            "zeroResultRate", String.valueOf(quirks.zeroResults()),
            "topicSwitchRate", String.valueOf(quirks.topicSwitch()),
            "abandonmentRate", String.valueOf(quirks.abandonment())));
  }

  /** Collects settings; not thread-safe. */
  public static final class Builder {
    /** On average, {@value} disappointments make a shopper give up. */
    public static final double DEFAULT_PATIENCE = 3;

    /** A share of {@value} of the shoppers writes a few words at a time. */
    public static final double DEFAULT_TERSE = 0.25;

    /** A share of {@value} of the shoppers writes at length. */
    public static final double DEFAULT_CHATTY = 0.22;

    static final int MOST_PATIENCE = 1_000;

    private MoveTable table = MoveTable.standard();
    private boolean planned;
    private boolean hints = true;
    private double patience = DEFAULT_PATIENCE;
    private double terse = DEFAULT_TERSE;
    private double chatty = DEFAULT_CHATTY;
    private double typoRate;
    private double zeroResultRate;
    private double topicSwitchRate;
    private double abandonmentRate;

    private Builder() {}

    /** How likely moves are; {@link MoveTable#standard()}. */
    public Builder table(MoveTable value) {
      this.table = value;
      return this;
    }

    /** Whether all moves are drawn before the session; false: when they are due. */
    public Builder planned(boolean value) {
      this.planned = value;
      return this;
    }

    /**
     * Whether prompts say what the shopper does next; true. Without, moves are labels of what was
     * drawn, and nothing follows from them.
     */
    public Builder hints(boolean value) {
      this.hints = value;
      return this;
    }

    /**
     * How many disappointments (nothing found, or a move {@code OBJECT} of its own) make a shopper
     * give up, on average; {@value #DEFAULT_PATIENCE}, 1 to 1,000.
     */
    public Builder patience(double mean) {
      Require.that(mean >= 1 && mean <= MOST_PATIENCE, "patience", "in [1, 1000]", mean);
      this.patience = mean;
      return this;
    }

    /**
     * Which share of the shoppers is terse, and which chatty; {@value #DEFAULT_TERSE} and {@value
     * #DEFAULT_CHATTY}, each in [0, 1], together at most 1.
     */
    public Builder styles(double terse, double chatty) {
      Require.that(terse >= 0 && terse <= 1, "terse", "in [0, 1]", terse);
      Require.that(
          chatty >= 0 && chatty <= 1 - terse, "chatty", "in [0, " + (1 - terse) + "]", chatty);
      this.terse = terse;
      this.chatty = chatty;
      return this;
    }

    /** How often a turn has typos, put in by rule ({@link Typos#some}); 0, in [0, 1]. */
    public Builder typoRate(double value) {
      this.typoRate = rate("typoRate", value);
      return this;
    }

    /**
     * How often the query of a turn is misspelt in every word ({@link Typos#everywhere}), so that
     * an index that looks up words finds nothing; 0, in [0, 1]. The turn is labelled only if
     * nothing was found.
     */
    public Builder zeroResultRate(double value) {
      this.zeroResultRate = rate("zeroResultRate", value);
      return this;
    }

    /** How often a turn turns to another kind of product; 0, in [0, 1]. */
    public Builder topicSwitchRate(double value) {
      this.topicSwitchRate = rate("topicSwitchRate", value);
      return this;
    }

    /** How often a shopper leaves without a word instead of a turn; 0, in [0, 1]. */
    public Builder abandonmentRate(double value) {
      this.abandonmentRate = rate("abandonmentRate", value);
      return this;
    }

    private static double rate(String name, double value) {
      Require.that(value >= 0 && value <= 1, name, "in [0, 1]", value);
      return value;
    }

    /** The model. */
    public MoveShoppers build() {
      return new MoveShoppers(this);
    }
  }
}
