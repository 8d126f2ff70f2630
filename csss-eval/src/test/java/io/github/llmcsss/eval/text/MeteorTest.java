package io.github.llmcsss.eval.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.eval.ReferenceCases;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cases are those of {@code src/test/python/meteor_cases.py 1 300}, with nltk 3.10.4 and
 * WordNet 3.0.
 */
class MeteorTest {
  @Test
  void everythingIsThatOfNltk() throws IOException {
    try (BufferedReader lines = ReferenceCases.kept(getClass(), "meteor_cases.jsonl.gz")) {
      int cases = check(lines);
      assertTrue(cases > 380, cases + " cases");
    }
  }

  /** A thousand more, where {@code -Dcsss.python} names a Python that has nltk and WordNet. */
  @Test
  @Tag("slow")
  void nltkItselfSaysTheSame(@TempDir Path directory) throws IOException, InterruptedException {
    try (BufferedReader lines = ReferenceCases.made("meteor_cases.py", directory)) {
      int cases = check(lines);
      assertTrue(cases > 1000, cases + " cases");
    }
  }

  @Test
  @Tag("slow")
  void nltkSaysTheSameOfRealSentences(@TempDir Path directory)
      throws IOException, InterruptedException {
    String conversations = ReferenceCases.conversations().toString();
    try (BufferedReader lines = ReferenceCases.made("meteor_cases.py", directory, conversations)) {
      int cases = check(lines);
      assertTrue(cases > 1000, cases + " cases");
    }
  }

  private static int check(BufferedReader lines) throws IOException {
    SynonymSource wordNet = new WordNetSynonyms();
    Meteor meteor = Meteor.nltk(wordNet);
    int cases = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode one = new ObjectMapper().readTree(line);
      if (one.has("word")) {
        assertEquals(
            new TreeSet<>(strings(one.path("synonyms"))),
            new TreeSet<>(wordNet.synonyms(one.path("word").asText())),
            one.path("word").asText());
      } else {
        List<List<String>> references = new ArrayList<>();
        one.path("references").forEach(reference -> references.add(strings(reference)));
        assertEquals(
            one.path("score").doubleValue(),
            meteor.score(strings(one.path("words")), references),
            1e-9,
            line);
      }
      cases++;
    }
    return cases;
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(value -> strings.add(value.asText()));
    return strings;
  }

  @Test
  void synonymsMayComeFromAnywhere() {
    Meteor meteor = Meteor.nltk(word -> word.equals("couch") ? Set.of("sofa") : Set.of());
    List<List<String>> references = List.of(List.of("a", "red", "sofa"));
    assertTrue(
        meteor.score(List.of("A", "red", "couch"), references)
            > Meteor.nltk(word -> Set.of()).score(List.of("A", "red", "couch"), references));
    assertEquals(0, meteor.score(List.of(), references));
    assertThrows(IllegalArgumentException.class, () -> meteor.score(List.of("a"), List.of()));
  }

  @Property(tries = 200)
  void scoresAreWithinTheirBounds(@ForAll List<String> words, @ForAll List<String> reference) {
    double score = Meteor.nltk(Set::of).score(words, List.of(reference));
    assertTrue(score >= 0 && score <= 1, "" + score);
  }
}
