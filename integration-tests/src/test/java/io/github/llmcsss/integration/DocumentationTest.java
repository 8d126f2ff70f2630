package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that users see has Javadoc. */
class DocumentationTest {
  @ParameterizedTest
  @EnumSource
  void describesEverythingPublic(LibraryModule module) throws IOException {
    try (StandardJavaFileManager files =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
      assertEquals(
          List.of(),
          UndocumentedScanner.scan(files.getJavaFileObjectsFromPaths(module.sourceFiles())));
    }
  }

  @Test
  void findsWhatNobodyDescribed() throws IOException {
    String source =
        """
        public class Bare {
          public int field;
          protected void method() {}
          @Override public String toString() { return new Object() { public int inner; } + ""; }
          void hidden() {}
          public enum Kind { /** Said. */ ONE, TWO }
          interface Hidden { void method(); }
          /** Said. */
          public interface Shown { int LIMIT = 1; void method(); private void hidden() {} }
          /** Said. */
          public static class Made { public Made(int value) {} }
          /**
           * Said.
           *
           * @param first said
           */
          public record Data(int first, int second) {
            public Data { }
            /** */
            public int third() { return 3; }
          }
        }
        """;
    assertEquals(
        List.of(
            "/Bare.java:1: Bare",
            "/Bare.java:1: the default constructor of Bare",
            "/Bare.java:2: field",
            "/Bare.java:3: method",
            "/Bare.java:6: Kind",
            "/Bare.java:6: TWO",
            "/Bare.java:9: LIMIT",
            "/Bare.java:9: method",
            "/Bare.java:11: a constructor of Made",
            "/Bare.java:17: the component second of Data",
            "/Bare.java:18: a constructor of Data",
            "/Bare.java:20: third"),
        UndocumentedScanner.scan(List.of(file(source))));
  }

  private static JavaFileObject file(String source) {
    return new SimpleJavaFileObject(URI.create("string:///Bare.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
