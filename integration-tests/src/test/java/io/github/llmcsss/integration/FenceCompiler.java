package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles blocks of documentation against the class path of the tests.
 *
 * @param classes folder for what is compiled
 */
record FenceCompiler(Path classes) {
  private static final Set<String> USUAL_IMPORTS = usualImports();

  /** Fails with file, line and problem of each error. */
  void check(String file, JavaFence fence) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            "-proc:none",
            "--release",
            "21");
    boolean compiled =
        compiler.getTask(null, null, problems, options, null, List.of(source(fence))).call();
    assertTrue(
        compiled,
        () ->
            problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(problem -> describe(file, fence, problem))
                .collect(Collectors.joining("\n")));
  }

  private static String describe(String file, JavaFence fence, Diagnostic<?> problem) {
    // The source has one line before those of the block.
    long line = fence.line() + problem.getLineNumber() - 2;
    return file + ":" + line + ": " + problem.getMessage(Locale.ROOT);
  }

  private static JavaFileObject source(JavaFence fence) {
    URI name = URI.create("string:///" + fence.className() + ".java");
    return new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return fence.source(USUAL_IMPORTS);
      }
    };
  }

  private static Set<String> usualImports() {
    Set<String> packages = new TreeSet<>(Set.of("java.io", "java.nio.file", "java.util"));
    for (LibraryModule module : LibraryModule.values()) {
      packages.addAll(module.packages());
    }
    return packages;
  }
}
