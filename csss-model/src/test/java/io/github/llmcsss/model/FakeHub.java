package io.github.llmcsss.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server on the loopback interface that serves one file, well or badly. */
final class FakeHub implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private final String path;
  private volatile byte[] content;
  private volatile int status = 200;
  private volatile boolean rangesIgnored;
  private volatile boolean redirecting;
  private volatile int cutAfter = Integer.MAX_VALUE;
  private volatile int silentAfter = Integer.MAX_VALUE;

  FakeHub(String path, byte[] content) throws IOException {
    this.path = path;
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The range asked for by each request, empty for the whole. */
  List<String> requests() {
    return List.copyOf(ranges);
  }

  void content(byte[] other) {
    content = other;
  }

  void status(int other) {
    status = other;
  }

  void ignoreRanges() {
    rangesIgnored = true;
  }

  void redirect() {
    redirecting = true;
  }

  /** The next answer breaks off; those after it are whole. */
  void cutAfter(int bytes) {
    cutAfter = bytes;
  }

  void fallSilentAfter(int bytes) {
    silentAfter = bytes;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      ranges.add(range == null ? "" : range);
      String asked = exchange.getRequestURI().getPath();
      if (redirecting && asked.equals(path)) {
        exchange.getResponseHeaders().add("Location", address() + "/elsewhere");
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      if (status != 200 || !(asked.equals(path) || asked.equals("/elsewhere"))) {
        exchange.sendResponseHeaders(status == 200 ? 404 : status, -1);
        return;
      }
      send(exchange, range);
    }
  }

  private void send(HttpExchange exchange, @Nullable String range) throws IOException {
    int start = 0;
    if (range != null && !rangesIgnored) {
      start = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range",
              "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
    }
    int length = content.length - start;
    exchange.sendResponseHeaders(start > 0 ? 206 : 200, length);
    int sent = Math.min(length, Math.min(cutAfter, silentAfter));
    boolean cut = cutAfter < length;
    cutAfter = Integer.MAX_VALUE;
    exchange.getResponseBody().write(content, start, sent);
    exchange.getResponseBody().flush();
    if (cut) {
      throw new IOException("cut");
    }
    if (sent < length) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
