package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is code that compiles. */
class ReadmeTest {
  @TempDir private static Path classes;

  @TestFactory
  Stream<DynamicTest> everyJavaBlockCompiles() throws IOException {
    String text = Files.readString(LibraryModule.PROJECT.resolve("README.md"));
    List<JavaFence> fences = JavaFence.in(text);
    assertFalse(fences.isEmpty(), "README.md must show Java code");
    FenceCompiler compiler = new FenceCompiler(classes);
    return fences.stream()
        .map(fence ->
            DynamicTest.dynamicTest(
                "line " + fence.line(), () -> compiler.check("README.md", fence)));
  }
}
