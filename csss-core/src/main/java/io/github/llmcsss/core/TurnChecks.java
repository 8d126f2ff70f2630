package io.github.llmcsss.core;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.internal.Words;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a text can stand as a turn. A text is taken or refused, never mended. */
final class TurnChecks {
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?\u2026][\"'\u201d\u2019)*]*$");

  private static final Pattern NAMED_ROLE =
      Pattern.compile(
          "(?i)^\\W*(user|shopper|customer|human|assistant|system|ai|bot|search results?)\\s*:");

  private static final Pattern LANGUAGE_MODEL =
      Pattern.compile("(?i)\\b(as an ai|(i'm|i am) an? (ai|language model|virtual assistant))\\b");

  private static final Pattern ASSISTANT_WORDS =
      Pattern.compile(
          "(?i)\\b(how (can|may) i (help|assist)|(i'd|i would|i'll|i will|i'm|i am) (be )?(happy|glad)"
              + " to (help|assist)|i('d| would)? (recommend|suggest)\\b|here are (some|a few|the)"
              + " |feel free to (ask|reach|contact)|let me know if you (need|would|have any)|(you're|you are) welcome"
              + "|thank you for (contacting|reaching|choosing|shopping))");

  private static final Pattern SHOPPER_WORDS =
      Pattern.compile("(?i)^\\W*((i'm|i am|we're|we are) (looking|searching) for|i need an?)\\b");

  /** Above this share of three-word runs in common, a text says the same again. */
  private static final double SAME = 0.8;

  /** Below this share of different three-word runs, a text goes in circles. */
  private static final double CIRCLES = 0.5;

  private static final int RUN = 3;
  private static final int LONG_ENOUGH = 4;

  private TurnChecks() {}

  static Optional<Defect> user(String text, FinishReason finish, SessionState session) {
    List<String> own = session.turns().stream().map(Turn::user).toList();
    Optional<Defect> defect = common(text, finish, own, answers(session));
    if (defect.isEmpty() && confused(text, ASSISTANT_WORDS)) {
      return Optional.of(Defect.ROLE_CONFUSION);
    }
    return defect;
  }

  static Optional<Defect> assistant(
      String text, FinishReason finish, SessionState session, String user) {
    List<String> utterances = new ArrayList<>(session.turns().stream().map(Turn::user).toList());
    utterances.add(user);
    Optional<Defect> defect = common(text, finish, answers(session), utterances);
    if (defect.isEmpty() && confused(text, SHOPPER_WORDS)) {
      return Optional.of(Defect.ROLE_CONFUSION);
    }
    return defect;
  }

  private static Optional<Defect> common(
      String text, FinishReason finish, List<String> own, List<String> others) {
    List<String> words = Words.of(text);
    if (words.isEmpty()) {
      return Optional.of(Defect.EMPTY);
    }
    if (finish == FinishReason.MAXIMUM_TOKENS && !SENTENCE_END.matcher(text).find()) {
      return Optional.of(Defect.CUT_OFF);
    }
    List<List<String>> runs = runs(words);
    Set<List<String>> distinct = new HashSet<>(runs);
    if (runs.size() >= LONG_ENOUGH && distinct.size() < CIRCLES * runs.size()) {
      return Optional.of(Defect.REPEATED);
    }
    boolean again = own.stream().anyMatch(earlier -> same(words, distinct, Words.of(earlier)));
    boolean echo = others.stream().anyMatch(earlier -> words.equals(Words.of(earlier)));
    return again || echo ? Optional.of(Defect.REPEATED) : Optional.empty();
  }

  private static boolean same(
      List<String> words, Set<List<String>> runs, List<String> earlierWords) {
    if (words.equals(earlierWords)) {
      return true;
    }
    if (runs.size() < LONG_ENOUGH) {
      return false;
    }
    Set<List<String>> earlier = new HashSet<>(runs(earlierWords));
    long common = runs.stream().filter(earlier::contains).count();
    return common > SAME * runs.size();
  }

  private static boolean confused(String text, Pattern wordsOfTheOther) {
    return NAMED_ROLE.matcher(text).find()
        || LANGUAGE_MODEL.matcher(text).find()
        || wordsOfTheOther.matcher(text).find();
  }

  private static List<List<String>> runs(List<String> words) {
    List<List<String>> runs = new ArrayList<>();
    for (int i = 0; i + RUN <= words.size(); i++) {
      runs.add(words.subList(i, i + RUN));
    }
    return runs;
  }

  private static List<String> answers(SessionState session) {
    return session.turns().stream()
        .flatMap(turn -> turn.response().stream())
        .map(response -> response.text())
        .toList();
  }
}
