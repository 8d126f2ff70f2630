package io.github.llmcsss.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionLanguageTest {
  private static final SessionLanguage ENGLISH = SessionLanguage.of("eng");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deu | ich suche einen Wasserkocher | Der Tilk Kettle kostet 12 Euro und hat einen sch\u00f6nen Griff.
          fra | une lampe pour mon bureau | Je vous conseille celle-ci, elle est tr\u00e8s lumineuse et pas trop ch\u00e8re.
          spa | busco una chaqueta impermeable | Esta chaqueta es ligera y muy c\u00f3moda para el invierno.
          ita | vorrei un bollitore elettrico | Questo bollitore in acciaio \u00e8 veloce e costa poco.
          cmn | \u6211\u60f3\u4e70\u4e00\u4e2a\u70e7\u6c34\u58f6 | \u8fd9\u6b3e\u70e7\u6c34\u58f6\u5bb9\u91cf\u4e24\u5347\uff0c\u4ef7\u683c\u4fbf\u5b9c\uff0c\u5f88\u591a\u4eba\u559c\u6b22\u3002
          """)
  void findsOtherLanguages(String language, String user, String answer) {
    Finding finding = ENGLISH.check(Texts.session(user, answer)).orElseThrow();
    assertEquals(new Finding("wrong-language", language), finding);
    assertEquals(
        Optional.empty(), SessionLanguage.of(language, "eng").check(Texts.session(user, answer)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HP 15.6 FHD i7-10750H RTX2060 16GB 512GB NVMe SSD Win10 VR Ready",
        "for (int i = 0; i < 10; i++) { System.out.println(x); }",
        "La Roche-Posay Anthelios, Bosch Geschirrsp\u00fcler, Nestl\u00e9 Chocapic, Ch\u00e2teau Lafite",
        "I like the Geschirrsp\u00fcler by Bosch, it has a good price and is not loud at all.",
        "ok thanks",
      })
  void namesAndCodeDoNotCount(String text) {
    assertEquals(Optional.empty(), ENGLISH.check(Texts.session("a kettle", text)));
  }

  @Test
  void aForeignSessionIsRefusedWhateverIsNamedInIt() {
    String answer =
        "Die Anker PowerCore Essential Power Bank Portable Charger ist g\u00fcnstig und wird oft"
            + " gekauft, weil sie lange h\u00e4lt.";
    assertEquals(
        "wrong-language",
        Texts.reason(ENGLISH.check(Texts.session("ich suche eine powerbank", answer))));
  }

  @Test
  void languagesAndConfidenceAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> SessionLanguage.with(0.5, Set.of("eng")));
    assertThrows(IllegalArgumentException.class, () -> SessionLanguage.with(0.9, Set.of()));
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> SessionLanguage.of("english"))
                .getMessage());
    assertTrue(message.startsWith("unknown language \"english\"; known: [afr, "), message);
  }
}
