package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Broken tokenizers and chat templates give an error that names the file, or are used; nothing else
 * happens.
 */
class HostileTokenizersTest {
  private static final String TEXT = " hello <|im_end|> 42\n\uD83C\uDFA7 ";
  private static final Prompt PROMPT =
      new Prompt(List.of(new Message(Role.USER, TEXT)), Role.ASSISTANT);
  private static final ModelTokenizer TINY =
      TinyTokenizers.tokenizer(TinyTokenizers.byteLevel("<|im_start|>", "<|im_end|>"));
  private static Path scratch = Path.of("");

  @BeforeContainer
  static void createScratch() throws Exception {
    scratch = Files.createTempDirectory("hostile");
    Path model = TestFiles.tinyDirectory("llama", scratch.resolve("model"));
    Files.copy(model.resolve("tokenizer_config.json"), scratch.resolve("valid.json"));
  }

  @AfterContainer
  static void deleteScratch() throws IOException {
    MoreFiles.deleteRecursively(scratch, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  @Property(tries = 3000, seed = "3")
  void tokenizersOfAnotherShapeNeverCrash(@ForAll long seed, @ForAll boolean sentencePiece)
      throws Exception {
    Path file = scratch.resolve("tokenizer.json");
    ObjectNode valid =
        GgufTokenizer.json(
            TinyTokenizers.metadata(
                sentencePiece
                    ? TinyTokenizers.sentencePiece()
                    : TinyTokenizers.byteLevel("<|im_start|>", "<|im_end|>")));
    Mutations.replace(file, Json.MAPPER.writeValueAsBytes(Mutations.mutate(valid, seed)));
    openTokenizer(file);
  }

  @Property(tries = 3000, seed = "6")
  void sentenceTokenizersOfAnotherShapeNeverCrash(@ForAll long seed) throws Exception {
    byte[] mutated = Json.MAPPER.writeValueAsBytes(Mutations.mutate(wordPiece(), seed));
    try (SentenceTokenizer tokenizer = SentenceTokenizer.fromJson(mutated)) {
      tokenizer.encode(TEXT, 12);
    } catch (CsssException e) {
      assertTrue(TestFiles.message(e).startsWith("tokenizer.json"), e.getMessage());
    }
  }

  private static ObjectNode wordPiece() throws IOException {
    return (ObjectNode)
        Json.MAPPER.readTree(
            """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [{"id": 0, "content": "[UNK]", "special": true}],
             "normalizer": {"type": "BertNormalizer", "clean_text": true,
              "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": null,
             "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
             "model": {"type": "WordPiece", "unk_token": "[UNK]",
              "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
              "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "hel": 3, "##lo": 4, "4": 5}}}
            """);
  }

  private static void openTokenizer(Path file) throws IOException {
    try (ModelTokenizer tokenizer = ModelTokenizer.fromJson(file)) {
      use(tokenizer);
    } catch (CsssException e) {
      assertNames(file, e);
    }
  }

  @Property(tries = 1000, seed = "4")
  void mutatedTokenizerConfigurationsNeverCrash(
      @ForAll long seed, @ForAll @IntRange(max = 4) int kind) throws Exception {
    Path model = scratch.resolve("model");
    Path file = model.resolve("tokenizer_config.json");
    byte[] valid = Files.readAllBytes(scratch.resolve("valid.json"));
    Mutations.replace(file, Mutations.mutate(valid, seed, kind, valid.length));
    openChatFormat(model);
  }

  @Property(tries = 500, seed = "5")
  void tokenizerConfigurationsOfAnotherShapeNeverCrash(@ForAll long seed) throws Exception {
    Path model = scratch.resolve("model");
    Path file = model.resolve("tokenizer_config.json");
    ObjectNode valid = (ObjectNode) Json.read(scratch.resolve("valid.json"));
    Mutations.replace(file, Json.MAPPER.writeValueAsBytes(Mutations.mutate(valid, seed)));
    openChatFormat(model);
  }

  @Example
  void templatesBeyondAnyStackAreRefused() throws Exception {
    Path model = scratch.resolve("model");
    Files.copy(
        scratch.resolve("valid.json"),
        model.resolve("tokenizer_config.json"),
        StandardCopyOption.REPLACE_EXISTING);
    Path file = model.resolve("chat_template.jinja");
    int depth = 100_000;
    for (String template :
        List.of(
            "{{ " + "(".repeat(depth) + "1" + ")".repeat(depth) + " }}",
            "{{ " + "[".repeat(depth) + "1" + "]".repeat(depth) + " }}",
            "{{ " + "not ".repeat(depth) + "1 }}",
            "{{ 1" + " + 1".repeat(depth) + " }}",
            "{{ x" + "|trim".repeat(depth) + " }}",
            "{{ x" + ".y".repeat(depth) + " }}",
            "{{ " + "'".repeat(depth + 1) + " }}",
            "{% if true %}".repeat(depth) + "{% endif %}".repeat(depth),
            "{% for x in messages %}".repeat(40) + "x" + "{% endfor %}".repeat(40),
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "{".repeat(depth),
            "{% set x = 'x' * 1000000000 %}{{ x }}")) {
      Files.writeString(file, template);
      CsssException e =
          assertThrows(
              CsssException.class,
              () -> ChatFormat.fromDirectory(model, TINY),
              Ascii.truncate(template, 40, "..."));
      assertNames(file, e);
    }
    Files.delete(file);
  }

  private static void openChatFormat(Path model) throws IOException {
    try {
      ChatFormat.fromDirectory(model, TINY).encode(PROMPT);
    } catch (CsssException e) {
      assertNames(model, e);
    }
  }

  private static void use(ModelTokenizer tokenizer) {
    int[] tokens = tokenizer.encode(TEXT);
    tokenizer.decode(tokens);
    tokenizer.encode(TEXT, true);
  }

  private static void assertNames(Path file, CsssException e) {
    assertTrue(TestFiles.message(e).contains(file.toString()), e.getMessage());
  }
}
