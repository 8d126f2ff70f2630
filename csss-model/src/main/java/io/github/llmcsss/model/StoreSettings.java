package io.github.llmcsss.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What a {@link ModelStore} goes by. All of the process's surroundings come through here.
 *
 * @param environment variables, also of processes that are started
 * @param home the user's home directory
 * @param stallTimeout until a hub that sends nothing is given up
 */
record StoreSettings(
    Map<String, String> environment,
    Path home,
    boolean offline,
    DownloadListener listener,
    Duration stallTimeout) {
  private static final String HUB = "https://huggingface.co";

  StoreSettings {
    environment = Map.copyOf(environment);
  }

  /** Where models and what is derived from them are kept. */
  Path cache() {
    return path("CSSS_HOME", userCache().resolve("csss"));
  }

  /** The hub client's own cache, which is read and never written. */
  Path hubCache() {
    Path hubHome = path("HF_HOME", userCache().resolve("huggingface"));
    return path("HF_HUB_CACHE", hubHome.resolve("hub"));
  }

  String hubEndpoint() {
    String endpoint = environment.getOrDefault("HF_ENDPOINT", "");
    return endpoint.isBlank() ? HUB : endpoint.replaceAll("/+$", "");
  }

  boolean hubOffline() {
    String value = environment.getOrDefault("HF_HUB_OFFLINE", "").toUpperCase(Locale.ROOT);
    return value.equals("1") || value.equals("ON") || value.equals("YES") || value.equals("TRUE");
  }

  private Path userCache() {
    return path("XDG_CACHE_HOME", home.resolve(".cache"));
  }

  private Path path(String variable, Path fallback) {
    String value = environment.getOrDefault(variable, "");
    return value.isBlank() ? fallback : Path.of(value);
  }
}
