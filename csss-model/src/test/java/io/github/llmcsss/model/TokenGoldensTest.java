package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids equal those of `tokenizers` and llama.cpp; see make_token_goldens.py. */
class TokenGoldensTest {
  private static final ModelTokenizer DEFAULT = defaultTokenizer();

  private static ModelTokenizer defaultTokenizer() {
    try {
      return ModelTokenizer.fromJson(Goldens.unpacked("default-tokenizer.json.gz"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertSameIds(
      ModelTokenizer tokenizer, List<String> texts, JsonNode expected) {
    List<String> different = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      if (!Arrays.equals(Goldens.integers(expected.get(i)), tokenizer.encode(texts.get(i)))) {
        different.add(texts.get(i));
      }
    }
    assertEquals(List.of(), different);
  }

  @Test
  void theDefaultModelsIdsAreThoseOfTheReferences() throws IOException {
    List<String> texts = Goldens.strings(Goldens.json("token-texts.json.gz"));
    assertTrue(texts.size() >= 2000, "only " + texts.size());
    assertSameIds(DEFAULT, texts, Goldens.json("token-ids.json.gz"));
    assertEquals(49_152, DEFAULT.size());
    assertEquals(2, DEFAULT.specialToken("<|im_end|>").orElseThrow());
  }

  @Test
  void theGgufFileGivesTheSameIdsAndTokens() throws IOException {
    Path file = DefaultModel.file();
    try (ModelTokenizer fromGguf = ModelTokenizer.of(GgufFile.read(file).metadata())) {
      List<String> texts = Goldens.strings(Goldens.json("token-texts.json.gz"));
      assertSameIds(fromGguf, texts, Goldens.json("token-ids.json.gz"));
      assertEquals(DEFAULT.addedTokens(), fromGguf.addedTokens());
      for (int token = 0; token < DEFAULT.size(); token++) {
        assertTrue(Arrays.equals(DEFAULT.bytes(token), fromGguf.bytes(token)), "" + token);
      }
    }
  }

  @Test
  void tokensDecodeToTheTextTheyCameFrom() throws IOException {
    // The default vocabulary has no token for these bytes: what needs them is left out.
    String missing = "\u0004\u0006\u0013\u0014\u0016\u001D";
    int whole = 0;
    for (String text : Goldens.strings(Goldens.json("token-texts.json.gz"))) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      boolean expressible =
          text.chars().noneMatch(c -> missing.indexOf(c) >= 0)
              && !contains(bytes, 0xF1)
              && !contains(bytes, 0xF2);
      if (expressible) {
        assertEquals(text, DEFAULT.decode(DEFAULT.encode(text)));
        whole++;
      }
    }
    assertTrue(whole > 2500, "only " + whole);
  }

  private static boolean contains(byte[] bytes, int value) {
    for (byte b : bytes) {
      if ((b & 0xFF) == value) {
        return true;
      }
    }
    return false;
  }

  static Stream<String> kinds() throws IOException {
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> kind :
        Goldens.json("pre-tokenizers.json.gz").path("kinds").properties()) {
      all.add(kind.getKey());
      all.addAll(Goldens.strings(kind.getValue()));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyPreTokenizerCutsAsTheReferencesDo(String kind) throws IOException {
    JsonNode golden = Goldens.json("pre-tokenizers.json.gz");
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> tokens = Goldens.strings(golden.path("tokens"));
    values.put("tokenizer.ggml.model", "gpt2");
    values.put("tokenizer.ggml.pre", kind);
    values.put("tokenizer.ggml.tokens", tokens);
    values.put("tokenizer.ggml.token_type", tokens.stream().map(token -> 1L).toList());
    values.put("tokenizer.ggml.merges", Goldens.strings(golden.path("merges")));
    JsonNode ids = golden.path("ids").path(kind);
    for (Map.Entry<String, JsonNode> other : golden.path("kinds").properties()) {
      if (Goldens.strings(other.getValue()).contains(kind)) {
        ids = golden.path("ids").path(other.getKey());
      }
    }
    List<String> texts = Goldens.strings(golden.path("texts"));
    try (ModelTokenizer tokenizer = TinyTokenizers.tokenizer(values)) {
      List<String> compared = new ArrayList<>();
      List<JsonNode> expected = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        // Qwen's own tokenizer.json composes characters first, which llama.cpp leaves out.
        boolean composed = Normalizer.isNormalized(texts.get(i), Normalizer.Form.NFC);
        if (composed || !(kind.equals("qwen2") || kind.equals("deepseek-r1-qwen"))) {
          compared.add(texts.get(i));
          expected.add(ids.get(i));
        }
      }
      assertTrue(compared.size() > 600, "only " + compared.size());
      assertSameIds(tokenizer, compared, Json.MAPPER.createArrayNode().addAll(expected));
    }
  }
}
