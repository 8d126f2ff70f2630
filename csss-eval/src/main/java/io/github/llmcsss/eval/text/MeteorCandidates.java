package io.github.llmcsss.eval.text;

import io.github.llmcsss.eval.text.MeteorMatch.Module;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import opennlp.tools.stemmer.snowball.SnowballStemmer;

/** Every match of a text and a reference, as METEOR 1.5 collects them before it chooses. */
final class MeteorCandidates {
  private final List<String> words;
  private final List<String> reference;
  private final List<List<MeteorMatch>> matches = new ArrayList<>();
  private final int[] covered;
  private final int[] referenceCovered;

  MeteorCandidates(
      List<String> words, List<String> reference, SenseSource senses, Paraphrases paraphrases) {
    this.words = words;
    this.reference = reference;
    this.covered = new int[words.size()];
    this.referenceCovered = new int[reference.size()];
    reference.forEach(word -> matches.add(new ArrayList<>()));
    addExact();
    if (!words.equals(reference)) {
      addStems();
      addSynonyms(senses);
      addParaphrases(paraphrases);
    }
  }

  /** Those that begin at a word of the reference, in the order in which they are tried. */
  List<MeteorMatch> at(int referenceWord) {
    return matches.get(referenceWord);
  }

  /** Whether nothing else can be matched with these words. */
  boolean isAlone(MeteorMatch match) {
    boolean alone = matches.get(match.reference()).size() == 1;
    for (int i = 0; i < match.referenceLength(); i++) {
      alone &= referenceCovered[match.reference() + i] == 1;
    }
    for (int i = 0; i < match.length(); i++) {
      alone &= covered[match.start() + i] == 1;
    }
    return alone;
  }

  private void addExact() {
    for (int j = 0; j < reference.size(); j++) {
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).equals(reference.get(j))) {
          add(MeteorMatch.ofWords(Module.EXACT, i, j));
        }
      }
    }
  }

  private void addStems() {
    SnowballStemmer stemmer = new SnowballStemmer(SnowballStemmer.ALGORITHM.ENGLISH);
    List<String> stems = words.stream().map(word -> stemmer.stem(word).toString()).toList();
    for (int j = 0; j < reference.size(); j++) {
      String stem = stemmer.stem(reference.get(j)).toString();
      for (int i = 0; i < words.size(); i++) {
        if (stems.get(i).equals(stem) && !words.get(i).equals(reference.get(j))) {
          add(MeteorMatch.ofWords(Module.STEM, i, j));
        }
      }
    }
  }

  private void addSynonyms(SenseSource source) {
    List<Set<String>> senses = words.stream().map(source::senses).toList();
    for (int j = 0; j < reference.size(); j++) {
      Set<String> others = source.senses(reference.get(j));
      for (int i = 0; i < words.size(); i++) {
        if (!words.get(i).equals(reference.get(j))
            && !Collections.disjoint(senses.get(i), others)) {
          add(MeteorMatch.ofWords(Module.SYNONYM, i, j));
        }
      }
    }
  }

  /** The table goes one way, so it is asked for both sides. */
  private void addParaphrases(Paraphrases paraphrases) {
    for (int j = 0; j < reference.size(); j++) {
      for (Paraphrases.Pair pair : paraphrases.from(reference, j)) {
        for (int i : places(words, pair.other())) {
          add(new MeteorMatch(Module.PARAPHRASE, i, pair.other().size(), j, pair.length()));
        }
      }
    }
    for (int i = 0; i < words.size(); i++) {
      for (Paraphrases.Pair pair : paraphrases.from(words, i)) {
        for (int j : places(reference, pair.other())) {
          add(new MeteorMatch(Module.PARAPHRASE, i, pair.length(), j, pair.other().size()));
        }
      }
    }
  }

  private static List<Integer> places(List<String> words, List<String> phrase) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i + phrase.size() <= words.size(); i++) {
      if (words.subList(i, i + phrase.size()).equals(phrase)) {
        places.add(i);
      }
    }
    return places;
  }

  private void add(MeteorMatch match) {
    matches.get(match.reference()).add(match);
    for (int i = 0; i < match.length(); i++) {
      covered[match.start() + i]++;
    }
    for (int i = 0; i < match.referenceLength(); i++) {
      referenceCovered[match.reference() + i]++;
    }
  }
}
