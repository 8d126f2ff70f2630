/**
 * Writes runs as Parquet files, without a Hadoop installation. Start with {@link
 * io.github.llmcsss.parquet.ParquetExport}:
 *
 * <pre>{@code
 * RunDirectory run = RunDirectory.open(Path.of("sessions"));
 * new ParquetExport().write(run, Path.of("sessions.parquet"));
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.parquet;

import org.jspecify.annotations.NullMarked;
