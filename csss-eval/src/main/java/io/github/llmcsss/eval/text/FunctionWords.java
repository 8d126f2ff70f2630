package io.github.llmcsss.eval.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Words that say little, for {@link Meteor15}. */
public final class FunctionWords {
  private static final Set<String> ENGLISH =
      Set.of(
          ("a an the this that these those some any each every all both no such "
                  + "i you he she it we they me him her us them my your his its our their who whom "
                  + "whose which what there one "
                  + "am is are was were be been being do does did have has had will would can could "
                  + "may might must shall should 's 're 've 'll 'd 'm n't not "
                  + "of in to for with on at by from about as into like through after over between "
                  + "out against during without before under around among up down off than "
                  + "and or but if because while when where how so also then only just more most "
                  + "other new said two first last "
                  + ". , ; : ? ! ( ) \" ' ` `` '' - -- / & %")
              .split(" "));

  private FunctionWords() {}

  /**
   * English articles, pronouns, prepositions, conjunctions, forms of auxiliaries, and marks: a list
   * of this library. That of METEOR 1.5, made by counting, has some other words, which moves its
   * scores a little; {@link #read} takes it.
   */
  public static Set<String> english() {
    return ENGLISH;
  }

  /**
   * Reads a list, one word a line.
   *
   * @throws IOException if it cannot be read or is not UTF-8
   */
  public static Set<String> read(Path file) throws IOException {
    Set<String> words = new HashSet<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        words.add(line.strip().toLowerCase(Locale.ROOT));
      }
    }
    return Set.copyOf(words);
  }
}
