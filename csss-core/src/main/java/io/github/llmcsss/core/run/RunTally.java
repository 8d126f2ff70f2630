package io.github.llmcsss.core.run;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.internal.ProductMention;
import java.util.Map;
import java.util.TreeMap;

/** Counts what becomes of sessions, in the order they are decided; not thread-safe. */
public final class RunTally {
  private final Multiset<String> rejected = HashMultiset.create();
  private final Multiset<String> failed = HashMultiset.create();
  private final Multiset<EndReason> endReasons = HashMultiset.create();
  private long finished;
  private long turns;
  private long answers;
  private long answersNamingProduct;
  private GroundingCounts grounding = GroundingCounts.NONE;
  private double rewardSum;
  private long promptTokens;
  private long generatedTokens;

  /** A tally with nothing in it. */
  public RunTally() {}

  /** Counts a finished session. */
  public void add(Session session) {
    finished++;
    endReasons.add(session.endReason());
    turns += session.turns().size();
    for (Turn turn : session.turns()) {
      turn.response().ifPresent(this::addAnswer);
      grounding = turn.leaks() ? grounding.plusLeak() : grounding;
    }
  }

  private void addAnswer(SystemResponse answer) {
    answers++;
    rewardSum += answer.reward();
    grounding = grounding.plus(answer);
    if (ProductMention.any(answer.text(), answer.query(), answer.documents())) {
      answersNamingProduct++;
    }
  }

  /** Counts a session that was not finished. */
  public void add(Rejection rejection) {
    (rejection.failed() ? failed : rejected).add(rejection.reason());
  }

  /** Counts tokens, of whatever session. */
  public void addTokens(long prompt, long generated) {
    promptTokens += prompt;
    generatedTokens += generated;
  }

  /** The counts so far. */
  public RunCounts counts() {
    return new RunCounts(
        finished + rejected.size() + failed.size(),
        finished,
        counts(rejected),
        counts(failed),
        counts(endReasons),
        turns,
        answers,
        answersNamingProduct,
        grounding,
        rewardSum,
        promptTokens,
        generatedTokens);
  }

  private static <T> Map<T, Long> counts(Multiset<T> bag) {
    Map<T, Long> counts = new TreeMap<>();
    bag.entrySet().forEach(entry -> counts.put(entry.getElement(), (long) entry.getCount()));
    return counts;
  }
}
