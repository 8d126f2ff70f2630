package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Provenance;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses a text with what looks like data of a person: an e-mail address ({@code
 * "e-mail-address"}), the number of a payment card with a right check digit ({@code
 * "card-number"}), a phone number ({@code "phone-number"}), or a place of residence ({@code
 * "postal-address"}). Written so that prices, sizes, dates and model numbers pass: a phone number
 * must be written as one or be announced, a street needs a postcode or words that say that somebody
 * lives there.
 */
public record PersonalData() implements TurnFilter {
  private static final int LONGEST = 20_000;

  @Override
  public String name() {
    return "personal-data";
  }

  @Override
  public Optional<Finding> check(Utterance utterance) {
    String said = utterance.text();
    // Beyond what any model writes; the patterns are linear, but not free.
    String text = said.length() > LONGEST ? said.substring(0, LONGEST) : said;
    return EmailAddresses.first(text)
        .map(found -> new Finding("e-mail-address", found))
        .or(() -> CardNumbers.first(text).map(found -> new Finding("card-number", found)))
        .or(() -> PhoneNumbers.first(text).map(found -> new Finding("phone-number", found)))
        .or(() -> PostalAddresses.first(text).map(found -> new Finding("postal-address", found)));
  }

  @Override
  public Provenance provenance() {
    return new Provenance(name(), Map.of("version", "1"));
  }
}
