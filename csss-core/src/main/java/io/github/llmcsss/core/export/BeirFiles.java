package io.github.llmcsss.core.export;

import com.google.common.io.Closer;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.internal.WholeFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The three files of a BEIR directory while they are written. */
final class BeirFiles implements Closeable {
  private static final String CORPUS = "corpus.jsonl";
  private static final String QUERIES = "queries.jsonl";
  private static final String QRELS = "qrels";
  private static final String TEST = "test.tsv";

  private final Closer closer = Closer.create();
  private final JsonRecords corpus;
  private final JsonRecords queries;
  private final Writer qrels;
  private final boolean catalogueIsGiven;
  private final Set<String> ids = new HashSet<>();
  private long sessionCount;
  private long queryCount;

  BeirFiles(Path directory, boolean catalogueIsGiven) throws IOException {
    this.catalogueIsGiven = catalogueIsGiven;
    WholeFile.makeDirectory(directory);
    WholeFile.makeDirectory(directory.resolve(QRELS));
    try {
      this.corpus = records(directory.resolve(CORPUS));
      this.queries = records(directory.resolve(QUERIES));
      this.qrels = closer.register(WholeFile.open(directory.resolve(QRELS).resolve(TEST)));
      qrels.write("query-id\tcorpus-id\tscore\n");
    } catch (IOException e) {
      throw closer.rethrow(e);
    }
  }

  private JsonRecords records(Path file) throws IOException {
    return closer.register(new JsonRecords(closer.register(WholeFile.open(file))));
  }

  /** Adds a product to the corpus, if it is not there. */
  void addProduct(Document product) throws IOException {
    if (!ids.add(product.id())) {
      return;
    }
    corpus.write(json -> {
      json.writeStringField("_id", PlainText.id(product.id()));
      json.writeStringField("title", product.title());
      json.writeStringField("text", text(product));
    });
  }

  void addSession(Session session) throws IOException {
    sessionCount++;
    List<Map<String, Integer>> grades = Relevance.grades(session);
    for (int i = 0; i < session.turns().size(); i++) {
      Turn turn = session.turns().get(i);
      if (turn.response().isPresent()) {
        addQuery(session, i, turn.user(), turn.response().get(), grades.get(i));
      }
    }
  }

  private void addQuery(
      Session session, int turn, String said, SystemResponse answer, Map<String, Integer> grades)
      throws IOException {
    queryCount++;
    String id = PlainText.turnId(session, turn);
    queries.write(json -> {
      json.writeStringField("_id", id);
      json.writeStringField("text", answer.query());
      json.writeObjectFieldStart("metadata");
      json.writeStringField("session", session.id());
      json.writeNumberField("turn", turn + 1);
      json.writeStringField("utterance", said);
      json.writeEndObject();
    });
    for (RetrievedDocument found : answer.documents()) {
      if (!catalogueIsGiven) {
        addProduct(found.document());
      } else if (!ids.contains(found.document().id())) {
        throw new IOException(
            "the catalogue has no product \""
                + found.document().id()
                + "\", which session "
                + session.id()
                + " retrieved");
      }
    }
    for (Map.Entry<String, Integer> grade : grades.entrySet()) {
      qrels.write(id + "\t" + PlainText.id(grade.getKey()) + "\t" + grade.getValue() + "\n");
    }
  }

  private static String text(Document product) {
    List<String> texts = new ArrayList<>();
    texts.add(product.brand());
    texts.add(String.join(" > ", product.categories()));
    texts.addAll(product.features());
    texts.add(product.description());
    product.attributes().forEach((name, value) -> texts.add(name + ": " + value));
    product.price().ifPresent(price -> texts.add(String.format(Locale.ROOT, "%.2f", price)));
    texts.removeIf(String::isBlank);
    return String.join("\n", texts);
  }

  long sessions() {
    return sessionCount;
  }

  long queries() {
    return queryCount;
  }

  /** Deletes what an export that broke off left behind; what others put there makes it fail. */
  static void delete(Path directory) throws IOException {
    Path qrels = directory.resolve(QRELS);
    Files.deleteIfExists(qrels.resolve(TEST));
    Files.deleteIfExists(qrels);
    Files.deleteIfExists(directory.resolve(QUERIES));
    Files.deleteIfExists(directory.resolve(CORPUS));
    Files.deleteIfExists(directory);
  }

  @Override
  public void close() throws IOException {
    closer.close();
  }
}
