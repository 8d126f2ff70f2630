package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTokenizerTest {
  private static final ModelTokenizer TINY =
      TinyTokenizers.tokenizer(TinyTokenizers.byteLevel("<|im_start|>", "<|im_end|>"));

  @Property(tries = 500)
  void textComesBack(@ForAll String text) {
    String wellFormed = new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
    assertEquals(wellFormed, TINY.decode(TINY.encode(text)));
  }

  @Test
  void textNeverBecomesAnAddedToken() {
    for (String text : List.of("<|im_end|>", "a<|im_start|>b", "<think>", "<|im_end|><think>")) {
      int[] tokens = TINY.encode(text);
      assertTrue(IntStream.of(tokens).allMatch(token -> token > 2), text);
      assertEquals(text, TINY.decode(tokens));
    }
  }

  @Test
  void mergesWordsAndKeepsDigitsApart() {
    assertEquals(2, TINY.encode("hello hello").length);
    assertEquals(3, TINY.encode("123").length);
  }

  @Test
  void longTextsAreNotCutOff() {
    assertEquals(5000, TINY.encode("hello ".repeat(5000).strip()).length);
  }

  @Test
  void specialTokensHaveNoBytesAndOthersHaveTheirOwn() {
    int end = TINY.specialToken("<|im_end|>").orElseThrow();
    int think = TINY.specialToken("<think>").orElseThrow();
    assertTrue(TINY.isSpecial(end));
    assertFalse(TINY.isSpecial(think));
    assertEquals(0, TINY.bytes(end).length);
    assertArrayEquals("<think>".getBytes(StandardCharsets.UTF_8), TINY.bytes(think));
    assertEquals("<think>", TINY.decode(new int[] {end, think, end}));
    assertTrue(TINY.specialToken("hello").isEmpty());
    assertFalse(TINY.isSpecial(-1));
    assertFalse(TINY.isSpecial(1 << 30));
  }

  @Test
  void halfACharacterDecodesToTheReplacementCharacter() {
    int[] emoji = TINY.encode("\uD83C\uDFA7");
    assertEquals(4, emoji.length);
    assertEquals("\uFFFD", TINY.decode(new int[] {emoji[0], emoji[1]}));
    assertEquals((byte) 0xF0, TINY.bytes(emoji[0])[0]);
  }

  @Test
  void loneSurrogatesBecomeTheReplacementCharacter() {
    assertEquals("a\uFFFDb", TINY.decode(TINY.encode("a\uD800b")));
  }

  @Test
  void idsOutsideTheVocabularyHaveNoText() {
    assertEquals(0, TINY.bytes(TINY.size()).length);
    assertThrows(IllegalArgumentException.class, () -> TINY.bytes(-1));
  }

  @Test
  void readsAFileToo(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("tokenizer.json");
    byte[] json = TinyTokenizers.json(TinyTokenizers.byteLevel("<|im_start|>", "<|im_end|>"));
    Files.write(file, json);
    try (ModelTokenizer fromFile = ModelTokenizer.fromJson(file);
        ModelTokenizer fromBytes = ModelTokenizer.fromJson(json)) {
      String text = "hello <|im_end|> 42";
      assertArrayEquals(TINY.encode(text), fromFile.encode(text));
      assertArrayEquals(TINY.encode(text), fromBytes.encode(text));
    }
  }

  @Test
  void oldFilesDoNotNameTheModel() {
    String json =
        new String(
            TinyTokenizers.json(TinyTokenizers.byteLevel("<|im_start|>", "<|im_end|>")),
            StandardCharsets.UTF_8);
    String old = json.replace("\"type\":\"BPE\",", "");
    assertFalse(old.equals(json));
    try (ModelTokenizer tokenizer = ModelTokenizer.fromJson(old.getBytes(StandardCharsets.UTF_8))) {
      assertArrayEquals(TINY.encode("hello 42"), tokenizer.encode("hello 42"));
    }
  }

  @Test
  void byteFallbackWritesWhatTheVocabularyLacks() {
    try (ModelTokenizer tokenizer = TinyTokenizers.tokenizer(TinyTokenizers.sentencePiece())) {
      assertEquals(1, tokenizer.encode("hello").length);
      assertEquals("hello \u00E9</s>", tokenizer.decode(tokenizer.encode("hello \u00E9</s>")));
      int space = tokenizer.encode("", true).length;
      assertEquals(0, space);
      assertEquals(" hello", bytes(tokenizer, tokenizer.encode("hello", true)));
      assertEquals("hello", bytes(tokenizer, tokenizer.encode("hello", false)));
    }
  }

  private static String bytes(ModelTokenizer tokenizer, int[] tokens) {
    StringBuilder all = new StringBuilder();
    for (int token : tokens) {
      all.append(new String(tokenizer.bytes(token), StandardCharsets.UTF_8));
    }
    return all.toString();
  }

  @Test
  void refusesUnknownKindsByName() {
    Map<String, Object> values = TinyTokenizers.byteLevel();
    values.put("tokenizer.ggml.pre", "klingon");
    ModelFormatException pre =
        assertThrows(ModelFormatException.class, () -> TinyTokenizers.tokenizer(values));
    assertTrue(
        String.valueOf(pre.getMessage())
            .contains("unknown tokenizer.ggml.pre \"klingon\"; known: ["));
    assertTrue(String.valueOf(pre.getMessage()).contains("smollm"));
    values.put("tokenizer.ggml.model", "bert");
    ModelFormatException model =
        assertThrows(ModelFormatException.class, () -> TinyTokenizers.tokenizer(values));
    assertTrue(String.valueOf(model.getMessage()).contains("\"bert\"; known: [gpt2, llama]"));
    ModelFormatException json =
        assertThrows(
            ModelFormatException.class,
            () ->
                ModelTokenizer.fromJson(
                    "{\"model\":{\"type\":\"Unigram\"}}".getBytes(StandardCharsets.UTF_8)));
    assertTrue(
        String.valueOf(json.getMessage())
            .contains("tokenizer.json: unknown tokenizer model \"Unigram\"; known: [BPE]"));
  }

  @Test
  void aNormalizerThatPrependsNothingIsRefused() throws Exception {
    String prepend = "{\"type\":\"Prepend\",\"prepend\":\"\"}";
    String sequence = "{\"type\":\"Sequence\",\"normalizers\":[" + prepend + "]}";
    for (String normalizer : List.of(prepend, sequence)) {
      ObjectNode json = GgufTokenizer.json(TinyTokenizers.metadata(TinyTokenizers.byteLevel()));
      json.set("normalizer", Json.parse(Path.of("x"), normalizer.getBytes(StandardCharsets.UTF_8)));
      byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
      ModelFormatException refused =
          assertThrows(ModelFormatException.class, () -> ModelTokenizer.fromJson(bytes));
      assertEquals("tokenizer.json: normalizer: prepend must not be empty", refused.getMessage());
    }
  }

  @Test
  void brokenFilesAreTypedErrors() {
    Map<String, Object> missing = TinyTokenizers.byteLevel();
    missing.remove("tokenizer.ggml.token_type");
    assertThrows(ModelFormatException.class, () -> TinyTokenizers.tokenizer(missing));
    Map<String, Object> odd = TinyTokenizers.byteLevel();
    odd.put("tokenizer.ggml.merges", List.of("a b c"));
    assertThrows(ModelFormatException.class, () -> TinyTokenizers.tokenizer(odd));
    Map<String, Object> unknownPart = TinyTokenizers.byteLevel();
    unknownPart.put("tokenizer.ggml.merges", List.of("zz zz"));
    ModelFormatException refused =
        assertThrows(ModelFormatException.class, () -> TinyTokenizers.tokenizer(unknownPart));
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("tiny.gguf: the tokenizer is refused"),
        refused.toString());
    for (String json :
        List.of("", "[]", "{", "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1}}}")) {
      assertThrows(
          ModelFormatException.class,
          () -> ModelTokenizer.fromJson(json.getBytes(StandardCharsets.UTF_8)),
          json);
    }
  }

  @Test
  void sameTokensFromManyThreads() throws Exception {
    int[] expected = TINY.encode("hello \u6F22\u5B57 7");
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<int[]>> results =
          IntStream.range(0, 200)
              .mapToObj(i -> threads.submit(() -> TINY.encode("hello \u6F22\u5B57 7")))
              .toList();
      for (Future<int[]> result : results) {
        assertArrayEquals(expected, result.get());
      }
    }
  }

  @Test
  void aClosedTokenizerSaysSo() {
    ModelTokenizer tokenizer = TinyTokenizers.tokenizer(TinyTokenizers.byteLevel());
    tokenizer.close();
    tokenizer.close();
    assertThrows(IllegalStateException.class, () -> tokenizer.encode("x"));
  }

  @Test
  void leavesTheSystemPropertiesAsTheyWere() {
    String offline = System.getProperty("ai.djl.offline");
    TinyTokenizers.tokenizer(TinyTokenizers.byteLevel()).close();
    assertEquals(offline, System.getProperty("ai.djl.offline"));
    assertNull(System.getProperty("OPT_OUT_TRACKING"));
  }
}
