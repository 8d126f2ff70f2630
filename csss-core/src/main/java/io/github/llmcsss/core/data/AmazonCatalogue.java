package io.github.llmcsss.core.data;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.core.data.ProductMapper.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of Amazon product metadata, one product a line, plain or gzip (told by content, not by
 * name), UTF-8. The format is recognised line by line:
 *
 * <ul>
 *   <li>2023, the raw files and the Hugging Face rendering ({@code price} and {@code details} as
 *       strings)
 *   <li>2018 (JSON)
 *   <li>2014 (Python dict literals)
 * </ul>
 *
 * <p>How fields become those of a {@link Document}; all texts lose HTML, entities, control
 * characters and irregular whitespace:
 *
 * <ul>
 *   <li>id: {@code parent_asin}, else {@code asin}: the one that reviews refer to.
 *   <li>title: {@code title}; where it is missing or no more than a fragment of HTML (93 % of the
 *       magazines of 2018), the first sentence of the description, at most 80 characters, else the
 *       brand with the last category. {@link ReadReport#retitled()} counts these.
 *   <li>brand: {@code store}, {@code brand}, {@code details.Brand}, the first that is there.
 *   <li>categories: one path. Of several (2014) the first of the longest ones; a path ends before a
 *       level that is empty, longer than 60 characters or ends in a full stop, since the files of
 *       2018 go on with statements about the product.
 *   <li>price: a number or text such as {@code $12.99} or {@code from 4.95}, of a range the lower
 *       bound; everything else, and what is above ten million, is no price.
 *   <li>attributes: {@code details} without ids, ranks and shipping.
 * </ul>
 *
 * <p>Lines without id or without anything for a title are counted and passed over, and so are
 * malformed ones (not an object, not UTF-8, nested deeper than 64, longer than 16 MiB), unless the
 * catalogue is {@linkplain #strict() strict}. Immutable and thread-safe.
 */
public final class AmazonCatalogue {
  private final Path file;
  private final boolean strict;

  private AmazonCatalogue(Path file, boolean strict) {
    this.file = file;
    this.strict = strict;
  }

  /** The catalogue in this file; nothing is opened yet. */
  public static AmazonCatalogue of(Path file) {
    return new AmazonCatalogue(file, false);
  }

  /** The same catalogue, where the first malformed line is an error that names file and line. */
  public AmazonCatalogue strict() {
    return new AmazonCatalogue(file, true);
  }

  /**
   * Reads all products into memory, in the order of their first lines. Products with the same id
   * are merged: the first line counts, and what is empty in it is filled from later ones.
   *
   * @throws IOException if the file is missing, empty or damaged, or holds no product at all
   */
  public ReadResult<Document> read() throws IOException {
    Map<String, Product> products = new LinkedHashMap<>();
    LineMapper<Product> merging =
        (line, counts) -> {
          Product product = ProductMapper.map(line);
          Product before = products.get(product.document().id());
          products.put(product.document().id(), before == null ? product : fill(before, product));
          counts.duplicates += before == null ? 0 : 1;
          return before == null ? List.of(product) : List.of();
        };
    RecordReader<Product> reader = RecordReader.open(file, merging, strict);
    reader.drain();
    if (products.isEmpty()) {
      throw reader.nothing("product");
    }
    reader.counts().retitled = products.values().stream().filter(p -> !p.ownTitle()).count();
    List<Document> documents = products.values().stream().map(Product::document).toList();
    return new ReadResult<>(documents, reader.report());
  }

  /**
   * Reads products one at a time, for catalogues that do not fit into memory. Of products with the
   * same id only the first is given: no more than the ids is remembered.
   *
   * @throws IOException if the file is missing or empty
   */
  public RecordReader<Document> open() throws IOException {
    Set<String> ids = new HashSet<>();
    LineMapper<Document> firsts =
        (line, counts) -> {
          Product product = ProductMapper.map(line);
          boolean first = ids.add(product.document().id());
          counts.duplicates += first ? 0 : 1;
          counts.retitled += first && !product.ownTitle() ? 1 : 0;
          return first ? List.of(product.document()) : List.of();
        };
    return RecordReader.open(file, firsts, strict);
  }

  private static Product fill(Product first, Product later) {
    Document a = first.document();
    Document b = later.document();
    Document merged =
        new Document(
            a.id(),
            first.ownTitle() || !later.ownTitle() ? a.title() : b.title(),
            a.brand().isEmpty() ? b.brand() : a.brand(),
            a.features().isEmpty() ? b.features() : a.features(),
            a.description().isEmpty() ? b.description() : a.description(),
            a.categories().isEmpty() ? b.categories() : a.categories(),
            a.price().isEmpty() ? b.price() : a.price(),
            a.attributes().isEmpty() ? b.attributes() : a.attributes());
    return new Product(merged, first.ownTitle() || later.ownTitle());
  }
}
