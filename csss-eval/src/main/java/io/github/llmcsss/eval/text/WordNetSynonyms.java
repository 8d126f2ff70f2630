package io.github.llmcsss.eval.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.Exc;
import net.sf.extjwnl.data.IndexWord;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.data.Word;
import net.sf.extjwnl.dictionary.Dictionary;

/**
 * Synonyms from WordNet 3.0, whose data come with this module. Base forms are found as NLTK finds
 * them: by the lists of exceptions, else by one rule for the ending. Thread-safe; what was looked
 * up is kept.
 */
public final class WordNetSynonyms implements SynonymSource {
  private static final List<POS> PARTS = List.of(POS.NOUN, POS.VERB, POS.ADJECTIVE, POS.ADVERB);
  private static final Map<POS, List<Ending>> ENDINGS =
      Map.of(
          POS.NOUN,
          List.of(
              new Ending("s", ""),
              new Ending("ses", "s"),
              new Ending("ves", "f"),
              new Ending("xes", "x"),
              new Ending("zes", "z"),
              new Ending("ches", "ch"),
              new Ending("shes", "sh"),
              new Ending("men", "man"),
              new Ending("ies", "y")),
          POS.VERB,
          List.of(
              new Ending("s", ""),
              new Ending("ies", "y"),
              new Ending("es", "e"),
              new Ending("es", ""),
              new Ending("ed", "e"),
              new Ending("ed", ""),
              new Ending("ing", "e"),
              new Ending("ing", "")),
          POS.ADJECTIVE,
          List.of(
              new Ending("er", ""),
              new Ending("est", ""),
              new Ending("er", "e"),
              new Ending("est", "e")),
          POS.ADVERB,
          List.of());

  private final Dictionary dictionary;
  private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

  /** An ending and what a base form has instead. */
  private record Ending(String old, String base) {}

  /** Opens the dictionary, which takes half a second. */
  public WordNetSynonyms() {
    try {
      this.dictionary = Dictionary.getDefaultResourceInstance();
    } catch (JWNLException e) {
      throw new IllegalStateException("WordNet cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public Set<String> synonyms(String word) {
    return known.computeIfAbsent(word, this::lookUp);
  }

  private Set<String> lookUp(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    Set<String> synonyms = new HashSet<>();
    // The library reads its files behind a lock of its own, but not its exceptions.
    synchronized (dictionary) {
      try {
        for (POS part : PARTS) {
          for (String form : forms(lower, part)) {
            IndexWord found = dictionary.getIndexWord(part, form);
            if (found != null && found.getLemma().equals(form)) {
              addWords(found, synonyms);
            }
          }
        }
      } catch (JWNLException e) {
        throw new IllegalStateException("WordNet cannot be read: " + e.getMessage(), e);
      }
    }
    return Set.copyOf(synonyms);
  }

  private static void addWords(IndexWord found, Set<String> synonyms) {
    for (Synset synset : found.getSenses()) {
      for (Word word : synset.getWords()) {
        if (word.getLemma().indexOf(' ') < 0) {
          synonyms.add(word.getLemma());
        }
      }
    }
  }

  private Set<String> forms(String word, POS part) throws JWNLException {
    List<String> forms = new ArrayList<>(List.of(word));
    Exc exception = dictionary.getException(part, word);
    if (exception != null) {
      forms.addAll(exception.getExceptions());
    } else {
      for (Ending ending : ENDINGS.getOrDefault(part, List.of())) {
        if (word.endsWith(ending.old())) {
          forms.add(word.substring(0, word.length() - ending.old().length()) + ending.base());
        }
      }
    }
    Set<String> different = new HashSet<>(forms);
    different.remove("");
    return different;
  }
}
