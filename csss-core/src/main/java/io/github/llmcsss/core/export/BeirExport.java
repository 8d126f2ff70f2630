package io.github.llmcsss.core.export;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.core.internal.WholeFile;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory in the layout of BEIR: {@code corpus.jsonl}, {@code queries.jsonl} and {@code
 * qrels/test.tsv}. A query is what was searched at an answered turn; its metadata say session, turn
 * and the shopper's own words. Grades are those of {@link Relevance}. Ids are written as in the
 * TREC formats. Memory holds the ids of the corpus, and does not grow with the number of sessions.
 */
public final class BeirExport implements Exporter {
  private final Optional<Iterable<Document>> catalogue;

  private BeirExport(Optional<Iterable<Document>> catalogue) {
    this.catalogue = catalogue;
  }

  /** The corpus is what the run retrieved: titles alone, as a run does not keep more. */
  public static BeirExport ofRetrieved() {
    return new BeirExport(Optional.empty());
  }

  /**
   * The corpus is a catalogue, with all texts of its products.
   *
   * @param catalogue in which the run searched; it is gone through once for each directory written
   */
  public static BeirExport over(Iterable<Document> catalogue) {
    return new BeirExport(Optional.of(catalogue));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException also if the run retrieved a product that the catalogue does not have
   */
  @Override
  public ExportReport write(RunDirectory run, Path target) throws IOException {
    Path temporary = WholeFile.temporary(target);
    try {
      requireAbsentOrEmpty(target);
      BeirFiles.delete(temporary);
      ExportReport report = writeFiles(run, temporary, target);
      WholeFile.rename(temporary, target);
      return report;
    } catch (IOException | RuntimeException e) {
      try {
        BeirFiles.delete(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private ExportReport writeFiles(RunDirectory run, Path directory, Path target)
      throws IOException {
    try (BeirFiles files = new BeirFiles(directory, catalogue.isPresent())) {
      for (Document product : catalogue.orElse(List.of())) {
        files.addProduct(product);
      }
      FileExport.forEach(run, files::addSession);
      return new ExportReport(target, files.sessions(), files.queries(), run.complete());
    }
  }

  private static void requireAbsentOrEmpty(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    try (Stream<Path> files = Files.list(target)) {
      if (files.findAny().isPresent()) {
        throw new IOException("the directory " + target + " is not empty; give another one");
      }
    }
  }
}
