package io.github.llmcsss.examples;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SearchResult;
import io.github.llmcsss.core.reward.Rewards;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A search environment of one's own, in one method: products by the words that titles share. */
@Command(
    name = "CustomSearchEnvironment",
    description = "Writes sessions over a search that counts the words of titles.")
public final class CustomSearchEnvironment implements Callable<Integer> {
  @Mixin private RunOptions options = new RunOptions();

  CustomSearchEnvironment() {}

  /** Runs with the options that {@code --help} lists. */
  public static void main(String[] arguments) {
    Example.main(new CustomSearchEnvironment(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    List<Document> documents = SampleCatalogue.documents();
    SearchEnvironment search =
        request -> bestByTitle(documents, request.query(), request.maximumDocuments());
    new MainJob(options).run(search, documents, Rewards.keywordOverlap());
    return 0;
  }

  static SearchResult bestByTitle(List<Document> documents, String query, int atMost) {
    Map<Document, Long> hits =
        documents.stream()
            .collect(Collectors.toMap(document -> document, document -> common(query, document)));
    List<RetrievedDocument> found = new ArrayList<>();
    documents.stream()
        .filter(document -> hits.getOrDefault(document, 0L) > 0)
        .sorted(
            Comparator.comparingLong((Document document) -> -hits.getOrDefault(document, 0L))
                .thenComparing(Document::id))
        .limit(atMost)
        .forEach(document ->
            found.add(
                new RetrievedDocument(
                    found.size() + 1, document, hits.getOrDefault(document, 0L))));
    return new SearchResult(found);
  }

  private static long common(String query, Document document) {
    List<String> title = words(document.title()).toList();
    return words(query).distinct().filter(title::contains).count();
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.toLowerCase(Locale.ROOT).split("\\W+", -1)).filter(w -> w.length() > 2);
  }
}
