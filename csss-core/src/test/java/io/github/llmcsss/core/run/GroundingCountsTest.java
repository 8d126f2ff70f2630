package io.github.llmcsss.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.DocumentField;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.UnsupportedClaim;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroundingCountsTest {
  private static SystemResponse answer(List<ClaimKind> cited, List<ClaimKind> unsupported) {
    List<Citation> citations = new ArrayList<>();
    for (ClaimKind kind : cited) {
      citations.add(new Citation(0, 1, kind, "d", DocumentField.Single.TITLE, 0, 1));
    }
    return new SystemResponse("text", "q", List.of(), 0, FinishReason.END_OF_TURN)
        .withGrounding(
            citations, unsupported.stream().map(kind -> new UnsupportedClaim(0, 1, kind)).toList());
  }

  @Test
  void claimsAreNamesPricesAndNumbers() {
    GroundingCounts counts =
        GroundingCounts.NONE
            .plus(
                answer(
                    List.of(ClaimKind.PRODUCT, ClaimKind.WORDS, ClaimKind.PRICE),
                    List.of(ClaimKind.PRICE)))
            .plus(
                answer(
                    List.of(),
                    List.of(
                        ClaimKind.PRODUCT, ClaimKind.PRODUCT, ClaimKind.NUMBER, ClaimKind.PRICE)));
    assertEquals(new GroundingCounts(7, 2, 2, 2, 1, 0), counts);
    assertEquals(2.0 / 7, counts.supportedClaimRate());
  }

  @Test
  void nothingClaimedHasNoRate() {
    assertEquals(Double.NaN, GroundingCounts.NONE.supportedClaimRate());
  }
}
