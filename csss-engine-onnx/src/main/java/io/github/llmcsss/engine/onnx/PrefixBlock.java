package io.github.llmcsss.engine.onnx;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys and values of a few consecutive positions, whose values depend on the tokens of this
 * block and of all blocks above it. Part of the tree of a {@link PrefixCache}.
 */
final class PrefixBlock {
  final @Nullable PrefixBlock parent;
  final IntBuffer tokens;
  final ByteBuffer bytes;
  final int depth;
  final Map<IntBuffer, PrefixBlock> children = new HashMap<>();

  /** Conversations whose transcript goes through here. */
  final Set<String> owners = new HashSet<>();

  /** Part of a system message: outlives its conversations. */
  boolean shared;

  /** Time of the last use, in uses. */
  long lastUse;

  PrefixBlock(@Nullable PrefixBlock parent, IntBuffer tokens, ByteBuffer bytes) {
    this.parent = parent;
    this.tokens = tokens;
    this.bytes = bytes;
    this.depth = parent == null ? 0 : parent.depth + 1;
  }

  /** Whether nobody needs it: no conversation, no system message, no block below. */
  boolean isUnused() {
    return owners.isEmpty() && !shared && children.isEmpty();
  }
}
