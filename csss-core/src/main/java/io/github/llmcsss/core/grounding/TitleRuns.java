package io.github.llmcsss.core.grounding;

import java.util.List;

/**
 * For each word of an answer the longest run of neighbouring words, from it on, that stands in a
 * title, too. Takes time in proportion to the product of the two lengths, of which that of the
 * title is bounded.
 */
final class TitleRuns {
  private final int[] lengths;
  private final int[] starts;

  private TitleRuns(int size) {
    this.lengths = new int[size];
    this.starts = new int[size];
  }

  static TitleRuns of(List<Token> answer, List<Token> title) {
    TitleRuns runs = new TitleRuns(answer.size());
    // below[j]: how long the run is that begins at the answer's next word and the title's word j
    int[] below = new int[title.size() + 1];
    for (int i = answer.size() - 1; i >= 0; i--) {
      int[] row = new int[title.size() + 1];
      for (int j = title.size() - 1; j >= 0; j--) {
        if (answer.get(i).stem().equals(title.get(j).stem())) {
          row[j] = 1 + below[j + 1];
          if (row[j] >= runs.lengths[i]) {
            runs.lengths[i] = row[j];
            runs.starts[i] = j;
          }
        }
      }
      below = row;
    }
    return runs;
  }

  /** How many words; 0 where the answer's word is not in the title. */
  int length(int answerWord) {
    return lengths[answerWord];
  }

  /** Where the run starts in the title. */
  int start(int answerWord) {
    return starts[answerWord];
  }
}
