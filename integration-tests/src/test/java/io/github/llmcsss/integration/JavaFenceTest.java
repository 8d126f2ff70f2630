package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiler of blocks, on texts with and without mistakes. */
class JavaFenceTest {
  @TempDir private Path classes;

  @Test
  void findsTheBlocksOfJavaAlone() {
    String text = "a\n```java\nint x = 1;\n```\n```sh\nls\n```\n  ```java\n  int y;\n  ```\n";
    assertEquals(
        List.of(new JavaFence(3, "int x = 1;\n"), new JavaFence(9, "  int y;\n")),
        JavaFence.in(text));
  }

  @Test
  void refusesABlockThatIsNeverClosed() {
    assertThrows(IllegalArgumentException.class, () -> JavaFence.in("```java\nint x;\n"));
  }

  @Test
  void compilesStatementsWithOurTypesAndTheirOwnImports() {
    check("import java.time.Duration;\nDuration d = Duration.ZERO;\nUsage u = Usage.NONE;\n");
    check("// A reward.\nRewardFunction r = input -> 1;\nrecord Local(Path p) {}\n");
  }

  @Test
  void compilesAClass() {
    check("import java.util.List;\n\nclass Mine { List<String> list = List.of(); }\n");
    check("public final class Shop {\n  public static void main(String[] args) {}\n}\n");
  }

  @Test
  void namesTheLineOfAMistake() {
    AssertionError inStatements =
        assertThrows(AssertionError.class, () -> check("int x = 1;\nUsage u = Usage.ALL;\n"));
    assertTrue(inStatements.toString().contains("text:11:"), inStatements::toString);
    AssertionError inClass =
        assertThrows(AssertionError.class, () -> check("class A {\n  Usage usage;\n}\n"));
    assertTrue(inClass.toString().contains("text:11:"), inClass::toString);
  }

  private void check(String code) {
    new FenceCompiler(classes).check("text", new JavaFence(10, code));
  }
}
