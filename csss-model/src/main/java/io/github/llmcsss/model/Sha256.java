package io.github.llmcsss.model;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a file is the one that is meant. */
final class Sha256 {
  private Sha256() {}

  /** What is wrong with a file; empty if nothing is. */
  static String difference(Path file, ModelReference.Published model) throws IOException {
    long size = Files.size(file);
    if (size != model.bytes()) {
      return "it has " + size + " bytes instead of " + model.bytes();
    }
    String hash = MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
    return hash.equals(model.sha256())
        ? ""
        : "its SHA-256 is " + hash + " instead of " + model.sha256();
  }
}
