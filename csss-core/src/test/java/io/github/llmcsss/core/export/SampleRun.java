package io.github.llmcsss.core.export;

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

/** A small run in which every case of the exports occurs. */
final class SampleRun {
  /** Two answers, the second of which is accepted; equal scores. */
  static final Session ACCEPTED =
      session(
          "a1",
          Optional.of(new Need("a lamp to read by", Set.of("p2", "p9"))),
          EndReason.ACCEPTED,
          new Turn(
              "desk lamp",
              Optional.of(
                  answer(
                      "The Osmo Lamp is 12 cm high and costs $3.",
                      "desk lamp",
                      List.of(
                          found(1, "p1", "Osmo Lamp", 2.5),
                          found(2, "p2", "Brenn Lamp", 2.5),
                          found(3, "p 3", "Tilk \"Lamp\"\tin\nred", 1)),
                      List.of(
                          cited(4, 13, ClaimKind.PRODUCT, "p1", DocumentField.Single.TITLE),
                          cited(17, 22, ClaimKind.NUMBER, "p1", new DocumentField.Feature(1))),
                      List.of(new UnsupportedClaim(38, 40, ClaimKind.PRICE))))),
          new Turn(
                  "Is there a smaller one?",
                  Optional.of(
                      answer(
                          "Take the Brenn Lamp.",
                          "desk lamp smaller",
                          List.of(
                              found(1, "p2", "Brenn Lamp", 1e-300), found(2, "p1", "Osmo Lamp", 0)),
                          List.of(
                              cited(9, 19, ClaimKind.PRODUCT, "p2", DocumentField.Single.TITLE),
                              cited(0, 4, ClaimKind.WORDS, "p1", DocumentField.Single.DESCRIPTION)),
                          List.of())))
              .labelled(new MoveLabel(Move.COMPARE, true, Set.of(Quirk.TYPO))),
          new Turn("Great, I'll take it!", Optional.empty()));

  /** No answer to the seed query, and texts that are bad for every format. */
  static final Session HOSTILE =
      session(
          "b%2 \u00a0é",
          Optional.empty(),
          EndReason.GAVE_UP,
          new Turn("</title>tab\there", Optional.empty()),
          new Turn(
              "line\nbreak\r\u2028\u0000 \"quoted\" <script>alert(1)</script> \ud83d\ude00",
              Optional.of(
                  answer(
                      "Sorry, nothing.\n\n1 < 2 & 3 > 2",
                      "tab\there <b>",
                      List.of(),
                      List.of(),
                      List.of()))),
          new Turn("bye", Optional.empty()));

  /** Nobody answered. */
  static final Session UNANSWERED =
      session("c", Optional.empty(), EndReason.DEAD_END, new Turn("lamp", Optional.empty()));

  static final List<Session> SESSIONS = List.of(ACCEPTED, HOSTILE, UNANSWERED);

  private SampleRun() {}

  static RunDirectory write(Path directory) throws IOException {
    return write(directory, SESSIONS);
  }

  static RunDirectory write(Path directory, List<Session> sessions) throws IOException {
    RunTally tally = new RunTally();
    sessions.forEach(tally::add);
    try (RunWriter writer =
        RunWriter.open(
            directory, ExistingRun.CONTINUE, Map.of("seed", 42), index -> null, verdict -> {})) {
      writer.commit(sessions.stream().map(SampleRun::finished).toList());
      writer.finish(tally.counts(), "SESSIONS", true);
    }
    return RunDirectory.open(directory);
  }

  private static Verdict finished(Session session) {
    return new Verdict.Finished(session, new Verdict.Tokens(100, 10));
  }

  private static Session session(
      String id, Optional<Need> need, EndReason endReason, Turn... turns) {
    SeedQuery seed = new SeedQuery(turns[0].user(), List.of("Home", "Light"), need);
    return new Session(id, seed, 0, need, List.of(turns), endReason);
  }

  private static SystemResponse answer(
      String text,
      String query,
      List<RetrievedDocument> documents,
      List<Citation> citations,
      List<UnsupportedClaim> unsupported) {
    return new SystemResponse(
        text, query, documents, 0.5, FinishReason.END_OF_TURN, citations, unsupported);
  }

  private static RetrievedDocument found(int rank, String id, String title, double score) {
    return new RetrievedDocument(rank, Document.builder(id, title).build(), score);
  }

  private static Citation cited(
      int start, int end, ClaimKind kind, String document, DocumentField field) {
    return new Citation(start, end, kind, document, field, 0, end - start);
  }
}
