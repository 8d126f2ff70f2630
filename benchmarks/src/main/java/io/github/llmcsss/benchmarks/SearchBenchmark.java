package io.github.llmcsss.benchmarks;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.core.data.AmazonCatalogue;
import io.github.llmcsss.search.lucene.IndexInfo;
import io.github.llmcsss.search.lucene.LuceneIndex;
import io.github.llmcsss.search.lucene.LuceneSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Times the writing of an index without vectors and BM25 searches for 10 documents on one thread.
 * Arguments: a file of Amazon products, and a directory for the index, which must not exist.
 */
public final class SearchBenchmark {
  private static final int QUERIES = 2_000;
  private static final int WARM_UP_ROUNDS = 3;
  private static final int WORDS = 6;

  private SearchBenchmark() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    List<Document> products = AmazonCatalogue.of(Path.of(arguments[0])).read().records();
    Path directory = Path.of(arguments[1]);
    long start = System.nanoTime();
    IndexInfo info = LuceneIndex.write(directory, products);
    print("documents indexed", "", (double) info.documents());
    print("index time", "s", (System.nanoTime() - start) / 1e9);
    print("index size", "MB", size(directory) / 1e6);
    try (LuceneSearch search = LuceneSearch.open(directory)) {
      List<SearchRequest> requests = requests(products);
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        times(search, requests);
      }
      double[] milliseconds = times(search, requests);
      Arrays.sort(milliseconds);
      print("searches", "", milliseconds.length);
      print("search, median", "ms", milliseconds[milliseconds.length / 2]);
      print("search, 95th percentile", "ms", milliseconds[milliseconds.length * 95 / 100]);
      print("search, 99th percentile", "ms", milliseconds[milliseconds.length * 99 / 100]);
    }
  }

  /** The first words of titles, as somebody would type who looks for such a product. */
  private static List<SearchRequest> requests(List<Document> products) {
    List<SearchRequest> requests = new ArrayList<>();
    int step = Math.max(1, products.size() / QUERIES);
    for (int i = 0; i < products.size() && requests.size() < QUERIES; i += step) {
      String[] words = products.get(i).title().split(" ", WORDS + 1);
      String query = String.join(" ", Arrays.copyOf(words, Math.min(words.length, WORDS)));
      requests.add(SearchRequest.of(query, 10));
    }
    return requests;
  }

  private static double[] times(LuceneSearch search, List<SearchRequest> requests)
      throws IOException {
    double[] milliseconds = new double[requests.size()];
    for (int i = 0; i < milliseconds.length; i++) {
      long start = System.nanoTime();
      int found = search.search(requests.get(i)).documents().size();
      milliseconds[i] = (System.nanoTime() - start) / 1e6;
      if (found == 0) {
        throw new IllegalStateException("query " + i + " found nothing");
      }
    }
    return milliseconds;
  }

  private static long size(Path directory) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static void print(String what, String unit, double value) {
    System.out.printf(Locale.ROOT, "%-26s %10.3f %s%n", what, value, unit);
  }
}
