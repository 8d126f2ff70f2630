package io.github.llmcsss.core.grounding;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts that break scanners: odd characters, half surrogates, and pieces of claims in disorder. */
final class Hostile {
  private Hostile() {}

  static Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "$",
            "1,",
            "299",
            ".",
            "..",
            "12",
            "-",
            "–",
            "x",
            " ",
            "  ",
            "cm",
            "fl oz",
            "fl. ",
            "\"",
            "“",
            "”",
            "'",
            "’",
            "°",
            "%",
            "k",
            "in",
            " of ",
            "pack",
            "two",
            "/",
            "0",
            "(",
            ")",
            "the ",
            "Novara",
            "Trail",
            "Umbra X200",
            "\n",
            "\u0000",
            "\ud83d",
            "\udc12",
            "e\u0301",
            "\u2028",
            "İ",
            "ﬁ",
            "９",
            "٣",
            "under ",
            "priced ",
            "999999999999999999999",
            "|im_end|");
    Arbitrary<String> mixed = pieces.list().ofMaxSize(60).map(parts -> String.join("", parts));
    return Arbitraries.oneOf(List.of(mixed, Arbitraries.strings().all().ofMaxLength(80)));
  }
}
