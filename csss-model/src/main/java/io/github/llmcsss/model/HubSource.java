package io.github.llmcsss.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * The Hugging Face hub, or a mirror of it. Downloads go on where an earlier one broke off, if the
 * server can do that.
 *
 * @param patience how long a silent server is waited for; {@code HttpURLConnection} is used because
 *     the newer client has no such limit while a body arrives
 */
record HubSource(String endpoint, Duration patience, DownloadListener listener)
    implements ModelSource {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int RANGE_NOT_SATISFIABLE = 416;

  @Override
  public String description() {
    return "the hub at " + endpoint;
  }

  @Override
  public void fetch(ModelReference model, Path target) throws IOException {
    ModelReference.HubFile file =
        model.hub().orElseThrow(() -> new IOException("the model is not on the hub"));
    long have = Files.exists(target) ? Files.size(target) : 0;
    if (have >= model.bytes()) {
      Files.delete(target);
      have = 0;
    }
    HttpURLConnection connection = connect(file);
    try {
      if (have > 0) {
        connection.setRequestProperty("Range", "bytes=" + have + "-");
      }
      int status = connection.getResponseCode();
      if (status == RANGE_NOT_SATISFIABLE) {
        Files.delete(target);
        throw new IOException("the part that was there does not fit; call again");
      }
      if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_PARTIAL) {
        throw new IOException("the server answered with status " + status);
      }
      try (InputStream body = connection.getInputStream()) {
        copy(body, target, status == HttpURLConnection.HTTP_PARTIAL ? have : 0, model);
      }
    } finally {
      connection.disconnect();
    }
  }

  private HttpURLConnection connect(ModelReference.HubFile file) throws IOException {
    String root = endpoint.replaceAll("/+$", "");
    String path = file.repository() + "/resolve/" + file.revision() + "/" + file.file();
    try {
      URLConnection connection = URI.create(root + "/" + path).toURL().openConnection();
      if (connection instanceof HttpURLConnection http) {
        http.setConnectTimeout((int) CONNECT.toMillis());
        http.setReadTimeout((int) patience.toMillis());
        return http;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("HF_ENDPOINT must be an http address, but was " + endpoint, e);
    }
    throw new IOException("HF_ENDPOINT must be an http address, but was " + endpoint);
  }

  private void copy(InputStream body, Path target, long have, ModelReference model)
      throws IOException {
    long done = have;
    byte[] buffer = new byte[1 << 16];
    StandardOpenOption how =
        have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (OutputStream out =
        Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        done += read;
        if (done > model.bytes()) {
          throw new IOException(
              "the server sends more than the " + model.bytes() + " bytes expected");
        }
        out.write(buffer, 0, read);
        listener.progress(model.fileName(), done, model.bytes());
      }
    }
    if (done < model.bytes()) {
      throw new IOException(
          "the connection ended after "
              + done
              + " of "
              + model.bytes()
              + " bytes; call again to go on");
    }
  }
}
