package io.github.llmcsss.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {
  private static final PersonalData FILTER = new PersonalData();

  private static Optional<Finding> check(String text) {
    return FILTER.check(Texts.shopper(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Write to jane.doe+shop@mail.example.co.uk please.",
        "my mail: m\u00fcller@b\u00fccher.example",
        "(o'neil_99@example.com)",
      })
  void findsMailAddresses(String text) {
    assertEquals("e-mail-address", Texts.reason(check(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Charge 4111 1111 1111 1111 now.",
        "it is 5500-0000-0000-0004",
        "amex 378282246310005",
        "6011111111111117.",
        "2223003122003222",
        "30569309025904",
      })
  void findsCardNumbers(String text) {
    assertEquals("card-number", Texts.reason(check(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1 212 555 0143",
        "+49 (0)30 901820 is mine",
        "+442079460018",
        "Ring (212) 555-0143.",
        "call 1-800-555-0199!",
        "212.555.0143",
        "07700 900123",
        "020 7946 0018",
        "0161 496 0000",
        "0151 23456789",
        "Call me at 5550143",
        "my number is 555 0143 22",
        "WhatsApp: 98 7654 3210",
        "Phone: 5550143",
      })
  void findsPhoneNumbers(String text) {
    assertEquals("phone-number", Texts.reason(check(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "742 Evergreen Terrace, Springfield, OR 97475",
        "Ship it to 12 Oak Street please",
        "I live at 221b Baker Street.",
        "726 Ruby Avenue, Apartment F",
        "10 Downing Street, London SW1A 2AA",
        "Hauptstra\u00dfe 12, 10115 Berlin",
        "Am Lindenweg 3, 80331 M\u00fcnchen",
        "P.O. Box 1234",
        "we are in Portland, OR 97201",
      })
  void findsPostalAddresses(String text) {
    assertEquals("postal-address", Texts.reason(check(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It costs $1,234,567.89, not $999.99 or 1.299,00 \u20ac.",
        "HP 15.6 FHD i7-10750H RTX2060 16GB 512GB NVMe SSD, 15-cx0045nr",
        "Acer G9-792-79VJ, ASUS TUF505DU-EB74, Sony WH-1000XM4",
        "1920 x 1080 at 144 Hz, 7200 RPM, 3840x2160",
        "size 10.5 D(M) US, EU 44, 28.5 cm",
        "200 x 300 x 400 mm, 12-14 inches, 100-240 V",
        "ISBN 978-3-16-148410-0, UPC 012345678905, EAN 4006381333931",
        "from 2019-10-12 to 12.10.2023, 24/7",
        "fits models 0736 0737 0738 and 025 023 021",
        "for 3320 3720 4044 4210 4320 4310 4510 4710 4730 5103 5203 5320",
        "a 2 TB Hard Drive with 3 Way Switch and 4 Wheel Drive",
        "Pack Lawn Mower Drive Belt 67632, 67631",
        "93835 Rock Tumbler Replacement Drive Belt 67632, 67631",
        "a phone with 5000 mAh and 128 GB for 399",
        "order number 4111111111111112, B094HMMXMW",
        "about 5 to 8 miles, 10,000 steps, 555-0143-1",
        "ratio 1:2:3, version 10.0.19045.3570, @home and me@",
      })
  void passesPricesSizesAndModelNumbers(String text) {
    assertEquals(Optional.empty(), check(text));
  }

  @Test
  void seedQueriesAndAnswersAreLookedAt() {
    assertEquals("e-mail-address", Texts.reason(FILTER.check(Texts.opening("a@example.com"))));
    assertEquals("e-mail-address", Texts.reason(FILTER.check(Texts.assistant("a@example.com"))));
    assertEquals("e-mail-address", Texts.reason(FILTER.check(Texts.session("a", "b@c.org"))));
  }

  @Test
  void theCheckDigitDecides() {
    assertTrue(CardNumbers.luhn("4111111111111111"));
    assertFalse(CardNumbers.luhn("4111111111111112"));
  }

  @Test
  void noTextMakesItSlow() {
    String[] hostile = {"a.", "1 ", "1-", "Aa ", "1 A ", "+1", "(0", "a@b.", "0", "send x to "};
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String part : hostile) {
            check(part.repeat(1_000_000 / part.length()));
          }
        });
  }
}
