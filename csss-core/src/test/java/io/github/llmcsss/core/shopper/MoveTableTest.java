package io.github.llmcsss.core.shopper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Move;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.data.RealDialogues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoveTableTest {
  @TempDir Path directory;

  private static Turn turn(String user, String answer, Optional<Move> move) {
    return new Turn(
        user,
        Optional.of(new SystemResponse(answer, "q", List.of(), 0, FinishReason.END_OF_TURN)),
        move.map(one -> new MoveLabel(one, false, Set.of())));
  }

  private static Session session(String answer, Move... moves) {
    List<Turn> turns = new ArrayList<>(List.of(turn("lamp", answer, Optional.empty())));
    for (Move move : moves) {
      turns.add(turn("so", answer, Optional.of(move)));
    }
    return new Session("s", SeedQuery.of("lamp"), 0, Optional.empty(), turns, EndReason.LENGTH);
  }

  private static MoveTable table(String answer, int times, Move... moves) {
    MoveEstimator estimator = new MoveEstimator();
    for (int i = 0; i < times; i++) {
      estimator.add(session(answer, moves));
    }
    return estimator.table();
  }

  private static double sum(Map<Move, Double> probabilities) {
    return probabilities.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  @Test
  void sharesAreSmoothedTowardsTheWiderContext() {
    MoveTable table = table("ok.", 45, Move.REVEAL, Move.COMPARE);
    Map<Move, Double> first = table.probabilities(1, Optional.of(false), Optional.empty());
    // Of 90 moves, half reveal: (45 + 5 / 8) / 95; then (45 + 5 p) / 50, twice.
    double wide = (45 + 5.0 / 8) / 95;
    double anyPhase = (45 + 5 * wide) / 50;
    assertEquals((45 + 5 * anyPhase) / 50, Objects.requireNonNull(first.get(Move.REVEAL)), 1e-12);
    Map<Move, Double> unseen = table.probabilities(9, Optional.of(true), Optional.of(Move.ACCEPT));
    assertEquals(wide, Objects.requireNonNull(unseen.get(Move.REVEAL)), 1e-12);
    assertEquals(1, sum(first), 1e-12);
    assertEquals(1, sum(unseen), 1e-12);
  }

  @Test
  void whatTheAssistantAskedMatters() {
    MoveEstimator estimator = new MoveEstimator();
    for (int i = 0; i < 30; i++) {
      estimator.add(session("Which colour?", Move.REVEAL));
      estimator.add(session("Take this.", Move.OBJECT));
    }
    MoveTable table = estimator.table();
    assertEquals(60, table.total());
    Optional<Move> none = Optional.empty();
    double asked = p(table.probabilities(1, Optional.of(true), none), Move.REVEAL);
    double told = p(table.probabilities(1, Optional.of(false), none), Move.REVEAL);
    double either = p(table.probabilities(1, Optional.empty(), none), Move.REVEAL);
    assertTrue(asked > 0.9 && told < 0.1 && Math.abs(either - 0.49) < 0.02, asked + " " + told);
  }

  private static double p(Map<Move, Double> probabilities, Move move) {
    return probabilities.getOrDefault(move, Double.NaN);
  }

  @Test
  void nothingIsCountedAfterAnEnding() {
    assertEquals(2, table("ok.", 1, Move.REVEAL, Move.ACCEPT, Move.REVEAL).total());
  }

  @Test
  void aTableReadsBackAsItWasWritten() throws IOException {
    Path file = directory.resolve("moves.tsv");
    MoveTable table = MoveTable.standard();
    table.write(file);
    assertEquals(table.toString(), MoveTable.read(file).toString());
    assertEquals(table.fingerprint(), MoveTable.read(file).fingerprint());
  }

  @Test
  void whatIsNoTableIsRefusedByLine() throws IOException {
    Path file = Files.writeString(directory.resolve("t"), "phase\n");
    assertEquals(file + ":1: the first line must be phase asked last next count", refusal(file));
    String header = "phase\tasked\tlast\tnext\tcount\n";
    Files.writeString(file, header + "EARLY\ttrue\tREVEAL\tREVEAL\t-1\n");
    assertEquals(file + ":2: count must be 0 or more, but was -1", refusal(file));
    Files.writeString(file, header + "EARLY\ttrue\tREVEAL\n");
    assertEquals(file + ":2: cells must be 5, but was 3", refusal(file));
    Files.writeString(file, header + "EARLY\ttrue\tJUMP\tREVEAL\t1\n");
    assertTrue(refusal(file).startsWith(file + ":2: "), refusal(file));
  }

  private static String refusal(Path file) {
    return String.valueOf(assertThrows(IOException.class, () -> MoveTable.read(file)).getMessage());
  }

  @Test
  void theStandardTableIsWhatTheRealDialoguesGive() throws IOException {
    MoveEstimator estimator = new MoveEstimator();
    RealDialogues.sessions().forEach(estimator::add);
    assertEquals(MoveTable.standard().toString(), estimator.table().toString());
    assertEquals(2_147, MoveTable.standard().total());
  }
}
