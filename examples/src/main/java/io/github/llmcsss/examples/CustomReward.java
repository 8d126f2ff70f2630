package io.github.llmcsss.examples;

import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.search.lucene.LuceneSearch;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A reward of one's own, in one lambda: answers that state a price are better. */
@Command(
    name = "CustomReward",
    description = "Writes sessions whose answers prefer to state prices.")
public final class CustomReward implements Callable<Integer> {
  @Mixin private RunOptions options = new RunOptions();

  CustomReward() {}

  /** Runs with the options that {@code --help} lists. */
  public static void main(String[] arguments) {
    Example.main(new CustomReward(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    RewardFunction statesPrice = input -> input.response().contains("$") ? 1.0 : 0.0;
    var documents = SampleCatalogue.documents();
    try (SearchEnvironment search = LuceneSearch.inMemory(documents)) {
      new MainJob(options).run(search, documents, statesPrice);
    }
    return 0;
  }
}
