package io.github.llmcsss.testkit;

import io.github.llmcsss.api.Generator;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorContractTest {
  static final class Honest extends GeneratorContract {
    @RegisterExtension final Faults faults = new Faults();

    @Override
    protected Generator open() {
      return new ToyGenerator(faults.planted());
    }

    @Override
    protected int contextLength() {
      return ToyGenerator.CONTEXT;
    }

    @Override
    protected Set<Integer> specialTokens() {
      return Set.of(ToyLanguage.START, ToyLanguage.END);
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "one stream for all, writesTheSameTextAgain",
    "ignores the seed, writesOtherTextsFromOtherSeeds",
    "minds its companions, doesNotLetCompanionsOrTheirOrderChangeAText",
    "minds its companions, takesRequestsFromManyThreads",
    "one token too many, keepsTheMaximumNumberOfTokens",
    "minds the maximum, keepsTheMaximumNumberOfTokens",
    "runs over stops, endsBeforeAStopString",
    "shows the stop, endsBeforeAStopString",
    "ignores bans, neverWritesBannedTokens",
    "draws at zero, isGreedyAtTemperatureZero",
    "model after the cut, isGreedyAtTemperatureZero",
    "forgets the cut, reportsLogProbabilitiesOfEveryToken",
    "dies of a cancellation, freesACancelledRequest",
    "takes any length, refusesAPromptThatDoesNotFit",
    "keeps a stale conversation, writesTheSameInAConversation",
    "knows its conversations, ignoresTheReleaseOfUnknownConversations",
    "leaves requests, endsWaitingRequestsWhenItCloses",
    "ends with another error, endsWaitingRequestsWhenItCloses",
    "closes once, endsWaitingRequestsWhenItCloses",
    "writes after the end, endsWaitingRequestsWhenItCloses",
    "believes control tokens, readsControlTokensInAMessageAsText",
    "drops control tokens, readsControlTokensInAMessageAsText",
    "names no role, rendersRolesAndDocuments"
  })
  void catches(String fault, String test) {
    Faults.assertCaught(Honest.class, fault, test);
  }
}
