/**
 * Readers for product data, and the seed queries and needs made from it.
 *
 * <p>Start with {@link io.github.llmcsss.core.data.AmazonCatalogue} for the products and {@link
 * io.github.llmcsss.core.data.SeedQueries} for the queries that open sessions:
 *
 * <pre>{@code
 * ReadResult<Document> catalogue = AmazonCatalogue.of(Path.of("meta_Electronics.jsonl.gz")).read();
 * List<SeedQuery> seeds = SeedQueries.fromCatalogue(catalogue.records());
 * CategoryNeeds needs = CategoryNeeds.of(catalogue.records());
 * System.out.println(catalogue.report());
 * }</pre>
 *
 * <p>Readers are immutable; what they open is closed by whoever opened it. Nothing that a file
 * holds can do more harm than a line that is counted as malformed: depth, length and numbers are
 * bounded.
 */
@NullMarked
package io.github.llmcsss.core.data;

import org.jspecify.annotations.NullMarked;
