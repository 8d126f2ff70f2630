package io.github.llmcsss.api;

/**
 * One search. The query is a person's words, never the syntax of a query language.
 *
 * @param query words; may be empty, and then finds nothing
 * @param maximumDocuments how many documents are wanted at most; 1 or more
 * @param filter which documents may be found
 */
public record SearchRequest(String query, int maximumDocuments, SearchFilter filter) {
  /** Checks the number of documents. */
  public SearchRequest {
    Checks.check(maximumDocuments >= 1, "maximumDocuments", "1 or more", maximumDocuments);
  }

  /** A search over all documents. */
  public static SearchRequest of(String query, int maximumDocuments) {
    return new SearchRequest(query, maximumDocuments, SearchFilter.NONE);
  }
}
