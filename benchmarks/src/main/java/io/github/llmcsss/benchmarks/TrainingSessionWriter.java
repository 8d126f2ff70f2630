package io.github.llmcsss.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.core.data.AmazonCatalogue;
import io.github.llmcsss.core.prompt.DocumentText;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.training.SessionExamples;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.EncodedTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the sessions of a run as token ids, for {@link TrainingBenchmark} and for what it is
 * compared with. Arguments: a model, a run directory, the catalogue that it searched, a file.
 */
public final class TrainingSessionWriter {
  private TrainingSessionWriter() {}

  /** Writes. */
  public static void main(String[] arguments) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode all = mapper.createArrayNode();
    PromptLayout layout = PromptLayout.transcript(DocumentText.DEFAULT, List.of());
    List<Document> catalogue = AmazonCatalogue.of(Path.of(arguments[2])).strict().read().records();
    try (Checkpoint model = Checkpoint.open(Path.of(arguments[0]));
        Stream<Session> sessions = RunDirectory.open(Path.of(arguments[1])).sessions(catalogue)) {
      sessions.forEach(session -> {
        ArrayNode examples = all.addArray();
        for (TrainingExample example : SessionExamples.of(List.of(session), layout).examples()) {
          EncodedTarget target =
              model.chatFormat().encodeTarget(example.prompt(), example.target().text());
          ObjectNode node = examples.addObject();
          for (int token : target.tokens()) {
            node.withArray("tokens").add(token);
          }
          node.put("targetStart", target.targetStart());
        }
      });
    }
    Files.writeString(Path.of(arguments[3]), all.toString());
  }
}
