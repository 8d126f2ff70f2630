package io.github.llmcsss.parquet;

import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.DocumentField;
import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Move;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Quirk;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.UnsupportedClaim;
import io.github.llmcsss.core.run.ExistingRun;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.run.RunTally;
import io.github.llmcsss.core.run.RunWriter;
import io.github.llmcsss.core.run.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Two sessions: everything there is, and as little as there can be. */
final class SampleRun {
  private static final Need NEED = new Need("a lamp", Set.of("p2", "p1"));
  private static final SystemResponse ANSWER =
      new SystemResponse(
          "The Osmo Lamp costs $3.",
          "lamp",
          List.of(
              new RetrievedDocument(1, Document.builder("p1", "Osmo Lamp").build(), 2.5),
              new RetrievedDocument(2, Document.builder("p2", "Lamp\t\ud83d\ude00").build(), 1)),
          0.25,
          FinishReason.STOP_STRING,
          List.of(new Citation(4, 13, ClaimKind.PRODUCT, "p1", DocumentField.Single.TITLE, 0, 9)),
          List.of(new UnsupportedClaim(20, 22, ClaimKind.PRICE)));

  static final List<Session> SESSIONS =
      List.of(
          new Session(
              "a",
              new SeedQuery("lamp", List.of("Home", "Light"), Optional.of(NEED)),
              2,
              Optional.of(NEED),
              List.of(
                  new Turn("lamp", Optional.of(ANSWER))
                      .labelled(new MoveLabel(Move.REVEAL, true, Set.of(Quirk.TYPO))),
                  new Turn("I'll take it", Optional.empty())),
              EndReason.ACCEPTED),
          new Session(
              "b",
              SeedQuery.of("tent"),
              0,
              Optional.empty(),
              List.of(new Turn("tent", Optional.empty())),
              EndReason.GAVE_UP));

  private SampleRun() {}

  static RunDirectory write(Path directory) throws IOException {
    RunTally tally = new RunTally();
    SESSIONS.forEach(tally::add);
    try (RunWriter writer =
        RunWriter.open(
            directory, ExistingRun.CONTINUE, Map.of("seed", 42), index -> null, verdict -> {})) {
      writer.commit(SESSIONS.stream().map(SampleRun::finished).toList());
      writer.finish(tally.counts(), "SESSIONS", true);
    }
    return RunDirectory.open(directory);
  }

  private static Verdict finished(Session session) {
    return new Verdict.Finished(session, new Verdict.Tokens(100, 10));
  }
}
