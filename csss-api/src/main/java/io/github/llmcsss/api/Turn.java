package io.github.llmcsss.api;

import java.util.Optional;

/**
 * One user utterance with the system response to it, the seed query and its answer included. The
 * first turn has no response where the session was set up without {@code S_0}, the last one where
 * the shopper's words ended the session.
 *
 * @param user what the shopper says ({@code U_t}, or {@code Q0})
 * @param response the answer ({@code S_t})
 */
public record Turn(String user, Optional<SystemResponse> response) {}
