package io.github.llmcsss.core.run;

import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.UnsupportedClaim;

/**
 * How well the answers of a run are supported by what was retrieved for them. A claim is a product
 * name, a price or a number with a unit; what repeats the conversation is none.
 *
 * @param claims supported and unsupported ones
 * @param supportedClaims that a document retrieved for the answer supports
 * @param wrongPrices prices without support
 * @param inventedProducts product names without support
 * @param unsupportedNumbers numbers with a unit without support
 * @param leaks shopper's turns that say what the shopper could not know
 */
public record GroundingCounts(
    long claims,
    long supportedClaims,
    long wrongPrices,
    long inventedProducts,
    long unsupportedNumbers,
    long leaks) {
  /** Nothing counted. */
  public static final GroundingCounts NONE = new GroundingCounts(0, 0, 0, 0, 0, 0);

  /** Share of the claims that are supported; NaN without any. */
  public double supportedClaimRate() {
    return claims == 0 ? Double.NaN : (double) supportedClaims / claims;
  }

  /** These counts and those of one more answer. */
  GroundingCounts plus(SystemResponse answer) {
    long supported = 0;
    for (Citation citation : answer.citations()) {
      supported += citation.kind() == ClaimKind.WORDS ? 0 : 1;
    }
    return new GroundingCounts(
        claims + supported + answer.unsupported().size(),
        supportedClaims + supported,
        wrongPrices + count(answer, ClaimKind.PRICE),
        inventedProducts + count(answer, ClaimKind.PRODUCT),
        unsupportedNumbers + count(answer, ClaimKind.NUMBER),
        leaks);
  }

  /** These counts and one more leak. */
  GroundingCounts plusLeak() {
    return new GroundingCounts(
        claims, supportedClaims, wrongPrices, inventedProducts, unsupportedNumbers, leaks + 1);
  }

  private static long count(SystemResponse answer, ClaimKind kind) {
    return answer.unsupported().stream().map(UnsupportedClaim::kind).filter(kind::equals).count();
  }
}
