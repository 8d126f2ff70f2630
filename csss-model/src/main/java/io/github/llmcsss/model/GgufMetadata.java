package io.github.llmcsss.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The key-value part of a GGUF file. Values are {@link Long} (all integers), {@link Double}, {@link
 * Boolean}, {@link String} or a {@link List} of these.
 *
 * @param file for messages
 * @param values by key
 */
record GgufMetadata(Path file, Map<String, Object> values) {
  GgufMetadata {
    values = Map.copyOf(values);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Optional<String> string(String key) {
    return value(key, String.class);
  }

  Optional<Double> number(String key) {
    Object value = values.get(key);
    return value instanceof Long whole ? Optional.of((double) whole) : value(key, Double.class);
  }

  Optional<Boolean> flag(String key) {
    return value(key, Boolean.class);
  }

  Optional<Integer> integer(String key) {
    return value(key, Long.class)
        .map(value -> {
          if (value < 0 || value > Integer.MAX_VALUE) {
            throw new ModelFormatException(file, key + " must be in [0, 2^31), but was " + value);
          }
          return value.intValue();
        });
  }

  /** Strings of an array; empty if the key is absent. */
  List<String> strings(String key) {
    return list(key, String.class);
  }

  /** Integers of an array; empty if the key is absent. */
  List<Long> integers(String key) {
    return list(key, Long.class);
  }

  /** Numbers of an array; empty if the key is absent. */
  List<Double> numbers(String key) {
    return list(key, Double.class);
  }

  int requiredInteger(String key) {
    return integer(key).orElseThrow(() -> missing(key));
  }

  String requiredString(String key) {
    return string(key).orElseThrow(() -> missing(key));
  }

  ModelFormatException missing(String key) {
    return new ModelFormatException(file, "metadata key \"" + key + "\" is missing");
  }

  private <T> Optional<T> value(String key, Class<T> type) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw wrongType(key, type.getSimpleName());
    }
    return Optional.of(type.cast(value));
  }

  private <T> List<T> list(String key, Class<T> type) {
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw wrongType(key, "array of " + type.getSimpleName());
    }
    for (Object element : list) {
      if (!type.isInstance(element)) {
        throw wrongType(key, "array of " + type.getSimpleName());
      }
    }
    return list.stream().map(type::cast).toList();
  }

  private ModelFormatException wrongType(String key, String expected) {
    return new ModelFormatException(
        file, "metadata key \"" + key + "\" must be of type " + expected);
  }
}
