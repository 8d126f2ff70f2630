package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The modules that users get, with the package of each and the modules that it may use. */
@SuppressWarnings("ImmutableEnumChecker") // a test reads the fields, nobody changes them
enum LibraryModule {
  API("csss-api", "api"),
  MODEL("csss-model", "model", API),
  CORE("csss-core", "core", API),
  SEARCH_LUCENE("csss-search-lucene", "search.lucene", API),
  ENGINE_ONNX("csss-engine-onnx", "engine.onnx", API, MODEL),
  ENGINE_DJL("csss-engine-djl", "engine.djl", API, MODEL),
  PARQUET("csss-parquet", "parquet", API, CORE),
  EVAL("csss-eval", "eval"),
  TESTKIT("csss-testkit", "testkit", API);

  static final String ROOT = "io.github.llmcsss";

  /** The folder of the whole project. */
  static final Path PROJECT =
      Path.of(System.getProperty("basedir", ""), "..").toAbsolutePath().normalize();

  final String directory;
  final String packageName;
  final List<LibraryModule> uses;
  private final JavaClasses scanned;

  LibraryModule(String directory, String packageName, LibraryModule... uses) {
    this.directory = directory;
    this.packageName = ROOT + "." + packageName;
    this.uses = List.of(uses);
    this.scanned = new ClassFileImporter().importPackages(this.packageName);
  }

  boolean contains(JavaClass type) {
    return containsPackage(type.getPackageName());
  }

  boolean containsPackage(String name) {
    return (name + ".").startsWith(packageName + ".");
  }

  /** Its compiled classes; fails unless there is one for each source file, or if there is none. */
  JavaClasses classes() {
    Set<String> missing = sources();
    assertFalse(missing.isEmpty(), directory + " must have source files");
    scanned.forEach(type -> missing.remove(type.getName()));
    assertTrue(missing.isEmpty(), () -> directory + " was scanned without " + missing);
    return scanned;
  }

  /** Names of its packages, from the source files. */
  Set<String> packages() {
    Set<String> packages = new TreeSet<>();
    sources().forEach(name -> packages.add(name.substring(0, name.lastIndexOf('.'))));
    assertTrue(packages.contains(packageName), () -> packageName + " must be in " + packages);
    return packages;
  }

  /** Names of its packages that have a package-info.java. */
  Set<String> describedPackages() {
    Set<String> packages = new TreeSet<>();
    Path root = sourceRoot(PROJECT.resolve(directory));
    for (Path file : sourceFiles()) {
      if (isPackageInfo(file)) {
        packages.add(className(root, file).replace(".package-info", ""));
      }
    }
    return packages;
  }

  /** Its source files, package descriptions among them. */
  List<Path> sourceFiles() {
    return sourceFiles(sourceRoot(PROJECT.resolve(directory)));
  }

  /** Names of its top-level classes, from the source files; without package descriptions. */
  private Set<String> sources() {
    return sources(PROJECT.resolve(directory));
  }

  static Set<String> sources(Path module) {
    Path root = sourceRoot(module);
    Set<String> names = new TreeSet<>();
    if (Files.isDirectory(root)) {
      for (Path file : sourceFiles(root)) {
        if (!isPackageInfo(file)) {
          names.add(className(root, file));
        }
      }
    }
    return names;
  }

  private static List<Path> sourceFiles(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError("Cannot list " + root, e);
    }
  }

  private static Path sourceRoot(Path module) {
    return module.resolve("src/main/java");
  }

  private static String className(Path root, Path file) {
    String name = root.relativize(file).toString().replace(File.separatorChar, '.');
    return name.substring(0, name.length() - ".java".length());
  }

  private static boolean isPackageInfo(Path file) {
    return file.endsWith("package-info.java");
  }

  static boolean isKnown(String directory) {
    return Arrays.stream(values()).anyMatch(module -> module.directory.equals(directory));
  }
}
