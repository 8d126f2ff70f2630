package io.github.llmcsss.testkit;

import io.github.llmcsss.api.SearchEnvironment;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchEnvironmentContractTest {
  static final class Honest extends SearchEnvironmentContract {
    @RegisterExtension final Faults faults = new Faults();

    @Override
    protected SearchEnvironment open() {
      return new ToySearch(faults.planted());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "always the same, findsSomethingAndNotAlwaysTheSame",
    "one too many, returnsAtMostAsManyAsWanted",
    "counts over, returnsAtMostAsManyAsWanted",
    "drifts, findsTheSameAgain",
    "shares state, findsTheSameFromManyThreads",
    "ignores categories, keepsTheCategoryFilter",
    "ignores categories, findsNothingUnderAnUnknownCategory",
    "ignores prices, keepsThePriceFilter",
    "filters at the end, keepsThePriceFilter",
    "finds all for nothing, findsNothingForAnEmptyQuery",
    "knows NOT, readsTheQueryAsWordsAndNotAsSyntax",
    "parses syntax, survivesHostileQueries",
    "limits words, survivesHostileQueries",
    "closes once, closesTwice"
  })
  void catches(String fault, String test) {
    Faults.assertCaught(Honest.class, fault, test);
  }
}
