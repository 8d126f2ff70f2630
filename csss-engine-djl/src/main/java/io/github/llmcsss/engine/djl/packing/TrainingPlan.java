package io.github.llmcsss.engine.djl.packing;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Which sessions make up which step: every session once an epoch, in an order drawn by seed. */
public final class TrainingPlan {
  private final List<Step> steps = new ArrayList<>();

  /**
   * What the weights move once for.
   *
   * @param epoch counted from 0
   * @param lastOfEpoch whether the next step, if any, is of another epoch
   * @param batches trees that are computed together, one batch after the other
   * @param tokens how many are computed
   * @param targets how many are learned
   * @param weight sum of their weights
   */
  public record Step(
      int epoch,
      boolean lastOfEpoch,
      List<List<TokenTree>> batches,
      int tokens,
      int targets,
      double weight) {
    /** Copies the list. */
    public Step {
      batches = List.copyOf(batches);
    }
  }

  /**
   * Plans a training.
   *
   * @param sessions at least one
   * @param epochs passes over them
   * @param tokensPerStep a step takes sessions until they have so many tokens
   * @param tokensPerBatch tokens that are computed together; a longer session is a batch of its own
   * @param seed of the order
   */
  public TrainingPlan(
      List<TrainingSession> sessions,
      int epochs,
      int tokensPerStep,
      int tokensPerBatch,
      long seed) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      List<List<TrainingSession>> taken = new ArrayList<>();
      List<TrainingSession> open = new ArrayList<>();
      int tokens = 0;
      for (TrainingSession session : shuffled(sessions, seed, epoch)) {
        open.add(session);
        tokens += session.size();
        if (tokens >= tokensPerStep) {
          taken.add(open);
          open = new ArrayList<>();
          tokens = 0;
        }
      }
      if (!open.isEmpty()) {
        taken.add(open);
      }
      for (int i = 0; i < taken.size(); i++) {
        steps.add(step(epoch, i == taken.size() - 1, taken.get(i), tokensPerBatch));
      }
    }
  }

  private static List<TrainingSession> shuffled(
      List<TrainingSession> sessions, long seed, int epoch) {
    long own =
        Hashing.sha256()
            .newHasher()
            .putLong(seed)
            .putString("order", StandardCharsets.UTF_8)
            .putInt(epoch)
            .hash()
            .asLong();
    List<TrainingSession> order = new ArrayList<>(sessions);
    Collections.shuffle(order, Random.from(new SplittableRandom(own)));
    return order;
  }

  private static Step step(
      int epoch, boolean last, List<TrainingSession> sessions, int tokensPerBatch) {
    List<TokenTree> trees = sessions.stream().flatMap(session -> session.trees().stream()).toList();
    return new Step(
        epoch,
        last,
        batches(trees, tokensPerBatch),
        sessions.stream().mapToInt(TrainingSession::size).sum(),
        sessions.stream().mapToInt(TrainingSession::targets).sum(),
        sessions.stream().mapToDouble(TrainingSession::weight).sum());
  }

  /** Parts of a list of trees, in order, of at most so many tokens unless one tree has more. */
  public static List<List<TokenTree>> batches(List<TokenTree> trees, int tokensPerBatch) {
    List<List<TokenTree>> batches = new ArrayList<>();
    List<TokenTree> open = new ArrayList<>();
    int tokens = 0;
    for (TokenTree tree : trees) {
      if (!open.isEmpty() && tokens + tree.size() > tokensPerBatch) {
        batches.add(List.copyOf(open));
        open.clear();
        tokens = 0;
      }
      open.add(tree);
      tokens += tree.size();
    }
    if (!open.isEmpty()) {
      batches.add(List.copyOf(open));
    }
    return batches;
  }

  /** How many steps there are. */
  public int size() {
    return steps.size();
  }

  /**
   * One step.
   *
   * @param number counted from 1
   */
  public Step step(long number) {
    return steps.get(Math.toIntExact(number - 1));
  }
}
