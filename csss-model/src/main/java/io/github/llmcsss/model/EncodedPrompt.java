package io.github.llmcsss.model;

import io.github.llmcsss.api.Role;
import java.util.Arrays;
import java.util.List;

/**
 * A prompt as tokens, and which tokens belong to which message.
 *
 * @param tokens the whole prompt, ending with the open header of the role to write; not copied
 * @param segments one for each message, header and tail included, then one for the open header;
 *     contiguous from 0 to the end, some may be empty
 */
public record EncodedPrompt(int[] tokens, List<Segment> segments) {
  /** Copies the list and checks that the segments cover the tokens in order. */
  public EncodedPrompt {
    segments = List.copyOf(segments);
    int at = 0;
    for (Segment segment : segments) {
      if (segment.start != at) {
        throw new IllegalArgumentException(
            "segments must be contiguous from 0, but was " + segments);
      }
      at = segment.end;
    }
    if (segments.isEmpty() || at != tokens.length) {
      throw new IllegalArgumentException(
          "segments must end at " + tokens.length + ", but was " + segments);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedPrompt that
        && Arrays.equals(tokens, that.tokens)
        && segments.equals(that.segments);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(tokens) + segments.hashCode();
  }

  @Override
  public String toString() {
    return "EncodedPrompt[" + tokens.length + " tokens, " + segments + "]";
  }

  /**
   * The tokens of one message.
   *
   * @param role who speaks
   * @param start index of the first token
   * @param end index after the last token
   */
  public record Segment(Role role, int start, int end) {
    /** Checks the range. */
    public Segment {
      if (!(0 <= start && start <= end)) {
        throw new IllegalArgumentException(
            "start must be in [0, end], but was " + start + " with end " + end);
      }
    }
  }
}
