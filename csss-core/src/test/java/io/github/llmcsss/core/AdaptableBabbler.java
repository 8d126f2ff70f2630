package io.github.llmcsss.core;

import io.github.llmcsss.api.AdaptableGenerator;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Babbles, and ends every text with a word that it has learned: the content of the file {@code
 * word} in an adapter. Tokens are the characters of prompt and text.
 */
final class AdaptableBabbler implements AdaptableGenerator {
  /** The prompt of every generation, by the identity of its tokens. */
  final Map<Generation, Prompt> prompts = new ConcurrentHashMap<>();

  final Set<String> conversations = ConcurrentHashMap.newKeySet();
  final AtomicInteger open = new AtomicInteger();

  private final UnaryOperator<String> change;

  AdaptableBabbler() {
    this(UnaryOperator.identity());
  }

  /** A generator whose texts are changed by a function. */
  AdaptableBabbler(UnaryOperator<String> change) {
    this.change = change;
  }

  static Path adapter(Path directory, String word) throws IOException {
    Files.writeString(Files.createDirectories(directory).resolve("word"), word);
    return directory;
  }

  @Override
  public Generator withAdapter(Path adapter) throws IOException {
    String word = Files.readString(adapter.resolve("word"));
    open.incrementAndGet();
    return new Generator() {
      @Override
      public CompletableFuture<Generation> generate(GenerationRequest request) {
        return write(request, word);
      }

      @Override
      public void release(String conversation) {
        conversations.remove(conversation);
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  @Override
  public CompletableFuture<Generation> generate(GenerationRequest request) {
    return write(request, "nothing");
  }

  private CompletableFuture<Generation> write(GenerationRequest request, String word) {
    request.conversation().ifPresent(conversations::add);
    Generation babble = BabblingGenerator.write(request);
    String text;
    try {
      text = change.apply(babble.text() + " " + word);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    boolean cut = text.length() > request.sampling().maximumTokens();
    String said = cut ? text.substring(0, request.sampling().maximumTokens()) : text;
    int[] tokens = said.chars().toArray();
    Generation written =
        new Generation(
            said,
            cut ? FinishReason.MAXIMUM_TOKENS : FinishReason.END_OF_TURN,
            request.prompt().toString().chars().toArray(),
            tokens,
            new float[tokens.length],
            new float[tokens.length],
            babble.usage());
    prompts.put(written, request.prompt());
    return CompletableFuture.completedFuture(written);
  }

  @Override
  public void close() {}
}
