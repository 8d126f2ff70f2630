package io.github.llmcsss.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where two JSON values differ, as a person reads it. */
final class JsonDifferences {
  private static final int SHOWN = 200;

  private JsonDifferences() {}

  /** Differences such as {@code settings.bestOf is 4, but was 2}; empty if there are none. */
  static List<String> between(JsonNode was, JsonNode is) {
    List<String> differences = new ArrayList<>();
    compare("", was, is, differences);
    return differences;
  }

  private static void compare(String path, JsonNode was, JsonNode is, List<String> found) {
    if (was.isObject() && is.isObject()) {
      Set<String> names = new LinkedHashSet<>();
      is.fieldNames().forEachRemaining(names::add);
      was.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(path.isEmpty() ? name : path + "." + name, was.path(name), is.path(name), found);
      }
    } else if (was.isArray() && is.isArray()) {
      for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
        compare(path + "[" + i + "]", was.path(i), is.path(i), found);
      }
    } else if (!was.equals(is)) {
      found.add(path + " is " + shown(is) + ", but was " + shown(was));
    }
  }

  private static String shown(JsonNode value) {
    String text = value.isMissingNode() ? "absent" : value.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "\u2026";
  }
}
