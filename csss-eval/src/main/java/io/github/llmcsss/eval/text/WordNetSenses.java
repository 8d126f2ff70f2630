package io.github.llmcsss.eval.text;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.Exc;
import net.sf.extjwnl.data.IndexWord;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.dictionary.Dictionary;

/**
 * The synsets of WordNet 3.0, whose data come with this module, for {@link Meteor15}. A word has
 * those of its own form and those of its base form: by the lists of exceptions, else by the first
 * rule for its ending that leads to a word of WordNet. Thread-safe; what was looked up is kept.
 */
public final class WordNetSenses implements SenseSource {
  private static final int SHORTEST = 3;
  private static final List<POS> PARTS = List.of(POS.NOUN, POS.VERB, POS.ADJECTIVE, POS.ADVERB);

  /** In the order of WordNet: of nouns, of verbs, of adjectives. */
  private static final List<Map.Entry<String, String>> ENDINGS =
      List.of(
          Map.entry("s", ""),
          Map.entry("ses", "s"),
          Map.entry("xes", "x"),
          Map.entry("zes", "z"),
          Map.entry("ches", "ch"),
          Map.entry("shes", "sh"),
          Map.entry("men", "man"),
          Map.entry("ies", "y"),
          Map.entry("es", "e"),
          Map.entry("es", ""),
          Map.entry("ed", "e"),
          Map.entry("ed", ""),
          Map.entry("ing", "e"),
          Map.entry("ing", ""),
          Map.entry("er", ""),
          Map.entry("est", ""),
          Map.entry("er", "e"),
          Map.entry("est", "e"));

  private final Dictionary dictionary;
  private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

  /** Opens the dictionary, which takes half a second. */
  public WordNetSenses() {
    try {
      this.dictionary = Dictionary.getDefaultResourceInstance();
    } catch (JWNLException e) {
      throw new IllegalStateException("WordNet cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public Set<String> senses(String word) {
    return known.computeIfAbsent(word, this::lookUp);
  }

  private Set<String> lookUp(String word) {
    // The library reads its files behind a lock of its own, but not its exceptions.
    synchronized (dictionary) {
      try {
        Set<String> senses = new HashSet<>(ofForm(word));
        Set<String> bases = exceptions(word);
        if (bases.isEmpty()) {
          senses.addAll(ofBase(word));
        }
        for (String base : bases) {
          senses.addAll(ofForm(base));
        }
        return Set.copyOf(senses);
      } catch (JWNLException e) {
        throw new IllegalStateException("WordNet cannot be read: " + e.getMessage(), e);
      }
    }
  }

  private Set<String> exceptions(String word) throws JWNLException {
    Set<String> bases = new HashSet<>();
    for (POS part : PARTS) {
      Exc exception = dictionary.getException(part, word);
      if (exception != null) {
        bases.addAll(exception.getExceptions());
      }
    }
    return bases;
  }

  private Set<String> ofBase(String word) throws JWNLException {
    if (word.endsWith("ss") || word.length() < SHORTEST) {
      return Set.of();
    }
    for (Map.Entry<String, String> ending : ENDINGS) {
      if (word.endsWith(ending.getKey())) {
        String stem = word.substring(0, word.length() - ending.getKey().length());
        Set<String> senses = ofForm(stem + ending.getValue());
        if (!senses.isEmpty()) {
          return senses;
        }
      }
    }
    return Set.of();
  }

  private Set<String> ofForm(String form) throws JWNLException {
    Set<String> senses = new HashSet<>();
    for (POS part : PARTS) {
      IndexWord found = form.isEmpty() ? null : dictionary.getIndexWord(part, form);
      if (found != null && found.getLemma().equals(form)) {
        for (Synset synset : found.getSenses()) {
          senses.add(part.getKey() + synset.getOffset());
        }
      }
    }
    return senses;
  }
}
