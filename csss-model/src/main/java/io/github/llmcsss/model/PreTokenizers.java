package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How text is cut into words before byte-pair merging, for the names that GGUF files give it. The
 * patterns are those of the models' own {@code tokenizer.json}.
 */
final class PreTokenizers {
  private static final String CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|";
  private static final String REST =
      "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String LLAMA_3 =
      CONTRACTION + "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}" + REST;
  private static final String QWEN_2 = CONTRACTION + "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}" + REST;
  private static final String TEKKEN =
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+"
          + "|\\s+(?!\\S)|\\s+";

  /** An empty pattern stands for GPT-2's own, a single digit for that with digits one by one. */
  private static final Map<String, String> PATTERNS =
      ImmutableMap.<String, String>builder()
          .put("gpt-2", "")
          .put("smollm", "0")
          .put("starcoder", "0")
          .put("refact", "0")
          .put("command-r", "0")
          .put("llama-bpe", LLAMA_3)
          .put("llama3", LLAMA_3)
          .put("llama-v3", LLAMA_3)
          .put("smaug-bpe", LLAMA_3)
          .put("qwen2", QWEN_2)
          .put("deepseek-r1-qwen", QWEN_2)
          .put("tekken", TEKKEN)
          .build();

  private PreTokenizers() {}

  static ObjectNode of(String name) {
    String pattern = PATTERNS.get(name);
    if (pattern == null) {
      throw new IllegalArgumentException(
          "unknown tokenizer.ggml.pre \""
              + name
              + "\"; known: "
              + new TreeSet<>(PATTERNS.keySet()));
    }
    ObjectNode bytes = step("ByteLevel");
    bytes.put("add_prefix_space", false).put("trim_offsets", true);
    bytes.put("use_regex", pattern.length() < 2);
    return switch (pattern) {
      case "" -> sequence(List.of(bytes));
      case "0" -> sequence(List.of(step("Digits").put("individual_digits", true), bytes));
      default -> {
        ObjectNode split = step("Split");
        split.putObject("pattern").put("Regex", pattern);
        split.put("behavior", "Isolated").put("invert", false);
        yield sequence(List.of(split, bytes));
      }
    };
  }

  /** Whether a whole word that is a token is taken without merging, as these models do. */
  static boolean takesWholeWords(String name) {
    return LLAMA_3.equals(PATTERNS.get(name)) || TEKKEN.equals(PATTERNS.get(name));
  }

  private static ObjectNode step(String type) {
    return Json.MAPPER.createObjectNode().put("type", type);
  }

  private static ObjectNode sequence(List<? extends JsonNode> steps) {
    ObjectNode sequence = step("Sequence");
    ArrayNode list = sequence.putArray("pretokenizers");
    steps.forEach(list::add);
    return sequence;
  }
}
