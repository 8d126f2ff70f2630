package io.github.llmcsss.core.grounding;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.UnsupportedClaim;
import io.github.llmcsss.core.grounding.LabelledAnswer.Label;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the finder to 92 answers with 260 claims that were marked by hand. */
class LabelledAnswersTest {
  /** What was found, what should have been, and in words what went wrong. */
  record Score(int right, int found, int labelled, List<String> wrong) {
    double precision() {
      return (double) right / found;
    }

    double recall() {
      return (double) right / labelled;
    }

    @Override
    public String toString() {
      return right + " of " + found + " found, of " + labelled + " labelled; " + wrong;
    }
  }

  @Test
  void inventedProductsAreFound() throws IOException {
    assertScore(ClaimKind.PRODUCT, false, 0.95, 0.95);
    assertScore(ClaimKind.PRODUCT, true, 0.97, 0.97);
  }

  @Test
  void wrongPricesAreFound() throws IOException {
    assertScore(ClaimKind.PRICE, false, 0.95, 0.95);
    assertScore(ClaimKind.PRICE, true, 0.95, 0.97);
  }

  @Test
  void unsupportedNumbersAreFound() throws IOException {
    assertScore(ClaimKind.NUMBER, false, 0.95, 0.95);
    assertScore(ClaimKind.NUMBER, true, 0.97, 0.97);
  }

  private static void assertScore(
      ClaimKind kind, boolean supported, double precision, double recall) throws IOException {
    Score score = score(kind, supported);
    assertTrue(score.labelled() >= 17, score::toString);
    assertTrue(score.precision() >= precision, score::toString);
    assertTrue(score.recall() >= recall, score::toString);
  }

  private static Score score(ClaimKind kind, boolean supported) throws IOException {
    int found = 0;
    int right = 0;
    int labelled = 0;
    List<String> wrong = new ArrayList<>();
    for (LabelledAnswer one : LabelledAnswer.read()) {
      Grounding grounding = Grounding.of(one.answer(), one.documents(), List.of(), one.user());
      List<Label> open = new ArrayList<>();
      for (Label label : one.labels()) {
        if (label.kind() == kind && label.supported() == supported) {
          open.add(label);
        }
      }
      labelled += open.size();
      for (int[] span : spans(grounding, kind, supported)) {
        found++;
        if (open.removeIf(label -> label.overlaps(span[0], span[1]))) {
          right++;
        } else {
          wrong.add("false: " + one.answer().substring(span[0], span[1]));
        }
      }
      open.forEach(
          label -> wrong.add("missed: " + one.answer().substring(label.start(), label.end())));
    }
    return new Score(right, found, labelled, wrong);
  }

  private static List<int[]> spans(Grounding grounding, ClaimKind kind, boolean supported) {
    List<int[]> spans = new ArrayList<>();
    if (supported) {
      for (Citation citation : grounding.citations()) {
        if (citation.kind() == kind) {
          spans.add(new int[] {citation.start(), citation.end()});
        }
      }
    } else {
      for (UnsupportedClaim claim : grounding.unsupported()) {
        if (claim.kind() == kind) {
          spans.add(new int[] {claim.start(), claim.end()});
        }
      }
    }
    return spans;
  }
}
