package io.github.llmcsss.search.lucene;

import io.github.llmcsss.api.Provenance;
import java.util.Optional;

/**
 * What an index says of itself.
 *
 * @param documents how many documents it holds; 1 or more
 * @param fingerprint SHA-256, in hex, over all documents in the order of their ids, the version of
 *     the index and the embedder: the same for the same documents in any order
 * @param embedder what made its vectors; empty for an index without vectors
 */
public record IndexInfo(long documents, String fingerprint, Optional<Provenance> embedder) {}
