package io.github.llmcsss.core.data;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.SeedQuery;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** Where the queries that open sessions ({@code Q0}) come from. */
public final class SeedQueries {
  private SeedQueries() {}

  /**
   * The category-path rule of the field [Van Gysel et al. 2016; Ai et al. 2017; White 2025, Data]:
   * the words of all levels in lower case, without stop words; of a word that occurs more than once
   * only the last one stays, a plural and its singular being the same word. {@code ["Camera,
   * Photo", "Digital Camera Lenses"]} gives {@code "photo digital camera lenses"}. Words are shown
   * as the catalogue has them: the published queries are stemmed, and drop digits.
   *
   * @param path from the first level to the last
   * @return empty for a path of fewer than two levels, or of stop words alone
   */
  public static Optional<String> fromCategories(List<String> path) {
    return CategoryQuery.of(path);
  }

  /**
   * The distinct queries of a catalogue's category paths: those of most products first, equally
   * frequent ones by their text, so that the order does not depend on that of the products. Each
   * carries its path; where several paths give the same text, the most frequent one, and among
   * these the first by its levels.
   */
  public static List<SeedQuery> fromCatalogue(Iterable<Document> documents) {
    Map<List<String>, Integer> paths = new HashMap<>();
    for (Document document : documents) {
      paths.merge(document.categories(), 1, Integer::sum);
    }
    Map<String, Integer> frequency = new HashMap<>();
    Map<String, List<String>> best = new HashMap<>();
    Comparator<List<String>> better =
        Comparator.<List<String>>comparingInt(path -> -paths.getOrDefault(path, 0))
            .thenComparing(path -> String.join("\n", path));
    paths.forEach((path, count) ->
        fromCategories(path)
            .ifPresent(text -> {
              frequency.merge(text, count, Integer::sum);
              best.merge(text, path, (a, b) -> better.compare(a, b) <= 0 ? a : b);
            }));
    return best.keySet().stream()
        .sorted(
            Comparator.<String>comparingInt(text -> -frequency.getOrDefault(text, 0))
                .thenComparing(Comparator.naturalOrder()))
        .map(text -> new SeedQuery(text, best.getOrDefault(text, List.of()), Optional.empty()))
        .toList();
  }

  /**
   * The distinct lines of a text file in their order, without space around them; blank lines are
   * passed over.
   *
   * @param file UTF-8, one query a line
   * @throws IOException if the file is missing, is not UTF-8, or holds no query
   */
  public static List<SeedQuery> fromFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "must be a file, but is a directory");
    }
    try {
      List<SeedQuery> seeds = of(Files.readString(file, StandardCharsets.UTF_8).lines().toList());
      if (seeds.isEmpty()) {
        throw new IOException(file + " must hold at least one query, but holds none");
      }
      return seeds;
    } catch (CharacterCodingException e) {
      throw new IOException(file + " must be UTF-8, but is not", e);
    }
  }

  /** The distinct texts in their order, cleaned like those of a catalogue; blank ones left out. */
  public static List<SeedQuery> of(Iterable<String> texts) {
    Set<String> distinct = new LinkedHashSet<>();
    for (String text : texts) {
      distinct.add(CleanText.of(text));
    }
    distinct.remove("");
    return distinct.stream().map(SeedQuery::of).toList();
  }

  /**
   * What a function makes of the numbers 0, 1, 2 ...: queries from a program or a model.
   *
   * @param count how many; 0 or more
   */
  public static List<SeedQuery> generate(int count, IntFunction<SeedQuery> query) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be 0 or more, but was " + count);
    }
    List<SeedQuery> seeds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      seeds.add(query.apply(i));
    }
    return List.copyOf(seeds);
  }
}
