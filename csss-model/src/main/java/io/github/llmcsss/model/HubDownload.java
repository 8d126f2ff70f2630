package io.github.llmcsss.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Fetches a file over HTTP into a partial file, and goes on where an earlier attempt ended. */
final class HubDownload {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 5;
  private static final int CHUNK = 1 << 20;

  private final StoreSettings settings;
  private final URI uri;
  private final long total;
  private final Path partial;

  HubDownload(
      StoreSettings settings, ModelSource.Hub source, ModelReference.Published model, Path partial)
      throws IOException {
    this.settings = settings;
    this.total = model.bytes();
    this.partial = partial;
    String address =
        settings.hubEndpoint()
            + "/"
            + source.repository()
            + "/resolve/"
            + source.revision()
            + "/"
            + source.file();
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new IOException(address + " is no address", e);
    }
    if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
      throw new IOException(address + " must begin with http:// or https:// (see HF_ENDPOINT)");
    }
  }

  /** Fills the partial file; whether the bytes are right is for the caller to check. */
  void run() throws IOException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      for (int attempt = 1; ; attempt++) {
        long before = size();
        if (before > total) {
          Files.delete(partial);
        } else if (before == total) {
          return;
        }
        try {
          attempt(client);
        } catch (CutOffException e) {
          // A cut connection is worth another attempt as long as each brings the file further.
          if (attempt == ATTEMPTS || size() <= before) {
            throw new IOException(
                uri + " was cut off after " + size() + " of " + total + " bytes", e);
          }
        }
      }
    }
  }

  private void attempt(HttpClient client) throws IOException {
    long start = size();
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(settings.stallTimeout());
    if (start > 0) {
      request.header("Range", "bytes=" + start + "-");
    }
    HttpResponse<InputStream> response = send(client, request.build());
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> start = 0;
        case 206 -> checkRange(response, start);
        case 416 -> throw new IOException(uri + " has fewer bytes than expected");
        default -> throw new IOException(uri + " answered with status " + response.statusCode());
      }
      long length = response.headers().firstValueAsLong("Content-Length").orElse(total - start);
      if (start + length != total) {
        throw new IOException(
            uri + " has " + (start + length) + " bytes instead of " + total + ": another file");
      }
      copy(body, start);
    }
  }

  private HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
      throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the download was interrupted");
    } catch (IOException e) {
      throw new IOException("no answer from " + uri + " (" + e + ")", e);
    }
  }

  private void checkRange(HttpResponse<?> response, long start) throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    String expected = "bytes " + start + "-" + (total - 1) + "/" + total;
    if (!range.equals(expected)) {
      throw new IOException(uri + " sent \"" + range + "\" where \"" + expected + "\" was asked");
    }
  }

  private void copy(InputStream body, long start) throws IOException {
    String source = uri.getHost();
    try (FileChannel out =
            FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        StallGuard guard = new StallGuard(body, settings.stallTimeout())) {
      out.truncate(start).position(start);
      settings.listener().progress(source, start, total);
      byte[] buffer = new byte[CHUNK];
      long at = start;
      while (at < total) {
        int count = read(body, guard, buffer, (int) Math.min(CHUNK, total - at));
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        at += count;
        settings.listener().progress(source, at, total);
        if (count == 0) {
          throw new CutOffException(new IOException("the body ended early"));
        }
      }
      out.force(true);
    } catch (CutOffException e) {
      throw e;
    } catch (IOException e) {
      // Whatever fails in reading is a cut.
      throw new CacheException(partial, e);
    }
  }

  /** Reads until the buffer is full; what came before a cut is kept. */
  private static int read(InputStream body, StallGuard guard, byte[] buffer, int most)
      throws IOException {
    int count = 0;
    try {
      while (count < most) {
        int more = body.read(buffer, count, most - count);
        if (more < 0) {
          return count;
        }
        guard.moved();
        count += more;
      }
      return count;
    } catch (IOException e) {
      if (count > 0) {
        return count;
      }
      throw new CutOffException(e);
    }
  }

  private long size() throws IOException {
    return Files.exists(partial) ? Files.size(partial) : 0;
  }

  private static final class CutOffException extends IOException {
    private static final long serialVersionUID = 1L;

    CutOffException(IOException cause) {
      super(cause);
    }
  }
}
