package io.github.llmcsss.api;

import java.util.Optional;

/**
 * One user utterance with the system response to it, the seed query and its answer included. The
 * first turn has no response where the session was set up without {@code S_0}, the last one where
 * the shopper's words ended the session.
 *
 * @param user what the shopper says ({@code U_t}, or {@code Q0})
 * @param response the answer ({@code S_t})
 * @param label what the shopper was meant to do, where its moves are simulated
 * @param leaks whether the shopper says what it could not know, such as the name of a product that
 *     it was not told of; such turns are there only where the run keeps them
 */
public record Turn(
    String user, Optional<SystemResponse> response, Optional<MoveLabel> label, boolean leaks) {
  /** A turn that leaks nothing. */
  public Turn(String user, Optional<SystemResponse> response, Optional<MoveLabel> label) {
    this(user, response, label, false);
  }

  /** A turn of which no move is known. */
  public Turn(String user, Optional<SystemResponse> response) {
    this(user, response, Optional.empty(), false);
  }

  /** This turn with a label. */
  public Turn labelled(MoveLabel value) {
    return new Turn(user, response, Optional.of(value), leaks);
  }
}
