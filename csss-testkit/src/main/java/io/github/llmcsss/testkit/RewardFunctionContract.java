package io.github.llmcsss.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.RewardInput;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RewardFunction} must do. Extend it in a test class of your own and say in
 * {@link #reward()} what is tested.
 */
public abstract class RewardFunctionContract {
  /** For subclasses. */
  protected RewardFunctionContract() {}

  /** The reward to test. */
  protected abstract RewardFunction reward() throws Exception;

  /** Answers as sessions have them: good ones, poor ones, with and without documents and need. */
  protected List<RewardInput> inputs() {
    List<Document> documents = SmallCatalogue.documents();
    List<RetrievedDocument> found = new ArrayList<>();
    for (Document document : documents.subList(0, 4)) {
      found.add(new RetrievedDocument(found.size() + 1, document, 10 - found.size()));
    }
    Optional<Need> need = Optional.of(new Need("a light shoe for the road", Set.of("S01")));
    List<RewardInput> inputs = new ArrayList<>();
    for (String response :
        List.of(
            "The " + documents.getFirst().title() + " is light and costs 59.90.",
            "I like the " + documents.getLast().title() + ".",
            "Hello.",
            "What colour would you like?")) {
      inputs.add(input(response, found, need));
      inputs.add(input(response, found, Optional.empty()));
      inputs.add(input(response, List.of(), need));
      inputs.add(input(response, found.subList(0, 1), Optional.empty()));
    }
    return List.copyOf(inputs);
  }

  @Test
  protected final void staysBetweenZeroAndOne() throws Exception {
    RewardFunction reward = reward();
    for (RewardInput input : inputs()) {
      checkRange(reward, input);
    }
  }

  @Test
  protected final void scoresTheSameAgain() throws Exception {
    RewardFunction reward = reward();
    List<Double> first = scores(reward);
    assertEquals(first, scores(reward));
    assertEquals(first, scores(reward()), "the same reward, made again");
  }

  @Test
  protected final void scoresTheSameFromManyThreads() throws Exception {
    RewardFunction reward = reward();
    List<Double> alone = scores(reward);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<List<Double>>> together = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        together.add(threads.submit(() -> scores(reward)));
      }
      for (Future<List<Double>> one : together) {
        assertEquals(alone, one.get());
      }
    }
  }

  @Test
  protected final void scoresWithoutDocuments() throws Exception {
    for (RewardInput input : inputs()) {
      checkRange(reward(), input(input.response(), List.of(), input.need()));
    }
  }

  @Test
  protected final void scoresAnEmptyResponse() throws Exception {
    for (RewardInput input : inputs()) {
      for (String empty : List.of("", " ", "\n\t")) {
        checkRange(reward(), input(empty, input.documents(), input.need()));
      }
    }
  }

  @Test
  protected final void scoresHostileTexts() throws Exception {
    RewardFunction reward = reward();
    List<RetrievedDocument> found = inputs().getFirst().documents();
    for (String hostile : HostileTexts.all()) {
      checkRange(reward, input(hostile, found, Optional.empty()));
      Document document =
          Document.builder("x", "x" + hostile)
              .features(List.of(hostile))
              .description(hostile)
              .build();
      List<RetrievedDocument> documents = List.of(new RetrievedDocument(1, document, 1));
      checkRange(reward, input(hostile, documents, Optional.of(new Need("x", Set.of()))));
    }
  }

  private List<Double> scores(RewardFunction reward) {
    return inputs().stream().map(reward::reward).toList();
  }

  private static void checkRange(RewardFunction reward, RewardInput input) {
    double score = reward.reward(input);
    assertTrue(score >= 0 && score <= 1, () -> score + " must be in [0, 1]");
  }

  private static RewardInput input(
      String response, List<RetrievedDocument> documents, Optional<Need> need) {
    SeedQuery seed = new SeedQuery("clothing running shoes", List.of("Clothing"), need);
    SystemResponse before =
        new SystemResponse(
            "For road or trail?", "running shoes", documents, 0.5, FinishReason.END_OF_TURN);
    return new RewardInput(
        seed,
        List.of(new Turn(seed.text(), Optional.of(before))),
        "For the road, please.",
        "running shoes road",
        response,
        documents,
        need);
  }
}
