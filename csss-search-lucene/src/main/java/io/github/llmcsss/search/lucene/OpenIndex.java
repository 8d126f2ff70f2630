package io.github.llmcsss.search.lucene;

import com.google.common.io.Closer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** An index that was checked to be ours, open for reading. */
final class OpenIndex implements AutoCloseable {
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexInfo info;
  private volatile boolean closed;

  private OpenIndex(Directory directory, DirectoryReader reader, IndexInfo info) {
    this.directory = directory;
    this.reader = reader;
    this.info = info;
  }

  static OpenIndex at(Path path) throws IOException {
    VectorLookup.quietly();
    if (!Files.isDirectory(path)) {
      throw new NoSuchFileException(
          path.toString(), null, "there is no index here; write one with LuceneIndex.write");
    }
    return of(FSDirectory.open(path), path.toString());
  }

  /** Takes the directory over, and closes it if it cannot be opened. */
  static OpenIndex of(Directory directory, String place) throws IOException {
    Closer closer = Closer.create();
    closer.register(directory);
    try {
      DirectoryReader reader = closer.register(open(directory, place));
      IndexInfo info =
          IndexMarker.read(reader.getIndexCommit().getUserData(), place, reader.numDocs());
      return new OpenIndex(directory, reader, info);
    } catch (IOException | RuntimeException e) {
      try {
        closer.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private static DirectoryReader open(Directory directory, String place) throws IOException {
    try {
      return DirectoryReader.open(directory);
    } catch (IndexNotFoundException e) {
      throw new IOException(
          place + ": there is no index here; write one with LuceneIndex.write", e);
    } catch (IndexFormatTooOldException | IndexFormatTooNewException e) {
      throw new IOException(
          place + ": this index is of another version of Lucene; write it again", e);
    } catch (CorruptIndexException e) {
      throw new IOException(place + ": this index is damaged; write it again", e);
    }
  }

  DirectoryReader reader() {
    return reader;
  }

  /**
   * Keeps the files open until {@link #leave()}, even if the index is closed meanwhile.
   *
   * @throws IllegalStateException if it is closed already
   */
  void enter() {
    // The reader alone would let in new searches for as long as old ones run.
    if (closed || !reader.tryIncRef()) {
      throw new IllegalStateException("the search is closed");
    }
  }

  void leave() throws IOException {
    reader.decRef();
  }

  IndexInfo info() {
    return info;
  }

  /** Idempotent. */
  @Override
  public void close() throws IOException {
    closed = true;
    try (directory) {
      reader.close();
    }
  }
}
