package io.github.llmcsss.eval.text;

import io.github.llmcsss.eval.text.MeteorMatch.Module;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * METEOR 1.5 for English [Denkowski and Lavie 2014]: words are matched as they are, by stem,
 * meaning and paraphrase; a beam search chooses the matches; words that say little count less.
 * <b>Experimental</b>: it follows the papers and what is published of the tool, and was compared
 * with one published score, not with the tool. Its scores lie far below those of {@link Meteor},
 * which is NLTK's; never set the two beside each other. Immutable; thread-safe if its sources are.
 *
 * @param parameters such as {@link Parameters#rank}
 * @param senses such as {@link WordNetSenses}
 * @param paraphrases the table of METEOR 1.5, which does not come with this library
 * @param functionWords words that say little, in lower case; {@link FunctionWords#english} or the
 *     list of METEOR 1.5
 */
public record Meteor15(
    Parameters parameters, SenseSource senses, Paraphrases paraphrases, Set<String> functionWords) {
  /** Copies the words. */
  public Meteor15 {
    functionWords = Set.copyOf(functionWords);
  }

  /**
   * Weighs what is matched.
   *
   * @param alpha how much recall counts beside precision; in [0, 1]
   * @param beta how the penalty grows with the number of chunks
   * @param gamma the largest penalty; in [0, 1]
   * @param delta how much a word counts that says something, the others counting the rest to 1
   * @param exact what a word counts that is the same
   * @param stem what a word counts with the same stem
   * @param synonym what a word counts with a meaning in common
   * @param paraphrase what a word of a paraphrase counts
   */
  public record Parameters(
      double alpha,
      double beta,
      double gamma,
      double delta,
      double exact,
      double stem,
      double synonym,
      double paraphrase) {
    /** For the order of systems, which is what the tool takes if not told otherwise. */
    public static Parameters rank() {
      return new Parameters(0.85, 0.2, 0.6, 0.75, 1, 0.6, 0.8, 0.6);
    }

    /** For adequacy. */
    public static Parameters adequacy() {
      return new Parameters(0.75, 1.4, 0.45, 0.7, 1, 1, 0.6, 0.8);
    }

    /** For the edits that people would make. */
    public static Parameters hter() {
      return new Parameters(0.4, 1.5, 0.35, 0.55, 1, 0.2, 0.6, 0.8);
    }

    private double weight(Module module) {
      return switch (module) {
        case EXACT -> exact;
        case STEM -> stem;
        case SYNONYM -> synonym;
        case PARAPHRASE -> paraphrase;
      };
    }
  }

  /**
   * What one text adds to the score of several.
   *
   * @param matched weight of the matched words of the text
   * @param referenceMatched weight of those of its reference
   * @param length weight of all words of the text
   * @param referenceLength weight of those of its reference
   * @param words matched words of the text
   * @param referenceWords those of its reference
   * @param chunks stretches that stand in the same order on both sides; 0 if the two are matched as
   *     a whole
   */
  public record Segment(
      double matched,
      double referenceMatched,
      double length,
      double referenceLength,
      int words,
      int referenceWords,
      int chunks) {
    private Segment plus(Segment other) {
      return new Segment(
          matched + other.matched,
          referenceMatched + other.referenceMatched,
          length + other.length,
          referenceLength + other.referenceLength,
          words + other.words,
          referenceWords + other.referenceWords,
          chunks + other.chunks);
    }
  }

  /**
   * The score of a text, cut into words already; case does not count.
   *
   * @param references one or more, cut into words; the one that gives the best score counts
   * @return in [0, 1]
   */
  public double score(List<String> words, List<List<String>> references) {
    return score(List.of(segment(words, references)));
  }

  /** The counts of a text and of the reference that gives the best score; as {@link #score}. */
  public Segment segment(List<String> words, List<List<String>> references) {
    References.requireAny(references);
    return references.stream()
        .map(reference -> single(lower(words), lower(reference)))
        // The first of several that are the best, as in the tool.
        .reduce((best, one) -> score(List.of(one)) > score(List.of(best)) ? one : best)
        .orElseThrow();
  }

  /** The score of texts of which these are the counts, which is no mean of theirs; in [0, 1]. */
  public double score(List<Segment> segments) {
    Segment sum = segments.stream().reduce(new Segment(0, 0, 0, 0, 0, 0, 0), Segment::plus);
    if (sum.matched() == 0 || sum.referenceMatched() == 0) {
      return 0;
    }
    double precision = sum.matched() / sum.length();
    double recall = sum.referenceMatched() / sum.referenceLength();
    double mean = 1 / ((1 - parameters.alpha()) / precision + parameters.alpha() / recall);
    double fragments = sum.chunks() / ((sum.words() + sum.referenceWords()) / 2.0);
    return Math.max(0, mean * (1 - parameters.gamma() * Math.pow(fragments, parameters.beta())));
  }

  private Segment single(List<String> words, List<String> reference) {
    MeteorCandidates candidates = new MeteorCandidates(words, reference, senses, paraphrases);
    List<MeteorMatch> matches = new MeteorAlignment(candidates, reference.size()).best();
    double matched = 0;
    double referenceMatched = 0;
    int count = 0;
    int referenceCount = 0;
    for (MeteorMatch match : matches) {
      double weight = parameters.weight(match.module());
      int end = match.start() + match.length();
      int referenceEnd = match.reference() + match.referenceLength();
      matched += weight * weight(words.subList(match.start(), end));
      referenceMatched += weight * weight(reference.subList(match.reference(), referenceEnd));
      count += match.length();
      referenceCount += match.referenceLength();
    }
    int chunks = chunks(matches);
    boolean whole = count == words.size() && referenceCount == reference.size() && chunks == 1;
    return new Segment(
        matched,
        referenceMatched,
        weight(words),
        weight(reference),
        count,
        referenceCount,
        whole ? 0 : chunks);
  }

  private double weight(List<String> words) {
    long function = words.stream().filter(functionWords::contains).count();
    return parameters.delta() * (words.size() - function) + (1 - parameters.delta()) * function;
  }

  private static int chunks(List<MeteorMatch> matches) {
    int chunks = 0;
    int end = -1;
    int referenceEnd = -1;
    for (MeteorMatch match : matches) {
      chunks += match.start() == end && match.reference() == referenceEnd ? 0 : 1;
      end = match.start() + match.length();
      referenceEnd = match.reference() + match.referenceLength();
    }
    return chunks;
  }

  private static List<String> lower(List<String> words) {
    List<String> lower = new ArrayList<>();
    words.forEach(word -> lower.add(word.toLowerCase(Locale.ROOT)));
    return lower;
  }
}
