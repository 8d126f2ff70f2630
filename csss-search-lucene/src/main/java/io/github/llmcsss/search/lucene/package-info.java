/**
 * A search environment on Apache Lucene: BM25, dense vectors, or both.
 *
 * <p>Start with {@link io.github.llmcsss.search.lucene.LuceneIndex}, which writes an index, and
 * {@link io.github.llmcsss.search.lucene.LuceneSearch}, which searches it:
 *
 * <pre>{@code
 * LuceneIndex.write(directory, documents);
 * try (SearchEnvironment catalogue = LuceneSearch.open(directory)) {
 *   SearchResult found = catalogue.search(SearchRequest.of("waterproof hiking boots", 10));
 *   for (RetrievedDocument hit : found.documents()) {
 *     process(hit.rank(), hit.document().title());
 *   }
 * }
 * }</pre>
 *
 * <p>A {@link io.github.llmcsss.search.lucene.Ranking} says how documents are ranked. An index is
 * written once and never changed. Whoever opens a search closes it; an embedder given to a ranking
 * stays the caller's.
 */
@NullMarked
package io.github.llmcsss.search.lucene;

import org.jspecify.annotations.NullMarked;
