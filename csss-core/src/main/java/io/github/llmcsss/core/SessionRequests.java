package io.github.llmcsss.core;

import com.google.common.hash.Hashing;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.core.internal.Generations;
import io.github.llmcsss.core.internal.RunSeed;
import io.github.llmcsss.core.run.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** The requests of one session to the generator: seeds, conversation keys and what they cost. */
final class SessionRequests implements AutoCloseable {
  private final Generator generator;
  private final RunSeed seed;
  private final String sessionId;
  private final Set<String> conversations = new TreeSet<>();
  private long promptTokens;
  private long generatedTokens;

  SessionRequests(Generator generator, RunSeed seed, String sessionId) {
    this.generator = generator;
    this.seed = seed;
    this.sessionId = sessionId;
  }

  /** Writes candidates for one text, all in flight together, with attempts from the first on. */
  List<Generation> write(
      Prompt prompt, Sampling sampling, int turn, String purpose, int firstAttempt, int candidates)
      throws InterruptedException {
    String conversation = conversation(prompt);
    conversations.add(conversation);
    List<CompletableFuture<Generation>> futures = new ArrayList<>();
    for (int i = 0; i < candidates; i++) {
      long drawn = seed.derive(sessionId, turn, purpose, firstAttempt + i);
      GenerationRequest request = GenerationRequest.of(prompt, sampling, drawn);
      futures.add(generator.generate(request.inConversation(conversation)));
    }
    List<Generation> generations = Generations.await(futures);
    for (Generation generation : generations) {
      promptTokens += generation.usage().promptTokens();
      generatedTokens += generation.usage().generatedTokens();
    }
    return generations;
  }

  Verdict.Tokens tokens() {
    return new Verdict.Tokens(promptTokens, generatedTokens);
  }

  /**
   * Prompts that begin with the same message share a conversation: in a transcript both sides do,
   * while an instructed shopper and the assistant have a prefix each.
   */
  private String conversation(Prompt prompt) {
    String first = prompt.messages().isEmpty() ? "" : prompt.messages().getFirst().text();
    return sessionId + "/" + Hashing.sha256().hashString(first, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    conversations.forEach(generator::release);
  }
}
