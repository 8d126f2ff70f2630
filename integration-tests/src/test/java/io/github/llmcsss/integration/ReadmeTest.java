package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the README and the pages in {@code docs} show is code that compiles. */
class ReadmeTest {
  @TempDir private static Path classes;

  @TestFactory
  Stream<DynamicTest> everyJavaBlockCompiles() throws IOException {
    FenceCompiler compiler = new FenceCompiler(classes);
    List<DynamicTest> tests = new ArrayList<>(tests("README.md", compiler));
    assertFalse(tests.isEmpty(), "README.md must show Java code");
    try (Stream<Path> pages = Files.list(LibraryModule.PROJECT.resolve("docs"))) {
      for (Path page : pages.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        tests.addAll(tests("docs/" + page.getFileName(), compiler));
      }
    }
    return tests.stream();
  }

  private static List<DynamicTest> tests(String page, FenceCompiler compiler) throws IOException {
    String text = Files.readString(LibraryModule.PROJECT.resolve(page));
    return JavaFence.in(text).stream()
        .map(fence ->
            DynamicTest.dynamicTest(
                page + " line " + fence.line(), () -> compiler.check(page, fence)))
        .toList();
  }
}
