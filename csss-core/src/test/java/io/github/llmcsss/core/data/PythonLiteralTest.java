package io.github.llmcsss.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PythonLiteralTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void readsWhatPythonReadsAndRefusesWhatPythonRefuses() throws IOException {
    JsonMapper mapper = new JsonMapper();
    List<String> lines;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    PythonLiteralTest.class.getResourceAsStream("python-literals.jsonl")),
                StandardCharsets.UTF_8))) {
      lines = in.lines().toList();
    }
    assertTrue(lines.size() > 400);
    for (String line : lines) {
      JsonNode golden = mapper.readTree(line);
      String literal = golden.get("literal").textValue();
      Optional<JsonNode> expected = Optional.ofNullable(golden.get("value"));
      assertEquals(expected.map(PythonLiteralTest::plain), parsed(literal), literal);
    }
  }

  @Property
  void readsBackWhatIsPrinted(@ForAll("trees") JsonNode tree) throws Exception {
    assertEquals(tree, PythonLiteral.parse(print(tree), 64));
  }

  @Property(tries = 3000)
  void throwsNothingButItsOwnError(@ForAll("scraps") String text) {
    parsed(text);
  }

  @Test
  void refusesDeepNesting() throws Exception {
    assertEquals(1, PythonLiteral.parse("[".repeat(65) + "]".repeat(65), 64).size());
    LineException.Malformed refused =
        assertThrows(
            LineException.Malformed.class, () -> PythonLiteral.parse("(".repeat(1_000_000), 64));
    assertEquals("not a Python literal, column 66: nested deeper than 64", refused.getMessage());
  }

  @Test
  void refusesHugeNumbersQuickly() throws Exception {
    String digits = "9".repeat(1_000_000);
    assertThrows(LineException.Malformed.class, () -> PythonLiteral.parse(digits, 64));
    assertEquals(Double.POSITIVE_INFINITY, PythonLiteral.parse("1e999999999", 64).doubleValue());
    assertEquals(5, PythonLiteral.parse("5L", 64).longValue());
  }

  @Test
  void readsTheRealLinesOf2014() throws Exception {
    int count = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(RealData.file("amazon2014-format/qa_Appliances.json.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode question = PythonLiteral.parse(line, 64);
        assertEquals(10, question.get("asin").textValue().length());
        count++;
      }
    }
    assertEquals(9_011, count);
  }

  @Provide
  Arbitrary<JsonNode> trees() {
    return tree(4);
  }

  @Provide
  Arbitrary<String> scraps() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "{", "}", "[", "]", "(", ")", ",", ":", "'", "\"", "\\", "\\x", "\\u00", "\\U0001",
            "\\1", "u", "a", "1", "0", ".", "e", "-", "+", "L", "None", "True", " ", "\t", "\0",
            "\u00e9", "\ud800");
    return pieces.list().ofMaxSize(30).map(list -> String.join("", list));
  }

  private static Arbitrary<JsonNode> tree(int depth) {
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(10).map(NODES::textNode),
            Arbitraries.longs().map(PythonLiteralTest::number),
            Arbitraries.doubles().map(NODES::numberNode),
            Arbitraries.bigIntegers().map(PythonLiteralTest::number),
            Arbitraries.of(NODES.booleanNode(true), NODES.booleanNode(false), NODES.nullNode()));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<JsonNode> children = Arbitraries.lazy(() -> tree(depth - 1));
    return Arbitraries.oneOf(
        leaves,
        children.list().ofMaxSize(3).map(items -> NODES.arrayNode().addAll(items)),
        Arbitraries.maps(Arbitraries.strings().ofMaxLength(4), children)
            .ofMaxSize(3)
            .map(entries -> (ObjectNode) NODES.objectNode().setAll(entries)));
  }

  private static JsonNode number(Number value) {
    BigInteger number = new BigInteger(value.toString());
    return number.bitLength() < Long.SIZE
        ? NODES.numberNode(number.longValue())
        : NODES.numberNode(number);
  }

  /** As Python's repr does, but with all escapes spelled out at random looking places. */
  private static String print(JsonNode tree) {
    if (tree.isObject()) {
      return tree.properties().stream()
          .map(entry -> print(entry.getKey()) + ": " + print(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    } else if (tree.isArray()) {
      String open = tree.size() % 2 == 0 ? "(" : "[";
      String close = tree.size() % 2 == 0 ? ")" : "]";
      StringBuilder text = new StringBuilder(open);
      for (JsonNode item : tree) {
        text.append(print(item)).append(" ,");
      }
      return text.append(close).toString();
    } else if (tree.isTextual()) {
      return print(tree.textValue());
    } else if (tree.isBoolean()) {
      return tree.booleanValue() ? "True" : "False";
    }
    return tree.isNull() ? "None" : tree.asText();
  }

  private static String print(String text) {
    char quote = text.contains("'") ? '"' : '\'';
    StringBuilder out = new StringBuilder(text.length() % 3 == 0 ? "u" : "").append(quote);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || (c > 0x7e && c < 0x100)) {
        out.append(String.format("\\x%02x", (int) c));
      } else if (c > 0x7e && c % 2 == 0) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append(quote).toString();
  }

  private static Optional<JsonNode> parsed(String literal) {
    try {
      return Optional.of(PythonLiteral.parse(literal, 64)).map(PythonLiteralTest::plain);
    } catch (LineException.Malformed e) {
      return Optional.empty();
    }
  }

  /** Jackson has a node type of its own for small integers; the values are what counts. */
  private static JsonNode plain(JsonNode tree) {
    if (tree.isIntegralNumber()) {
      return number(tree.bigIntegerValue());
    } else if (tree.isArray()) {
      var copy = NODES.arrayNode();
      tree.forEach(item -> copy.add(plain(item)));
      return copy;
    } else if (tree.isObject()) {
      ObjectNode copy = NODES.objectNode();
      for (Map.Entry<String, JsonNode> entry : tree.properties()) {
        copy.set(entry.getKey(), plain(entry.getValue()));
      }
      return copy;
    }
    return tree;
  }
}
