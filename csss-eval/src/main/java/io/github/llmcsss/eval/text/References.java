package io.github.llmcsss.eval.text;

import java.util.ArrayList;
import java.util.List;

/** References of texts, which the measures of a corpus take list by list. */
final class References {
  private References() {}

  static void requireAny(List<?> references) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("there must be a reference, but there is none");
    }
  }

  /**
   * The references of each text.
   *
   * @param lists each with a reference for every text
   * @throws IllegalArgumentException if one has another length
   */
  static List<List<String>> ofEach(List<String> texts, List<List<String>> lists) {
    List<List<String>> references = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      List<String> own = new ArrayList<>();
      for (List<String> list : lists) {
        if (list.size() != texts.size()) {
          throw new IllegalArgumentException(
              "there must be a reference for each of the "
                  + texts.size()
                  + " texts, but a list has "
                  + list.size());
        }
        own.add(list.get(i));
      }
      references.add(own);
    }
    return references;
  }
}
