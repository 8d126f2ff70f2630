package io.github.llmcsss.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.data.RealDialogues;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the filters say of people: next to nothing. */
class RealDialoguesTest {
  /**
   * Sessions of 277 in which a filter finds something. Three quarters of the repetitions are what
   * the page's buttons say, what its assistant says to them, and what people pasted twice; of the
   * two confusions of roles, one is a text that a person had written by a language model.
   */
  private static final Map<String, Integer> EXPECTED =
      Map.of("empty-turn", 1, "repetition", 31, "role-confusion", 2, "turn-length", 1);

  @Test
  void passAlmostAllThatPeopleSay() throws IOException {
    List<Session> sessions = RealDialogues.sessions();
    assertEquals(277, sessions.size());
    Map<String, Integer> found = new TreeMap<>();
    for (Filter filter : Filters.standardAnd(SessionLanguage.of("eng"))) {
      int count = count(filter, sessions);
      if (count > 0) {
        found.put(filter.name(), count);
      }
    }
    assertEquals(new TreeMap<>(EXPECTED), found);
  }

  @Test
  void aConversationWithAChangedWordIsADuplicate() throws IOException {
    List<Session> sessions = RealDialogues.sessions();
    RunFilter.Memory memory = NearDuplicates.DEFAULT.begin();
    sessions.forEach(memory::keep);
    int found = 0;
    for (Session session : sessions) {
      List<String> texts = SessionText.of(session);
      String[] changed = texts.toArray(String[]::new);
      changed[0] = "something else entirely";
      found += memory.check(Texts.session(changed)).isPresent() ? 1 : 0;
    }
    assertTrue(found >= 270, "found: " + found);
  }

  private static int count(Filter filter, List<Session> sessions) {
    return switch (filter) {
      case SessionFilter one ->
          (int) sessions.stream().filter(session -> one.check(session).isPresent()).count();
      case RunFilter run -> {
        RunFilter.Memory memory = run.begin();
        int count = 0;
        for (Session session : sessions) {
          count += memory.check(session).isPresent() ? 1 : 0;
          memory.keep(session);
        }
        yield count;
      }
    };
  }
}
