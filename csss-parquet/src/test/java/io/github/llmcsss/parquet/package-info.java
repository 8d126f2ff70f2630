/** Tests of the Parquet export. */
@NullMarked
package io.github.llmcsss.parquet;

import org.jspecify.annotations.NullMarked;
