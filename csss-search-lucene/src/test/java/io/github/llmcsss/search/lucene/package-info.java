/** Tests of the search on Lucene. */
@NullMarked
package io.github.llmcsss.search.lucene;

import org.jspecify.annotations.NullMarked;
