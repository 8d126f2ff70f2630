package io.github.llmcsss.search.lucene;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Embedder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Writes an index of a catalogue into a directory, to be searched by {@link LuceneSearch}.
 *
 * <p>Documents are read once, one after the other, and need not fit in memory; their ids do. The
 * order in which they come changes nothing: the same documents give the same results and the same
 * fingerprint. The index grows in a directory beside its place, named {@code
 * <directory>.partial<number>}, and is renamed when it is whole; a failed write leaves nothing, and
 * one that was killed no more than such a directory, which can be deleted.
 */
public final class LuceneIndex {
  private LuceneIndex() {}

  /**
   * Writes an index for ranking by words.
   *
   * @param directory where the index is to be; must not exist, or be empty
   * @param documents the catalogue, at least one document
   * @throws IllegalArgumentException if there is no document, or an id comes twice
   * @throws IOException if something is there already or cannot be written, a full disk included
   */
  public static IndexInfo write(Path directory, Iterable<Document> documents) throws IOException {
    return write(directory, documents, Optional.empty());
  }

  /**
   * Writes an index for every kind of ranking, with a vector for each document.
   *
   * @param directory where the index is to be; must not exist, or be empty
   * @param documents the catalogue, at least one document
   * @param embedder makes the vectors, of the first 400 characters of title, brand, category path,
   *     features and description; stays the caller's
   * @throws IllegalArgumentException if there is no document, or an id comes twice
   * @throws IOException if something is there already or cannot be written, a full disk included
   */
  public static IndexInfo write(Path directory, Iterable<Document> documents, Embedder embedder)
      throws IOException {
    return write(directory, documents, Optional.of(embedder));
  }

  /**
   * What the index in a directory says of itself.
   *
   * @throws IOException if there is no index, or one of another version
   */
  public static IndexInfo info(Path directory) throws IOException {
    try (OpenIndex index = OpenIndex.at(directory)) {
      return index.info();
    }
  }

  private static IndexInfo write(
      Path directory, Iterable<Document> documents, Optional<Embedder> embedder)
      throws IOException {
    Path place = directory.toAbsolutePath();
    if (Files.exists(place) && !isEmptyDirectory(place)) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "delete it or choose another place for the index");
    }
    Files.createDirectories(place.getParent());
    try (WorkDirectory work = WorkDirectory.beside(place)) {
      IndexInfo info = write(work, new IndexBuild(embedder), documents);
      moveInto(place, work.index());
      return info;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot write the index to " + directory + ": " + e.getMessage(), e);
    }
  }

  private static IndexInfo write(WorkDirectory work, IndexBuild build, Iterable<Document> documents)
      throws IOException {
    try (Directory scratch = FSDirectory.open(work.scratch());
        Directory target = FSDirectory.open(work.index())) {
      return build.write(documents, scratch, target);
    }
  }

  private static void moveInto(Path place, Path index) throws IOException {
    Files.deleteIfExists(index.resolve("write.lock"));
    try {
      Files.deleteIfExists(place);
    } catch (DirectoryNotEmptyException e) {
      throw new FileAlreadyExistsException(
          place.toString(), null, "it was filled while the index was written");
    }
    Files.move(index, place, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isEmptyDirectory(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return false;
    }
    try (var entries = Files.list(place)) {
      return entries.findAny().isEmpty();
    }
  }

  /** Where an index grows; deleted on closing with whatever is left in it. */
  private record WorkDirectory(Path path) implements AutoCloseable {
    static WorkDirectory beside(Path place) throws IOException {
      return new WorkDirectory(
          Files.createTempDirectory(place.getParent(), place.getFileName() + ".partial"));
    }

    Path scratch() {
      return path.resolve("scratch");
    }

    Path index() {
      return path.resolve("index");
    }

    @Override
    public void close() throws IOException {
      MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
