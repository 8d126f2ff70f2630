package consumer;

import io.github.llmcsss.api.*;
import io.github.llmcsss.core.SessionSynthesizer;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.model.*;
import io.github.llmcsss.search.lucene.LuceneSearch;
import java.nio.file.Path;
import java.util.List;

public class Main {
  public static void main(String[] arguments) throws Exception {
    List<Document> products =
        List.of(
            Document.builder("1", "Norvik dome tent for two people").price(89).build(),
            Document.builder("2", "Tallowbrook ultralight tent, 1.2 kg").price(199).build());
    try (SearchEnvironment search = LuceneSearch.inMemory(products);
        Generator generator = OnnxGenerator.load(ModelStore.standard().resolve(Models.DEFAULT))) {
      System.out.println(
          SessionSynthesizer.builder()
              .generator(generator)
              .searchEnvironment(search)
              .reward(input -> input.response().contains("tent") ? 1 : 0)
              .build()
              .synthesize(List.of(SeedQuery.of("light tent"), SeedQuery.of("dome tent"), SeedQuery.of("tent")), Path.of(arguments[0])));
    }
  }
}
