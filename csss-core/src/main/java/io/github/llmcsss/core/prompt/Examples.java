package io.github.llmcsss.core.prompt;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two short conversations about products that do not exist, written for this library. */
final class Examples {
  private static final Document GLOVES =
      Document.builder("example-1", "Halden Alpine Fleece Gloves")
          .price(18)
          .features(List.of("Windproof", "soft fleece inside"))
          .build();
  private static final Document MITTENS =
      Document.builder("example-2", "Rimo Knit Mittens")
          .price(9.5)
          .features(List.of("Merino wool", "wash by hand"))
          .build();
  private static final Document CABLE_LOCK =
      Document.builder("example-3", "Velo Loop Bike Lock")
          .price(24.9)
          .features(List.of("Steel cable, 120 cm", "two keys"))
          .build();
  private static final Document FOLD_LOCK =
      Document.builder("example-4", "Kestrel Fold Lock")
          .price(41)
          .features(List.of("Hardened steel", "fits in a pocket"))
          .build();

  static final List<Turn> TURNS =
      List.of(
          turn(
              "clothing winter gloves",
              "I recommend the Halden Alpine Fleece Gloves for $18.00: they are windproof and have"
                  + " soft fleece inside.",
              GLOVES,
              MITTENS),
          turn(
              "They look warm, but do you have something cheaper?",
              "Yes, the Rimo Knit Mittens cost only $9.50 and are made of merino wool.",
              MITTENS,
              GLOVES),
          turn(
              "Can I put them in the washing machine?",
              "No, the Rimo Knit Mittens should be washed by hand.",
              MITTENS,
              GLOVES),
          turn(
              "cycling accessories bike locks",
              "The Velo Loop Bike Lock for $24.90 is a good choice: its steel cable is 120 cm long"
                  + " and it comes with two keys.",
              CABLE_LOCK,
              FOLD_LOCK),
          turn(
              "I would like one that is stronger and easy to carry.",
              "Then take the Kestrel Fold Lock for $41.00: it is made of hardened steel and fits in"
                  + " a pocket.",
              FOLD_LOCK,
              CABLE_LOCK));

  private Examples() {}

  private static Turn turn(String user, String answer, Document... found) {
    List<RetrievedDocument> documents = new ArrayList<>();
    for (Document document : found) {
      documents.add(new RetrievedDocument(documents.size() + 1, document, 0));
    }
    return new Turn(
        user,
        Optional.of(new SystemResponse(answer, user, documents, 1, FinishReason.END_OF_TURN)));
  }
}
