package io.github.llmcsss.core.export;

import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How relevant a document is to a turn, as far as the session shows it:
 *
 * <ul>
 *   <li>{@value #ACCEPTED}: the shopper accepts it in the end. These are the products that the last
 *       answer of a session names ({@link ClaimKind#PRODUCT}) if the session ends with {@link
 *       EndReason#ACCEPTED}; they have this grade at every turn that retrieved them, as the shopper
 *       wanted them all along.
 *   <li>{@value #CITED}: the answer takes something from it, whatever it is.
 *   <li>{@value #RETRIEVED}: it was found, and the answer makes no use of it.
 * </ul>
 *
 * <p>What was not retrieved is not judged. As every retrieved document has a grade, measures that
 * know only relevant or not should begin at {@value #CITED}.
 */
public final class Relevance {
  /** {@value}: found, not used. */
  public static final int RETRIEVED = 1;

  /** {@value}: the answer takes something from it. */
  public static final int CITED = 2;

  /** {@value}: what the shopper accepts in the end. */
  public static final int ACCEPTED = 3;

  private Relevance() {}

  /**
   * The grades of a session's documents.
   *
   * @return for each turn, grades by document id, in the order of the ranking; empty for a turn
   *     without an answer
   */
  public static List<Map<String, Integer>> grades(Session session) {
    Set<String> accepted = accepted(session);
    List<Map<String, Integer>> grades = new ArrayList<>();
    for (Turn turn : session.turns()) {
      grades.add(turn.response().map(answer -> grades(answer, accepted)).orElse(Map.of()));
    }
    return List.copyOf(grades);
  }

  private static Map<String, Integer> grades(SystemResponse answer, Set<String> accepted) {
    Set<String> cited =
        answer.citations().stream().map(Citation::documentId).collect(Collectors.toSet());
    Map<String, Integer> grades = new LinkedHashMap<>();
    for (RetrievedDocument found : answer.documents()) {
      String id = found.document().id();
      grades.put(id, accepted.contains(id) ? ACCEPTED : cited.contains(id) ? CITED : RETRIEVED);
    }
    return Collections.unmodifiableMap(grades);
  }

  private static Set<String> accepted(Session session) {
    if (session.endReason() != EndReason.ACCEPTED) {
      return Set.of();
    }
    return session.turns().reversed().stream()
        .map(Turn::response)
        .flatMap(Optional::stream)
        .findFirst()
        .map(SystemResponse::citations)
        .orElse(List.of())
        .stream()
        .filter(citation -> citation.kind() == ClaimKind.PRODUCT)
        .map(Citation::documentId)
        .collect(Collectors.toSet());
  }
}
