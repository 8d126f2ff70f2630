package io.github.llmcsss.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A block of Java code in a Markdown text: a whole class, or statements.
 *
 * @param line number of the block's first line in the text, from 1
 * @param code the lines between the fences
 */
record JavaFence(int line, String code) {
  private static final Pattern DECLARATION =
      Pattern.compile(
          "\\A(?:\\s|//.*|(?:package|import) .*;|@\\w+)*"
              + "(?:(?:public|final|abstract|sealed) )*(?:class|interface|record|enum) (\\w+)");

  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;$");

  /** The blocks that are opened by {@code ```java}. */
  static List<JavaFence> in(String markdown) {
    List<JavaFence> fences = new ArrayList<>();
    List<String> lines = markdown.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).strip().equals("```java")) {
        continue;
      }
      int start = i + 1;
      do {
        i++;
        if (i == lines.size()) {
          throw new IllegalArgumentException("line " + start + ": the block is never closed");
        }
      } while (!lines.get(i).strip().equals("```"));
      fences.add(new JavaFence(start + 1, String.join("\n", lines.subList(start, i)) + "\n"));
    }
    return fences;
  }

  /** Name of the class that {@link #source} declares. */
  String className() {
    Matcher declaration = DECLARATION.matcher(code);
    return declaration.find() ? declaration.group(1) : "Statements";
  }

  /**
   * A whole source file. Its lines are those of the block, with one line before them.
   *
   * @param packages what statements may use without an import of their own
   */
  String source(Set<String> packages) {
    if (DECLARATION.matcher(code).find()) {
      return "// A class of its own.\n" + code;
    }
    String imports =
        packages.stream().map(n -> "import " + n + ".*; ").collect(Collectors.joining());
    String own =
        IMPORT.matcher(code).results().map(r -> r.group() + " ").collect(Collectors.joining());
    return imports
        + own
        + "class Statements { void run() throws Exception {\n"
        + IMPORT.matcher(code).replaceAll("")
        + "} }\n";
  }
}
