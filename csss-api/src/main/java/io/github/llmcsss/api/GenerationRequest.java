package io.github.llmcsss.api;

import java.util.Optional;

/**
 * One text to write.
 *
 * @param prompt what to continue
 * @param sampling how tokens are drawn
 * @param seed the only source of randomness: same prompt, sampling and seed, same text, whatever
 *     else the generator is doing
 * @param conversation a key under which the generator may keep what it computed for this
 *     conversation, until {@link Generator#release}; it changes speed, never text
 */
public record GenerationRequest(
    Prompt prompt, Sampling sampling, long seed, Optional<String> conversation) {

  /** A request that belongs to no conversation. */
  public static GenerationRequest of(Prompt prompt, Sampling sampling, long seed) {
    return new GenerationRequest(prompt, sampling, seed, Optional.empty());
  }

  /** The same request as part of a conversation. */
  public GenerationRequest inConversation(String key) {
    return new GenerationRequest(prompt, sampling, seed, Optional.of(key));
  }
}
