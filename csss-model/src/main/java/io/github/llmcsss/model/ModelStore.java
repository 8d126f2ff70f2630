package io.github.llmcsss.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds models: at an explicit path; in the local cache; in the cache of the Hugging Face hub; on
 * the hub; inside a Python package that carries the weights.
 *
 * <p>The local cache is {@code $CSSS_HOME/models}, otherwise {@code csss/models} in {@code
 * $XDG_CACHE_HOME} or {@code ~/.cache}. {@code HF_HOME}, {@code HF_HUB_CACHE}, {@code HF_ENDPOINT}
 * and {@code HF_HUB_OFFLINE} mean what they mean to the hub's own client; a hub that does not
 * answer within five seconds is passed over. Packages are fetched with {@code python3 -m pip
 * download}, so from the index that pip is set up for; nothing is installed.
 *
 * <p>The SHA-256 of a published model is checked whenever it is resolved. Downloads go to a partial
 * file that a later attempt continues, and are renamed when they are whole; several processes may
 * resolve the same model at once. Thread-safe.
 */
public final class ModelStore {
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);
  private static final int HASH_DIGITS = 16;

  private final StoreSettings settings;

  ModelStore(StoreSettings settings) {
    this.settings = settings;
  }

  /** A store of this process's environment, with all sources and without progress. */
  public static ModelStore standard() {
    return builder().build();
  }

  /** A store with other settings than the standard ones. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where models, and what is derived from them, are kept: {@code $CSSS_HOME} or its default. */
  public Path cacheDirectory() {
    return settings.cache();
  }

  /**
   * Where a model lies, after fetching it if need be.
   *
   * @return a directory or a GGUF file
   * @throws ModelNotFoundException if it is nowhere; lists what was tried and what to do
   * @throws IOException if the cache cannot be written
   */
  public Path resolve(ModelReference model) throws IOException {
    return switch (model) {
      case ModelReference.Local local -> local(local.path());
      case ModelReference.Published published -> published(published);
    };
  }

  private static Path local(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new ModelNotFoundException(
          path.toString(),
          List.of("the path " + path.toAbsolutePath()),
          "Give the path of a GGUF file, or of a directory with config.json and *.safetensors.");
    }
    return path;
  }

  private Path published(ModelReference.Published model) throws IOException {
    List<String> attempts = new ArrayList<>();
    Path file =
        settings
            .cache()
            .resolve("models")
            .resolve(model.sha256().substring(0, HASH_DIGITS))
            .resolve(model.fileName());
    Optional<Path> found = existing(file, model, attempts);
    if (found.isEmpty()) {
      found = inHubCache(model, attempts);
    }
    if (found.isPresent()) {
      return found.get();
    }
    if (settings.offline()) {
      attempts.add("nothing else, because the store is offline");
    } else if (fetched(file, model, attempts)) {
      return file;
    }
    throw new ModelNotFoundException(
        model.fileName(),
        attempts,
        "Connect this machine to one of these sources, or copy the file ("
            + model.bytes()
            + " bytes, SHA-256 "
            + model.sha256()
            + ") to "
            + file
            + ", or give the path of another model.");
  }

  private static Optional<Path> existing(
      Path file, ModelReference.Published model, List<String> attempts) throws IOException {
    if (!Files.isRegularFile(file)) {
      attempts.add(file + ": is not there");
      return Optional.empty();
    }
    String difference = Sha256.difference(file, model);
    if (difference.isEmpty()) {
      return Optional.of(file);
    }
    attempts.add(file + ": " + difference);
    return Optional.empty();
  }

  private Optional<Path> inHubCache(ModelReference.Published model, List<String> attempts)
      throws IOException {
    for (ModelSource source : model.sources()) {
      if (source instanceof ModelSource.Hub hub) {
        Path snapshots =
            settings
                .hubCache()
                .resolve("models--" + hub.repository().replace("/", "--"))
                .resolve("snapshots");
        if (!Files.isDirectory(snapshots)) {
          attempts.add(snapshots + ": is not there");
          continue;
        }
        try (Stream<Path> revisions = Files.list(snapshots)) {
          for (Path revision : revisions.sorted().toList()) {
            Optional<Path> found = existing(revision.resolve(hub.file()), model, attempts);
            if (found.isPresent()) {
              return found;
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private boolean fetched(Path file, ModelReference.Published model, List<String> attempts)
      throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Path partial = file.resolveSibling(model.fileName() + ".partial");
    DownloadLock lock = DownloadLock.take(file.resolveSibling(model.fileName() + ".lock"));
    try {
      // Another process may have fetched it while this one waited.
      if (Files.isRegularFile(file) && Sha256.difference(file, model).isEmpty()) {
        return true;
      }
      for (ModelSource source : model.sources()) {
        if (fetched(source, model, partial, attempts)) {
          Files.move(
              partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
          return true;
        }
      }
      return false;
    } finally {
      lock.close();
    }
  }

  private boolean fetched(
      ModelSource source, ModelReference.Published model, Path partial, List<String> attempts)
      throws IOException {
    if (source instanceof ModelSource.Hub && settings.hubOffline()) {
      attempts.add(describe(source) + ": skipped, because HF_HUB_OFFLINE is set");
      return false;
    }
    try {
      fetch(source, model, partial);
    } catch (CacheException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      attempts.add(describe(source) + ": " + e.getMessage());
      return false;
    }
    String difference = Sha256.difference(partial, model);
    if (!difference.isEmpty()) {
      Files.delete(partial);
      attempts.add(describe(source) + ": the file is another one, " + difference);
    }
    return difference.isEmpty();
  }

  private void fetch(ModelSource source, ModelReference.Published model, Path partial)
      throws IOException {
    switch (source) {
      case ModelSource.Hub hub -> new HubDownload(settings, hub, model, partial).run();
      case ModelSource.PythonPackage python ->
          new PythonPackageDownload(settings, python, model, partial).run();
    }
  }

  private String describe(ModelSource source) {
    return switch (source) {
      case ModelSource.Hub hub ->
          "the hub " + settings.hubEndpoint() + ", repository " + hub.repository();
      case ModelSource.PythonPackage python ->
          "the Python package " + python.name() + "==" + python.version();
    };
  }

  /** Settings of a {@link ModelStore}. Not thread-safe. */
  public static final class Builder {
    private Map<String, String> environment = System.getenv();
    private Path home = Path.of(System.getProperty("user.home"));
    private boolean offline;
    private DownloadListener listener = (source, bytes, total) -> {};
    private Duration stallTimeout = STALL_TIMEOUT;

    private Builder() {}

    /** Environment variables to go by instead of this process's; {@code pip} gets them too. */
    public Builder environment(Map<String, String> variables) {
      environment = variables;
      return this;
    }

    /** The user's home directory; by default the system property {@code user.home}. */
    public Builder home(Path directory) {
      home = directory;
      return this;
    }

    /** Whether to look on this machine alone; by default not. */
    public Builder offline(boolean only) {
      offline = only;
      return this;
    }

    /** Who is told about downloads; by default nobody. */
    public Builder listener(DownloadListener downloads) {
      listener = downloads;
      return this;
    }

    Builder stallTimeout(Duration timeout) {
      stallTimeout = timeout;
      return this;
    }

    /** The store. */
    public ModelStore build() {
      return new ModelStore(new StoreSettings(environment, home, offline, listener, stallTimeout));
    }
  }
}
