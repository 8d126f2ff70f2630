package io.github.llmcsss.core.grounding;

import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.DocumentField;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds words that an answer takes from a document beside names and amounts: brands, values of
 * attributes, and runs of three or more words of a title, feature, description or category with two
 * content words among them. What is cited already is left out, and parts a run into pieces.
 */
final class Phrases {
  private static final int RUN = 3;
  private static final int CONTENT = 2;
  private static final int SHORTEST_VALUE = 3;

  /** A stretch of the answer and where it stands in a field. */
  private record Run(Source source, DocumentField field, List<Token> words, int from, int length) {}

  private final List<Token> answer;
  private final BitSet taken;
  private final Map<List<String>, Integer> triples = new HashMap<>();
  private final Map<String, List<Integer>> places = new HashMap<>();

  /**
   * Phrases of an answer.
   *
   * @param taken the words that are cited already; added to
   */
  Phrases(List<Token> answer, BitSet taken) {
    this.answer = answer;
    this.taken = taken;
    for (int i = 0; i < answer.size(); i++) {
      places.computeIfAbsent(answer.get(i).stem(), any -> new ArrayList<>()).add(i);
      if (i + RUN <= answer.size()) {
        triples.putIfAbsent(triple(answer, i), i);
      }
    }
  }

  /** Adds the citations from these documents, the first of which win. */
  void find(List<Source> sources, List<Citation> citations) {
    Map<Integer, Run> longest = new HashMap<>();
    for (Source source : sources) {
      for (Source.Text text : source.texts()) {
        List<Token> words = Tokens.of(text.text());
        collect(new Run(source, text.field(), words, 0, 0), longest);
      }
    }
    longest.entrySet().stream()
        .sorted((a, b) -> Integer.compare(b.getValue().length(), a.getValue().length()))
        .forEach(entry -> cite(entry.getKey(), entry.getValue(), citations));
    for (Source source : sources) {
      for (Source.Text text : source.texts()) {
        if (text.field() == DocumentField.Single.BRAND
            || text.field() instanceof DocumentField.Attribute) {
          value(source, text, citations);
        }
      }
    }
  }

  /** Keeps, for each word of the answer, the longest run that begins there. */
  private void collect(Run field, Map<Integer, Run> longest) {
    List<Token> words = field.words();
    int at = 0;
    while (at + RUN <= words.size()) {
      Integer spoken = triples.get(triple(words, at));
      if (spoken == null) {
        at++;
        continue;
      }
      int length = RUN;
      while (at + length < words.size()
          && spoken + length < answer.size()
          && words.get(at + length).stem().equals(answer.get(spoken + length).stem())) {
        length++;
      }
      Run before = longest.get(spoken);
      if (before == null || length > before.length()) {
        longest.put(spoken, new Run(field.source(), field.field(), words, at, length));
      }
      at += length - RUN + 1;
    }
  }

  private void cite(int spoken, Run run, List<Citation> citations) {
    long content =
        answer.subList(spoken, spoken + run.length()).stream().filter(Token::content).count();
    if (content < CONTENT) {
      return;
    }
    int at = 0;
    while (at < run.length()) {
      int end = at;
      while (end < run.length() && !taken.get(spoken + end)) {
        end++;
      }
      if (end > at && answer.subList(spoken + at, spoken + end).stream().anyMatch(Token::content)) {
        add(run, spoken + at, run.from() + at, end - at, citations);
      }
      at = Math.max(end, at + 1);
    }
  }

  private void value(Source source, Source.Text text, List<Citation> citations) {
    List<Token> words = Tokens.of(text.text());
    if (words.isEmpty()
        || text.text().length() < SHORTEST_VALUE
        || words.stream().noneMatch(word -> word.content() && !word.digit())) {
      return;
    }
    Run run = new Run(source, text.field(), words, 0, words.size());
    for (int spoken : places.getOrDefault(words.getFirst().stem(), List.of())) {
      int length = 0;
      while (length < words.size()
          && spoken + length < answer.size()
          && !taken.get(spoken + length)
          && words.get(length).stem().equals(answer.get(spoken + length).stem())) {
        length++;
      }
      if (length == words.size()) {
        add(run, spoken, 0, length, citations);
      }
    }
  }

  private void add(Run run, int spoken, int from, int length, List<Citation> citations) {
    taken.set(spoken, spoken + length);
    citations.add(
        new Citation(
            answer.get(spoken).start(),
            answer.get(spoken + length - 1).end(),
            ClaimKind.WORDS,
            run.source().id(),
            run.field(),
            run.words().get(from).start(),
            run.words().get(from + length - 1).end()));
  }

  private static List<String> triple(List<Token> words, int at) {
    return List.of(words.get(at).stem(), words.get(at + 1).stem(), words.get(at + 2).stem());
  }
}
