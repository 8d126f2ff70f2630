package io.github.llmcsss.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Parses what Python's {@code repr} writes for dict, list, tuple, str, int, float, bool and None
 * (the notation of the files of 2014), to the tree that the same data in JSON would give. Keys are
 * strings, tuples become arrays, {@code u''} and the {@code L} of Python 2 are understood.
 */
final class PythonLiteral {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final PythonScanner in;
  private final int maximumDepth;

  private PythonLiteral(String text, int maximumDepth) {
    this.in = new PythonScanner(text);
    this.maximumDepth = maximumDepth;
  }

  static JsonNode parse(String text, int maximumDepth) throws LineException.Malformed {
    PythonLiteral parser = new PythonLiteral(text, maximumDepth);
    JsonNode value = parser.value(0);
    parser.in.expectEnd();
    return value;
  }

  private JsonNode value(int depth) throws LineException.Malformed {
    if (depth > maximumDepth) {
      throw in.error("nested deeper than " + maximumDepth);
    }
    return switch (in.peek()) {
      case '{' -> dict(depth);
      case '[' -> list(depth, ']');
      case '(' -> list(depth, ')');
      case '\'', '"' -> NODES.textNode(in.string());
      case '+', '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> in.number();
      default -> word();
    };
  }

  private JsonNode word() throws LineException.Malformed {
    if (in.acceptWord("True")) {
      return NODES.booleanNode(true);
    } else if (in.acceptWord("False")) {
      return NODES.booleanNode(false);
    } else if (in.acceptWord("None")) {
      return NODES.nullNode();
    }
    return NODES.textNode(in.prefixedString());
  }

  private ObjectNode dict(int depth) throws LineException.Malformed {
    ObjectNode dict = NODES.objectNode();
    in.expect('{');
    while (!in.accept('}')) {
      JsonNode key = value(depth + 1);
      if (!key.isTextual()) {
        throw in.error("a key that is no string");
      }
      in.expect(':');
      dict.set(key.textValue(), value(depth + 1));
      if (!in.accept(',')) {
        in.expect('}');
        break;
      }
    }
    return dict;
  }

  /** A list, a tuple, or a value in parentheses. */
  private JsonNode list(int depth, char close) throws LineException.Malformed {
    ArrayNode list = NODES.arrayNode();
    in.skip();
    while (!in.accept(close)) {
      list.add(value(depth + 1));
      if (!in.accept(',')) {
        in.expect(close);
        return close == ')' && list.size() == 1 ? list.get(0) : list;
      }
    }
    return list;
  }
}
