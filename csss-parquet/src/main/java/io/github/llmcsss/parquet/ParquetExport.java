package io.github.llmcsss.parquet;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.export.ExportReport;
import io.github.llmcsss.core.export.Exporter;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/**
 * One Parquet file with a row for each session, in the columns of {@code Export.JSONL}: lists of
 * turns, documents, citations and unsupported claims are nested. Compressed with Zstandard, in row
 * groups of {@value #ROW_GROUP_BYTES} bytes, so that memory does not grow with the run.
 * Thread-safe.
 */
public final class ParquetExport implements Exporter {
  /** {@value} bytes of columns are gathered before they are written. */
  public static final long ROW_GROUP_BYTES = 16L << 20;

  /** An exporter. */
  public ParquetExport() {}

  @Override
  public ExportReport write(RunDirectory run, Path target) throws IOException {
    Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      long sessions = writeAll(run, temporary);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new ExportReport(target, sessions, sessions, run.complete());
    } catch (FileSystemException e) {
      delete(temporary, e);
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw new IOException("cannot write " + target + ": " + reason, e);
    } catch (IOException | RuntimeException e) {
      delete(temporary, e);
      throw e;
    }
  }

  private static long writeAll(RunDirectory run, Path file) throws IOException {
    long count = 0;
    try (Stream<Session> sessions = run.sessions();
        ParquetWriter<Group> writer = open(file)) {
      Iterator<Session> each = sessions.iterator();
      while (each.hasNext()) {
        writer.write(SessionRow.of(each.next()));
        count++;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return count;
  }

  private static ParquetWriter<Group> open(Path file) throws IOException {
    return ExampleParquetWriter.builder(new LocalOutputFile(file))
        .withType(SessionRow.SCHEMA)
        .withConf(new PlainParquetConfiguration())
        .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withRowGroupSize(ROW_GROUP_BYTES)
        .build();
  }

  private static void delete(Path file, Exception failure) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
