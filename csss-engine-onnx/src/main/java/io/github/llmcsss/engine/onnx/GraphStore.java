package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.engine.onnx.graph.CacheScales;
import io.github.llmcsss.engine.onnx.graph.DecoderGraph;
import io.github.llmcsss.engine.onnx.graph.LinearForm;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Model files of this library, written once per model, form and version, and found again by these.
 * A file is whole or absent: it gets its name when it is finished. Safe for many threads and
 * processes.
 */
final class GraphStore {
  private static final long RETRY_MILLISECONDS = 50;

  private final Path directory;

  GraphStore(Path directory) {
    this.directory = directory;
  }

  /** The model file, written if it is not there yet. */
  Path resolve(String contentHash, ModelConfig config, TensorSource tensors, LinearForm form)
      throws IOException {
    String key = key(contentHash, form);
    Path target = directory.resolve(key);
    Path file = target.resolve(DecoderGraph.MODEL_FILE);
    if (!Files.exists(file)) {
      write(key, target, config, tensors, form);
    }
    return file;
  }

  /** Finds the steps of a cache in bytes with a model whose cache is not. */
  @FunctionalInterface
  interface Calibration {
    CacheScales measure(Path model);
  }

  /** The same model with a cache in bytes, written if it is not there yet. */
  Path resolveWithByteCache(
      String contentHash,
      ModelConfig config,
      TensorSource tensors,
      LinearForm form,
      Calibration calibration)
      throws IOException {
    Path model = resolve(contentHash, config, tensors, form);
    String key = key(contentHash, form);
    Path target = directory.resolve(key);
    Path file = target.resolve(DecoderGraph.BYTE_CACHE_FILE);
    if (!Files.exists(file)) {
      CacheScales scales = calibration.measure(model);
      locked(
          key, file, () -> DecoderGraph.writeWithByteCache(config, tensors, form, scales, target));
    }
    return file;
  }

  private static String key(String contentHash, LinearForm form) {
    return contentHash + "-" + form.name().toLowerCase(Locale.ROOT) + "-v" + DecoderGraph.VERSION;
  }

  private static String reason(IOException failure) {
    // Where Java says no more than the name of the file, the class says what is wrong with it.
    boolean bare = failure instanceof FileSystemException e && e.getReason() == null;
    return bare ? failure.toString() : String.valueOf(failure.getMessage());
  }

  private void write(
      String key, Path target, ModelConfig config, TensorSource tensors, LinearForm form)
      throws IOException {
    locked(
        key,
        target.resolve(DecoderGraph.MODEL_FILE),
        () -> {
          Path partial = directory.resolve(key + ".partial");
          delete(partial);
          write(config, tensors, form, partial);
          delete(target); // somebody may have deleted a part of it
          Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /** Something that writes files. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  /** Writes a file unless somebody else did while we waited for the lock. */
  private void locked(String key, Path file, Writing writing) throws IOException {
    try {
      Files.createDirectories(directory);
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve(key + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (lock.isValid() && !Files.exists(file)) {
          writing.run();
        }
      }
    } catch (IOException e) {
      throw new IOException(
          "cannot write the model for ONNX Runtime to " + directory + ": " + reason(e), e);
    }
  }

  /** Leaves nothing where it fails: it would be large, on a disk that may be full. */
  private static void write(ModelConfig config, TensorSource tensors, LinearForm form, Path partial)
      throws IOException {
    Files.createDirectories(partial);
    try {
      DecoderGraph.write(config, tensors, form, partial);
    } catch (IOException | RuntimeException | Error e) {
      try {
        delete(partial);
      } catch (IOException notDeleted) {
        e.addSuppressed(notDeleted);
      }
      throw e;
    }
  }

  /** A lock against other processes and, which Java leaves to us, against threads of this one. */
  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      try {
        Thread.sleep(RETRY_MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while another thread writes the model file", e);
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> list = Files.list(directory)) {
      files = list.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(directory);
  }
}
