/**
 * What users of the library name and implement.
 *
 * <p>Start with {@link io.github.llmcsss.api.Generator} (writes the turns), {@link
 * io.github.llmcsss.api.SearchEnvironment} (is searched at every system turn) and {@link
 * io.github.llmcsss.api.RewardFunction} (scores an answer); a {@link io.github.llmcsss.api.Session}
 * is what comes out. A search environment of your own is one method:
 *
 * <pre>{@code
 * SearchEnvironment shop = request -> {
 *   List<RetrievedDocument> found = new ArrayList<>();
 *   for (Hit hit : myService.query(request.query(), request.maximumDocuments())) {
 *     Document document = Document.builder(hit.sku(), hit.name()).price(hit.price()).build();
 *     found.add(new RetrievedDocument(found.size() + 1, document, hit.score()));
 *   }
 *   return new SearchResult(found);
 * };
 * }</pre>
 *
 * <p>Records are immutable and check their arguments; whoever opens a generator, a search
 * environment or an embedder closes it.
 */
@NullMarked
package io.github.llmcsss.api;

import org.jspecify.annotations.NullMarked;
