package io.github.llmcsss.engine.onnx;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of prompts that were computed before, in blocks of {@value #BLOCK} positions: a
 * tree, whose paths from the root are token sequences. Prompts that begin with the same tokens
 * share blocks, so that a system message is there once, and a conversation's transcript grows.
 * Every adapter has a tree of its own.
 *
 * <p>Only positions of prompts are kept, never those of answers: these attended to documents that
 * the next prompt does not have, and they were computed one token at a time, which differs in the
 * last bits. A prompt's positions have the same bits whatever chunks they were computed in, so
 * taking them from here changes no text.
 *
 * <p>Bounded; the least recently used ends of branches go first. Not thread-safe.
 */
final class PrefixCache {
  /** Positions of a block. */
  static final int BLOCK = 16;

  private final PrefixBlock root = root();

  /** Those of adapters. */
  private final Map<AdapterWeights, PrefixBlock> roots = new HashMap<>();

  /** The least recently used first. */
  private final Map<String, Set<PrefixBlock>> conversations = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<PrefixBlock> blocks = new HashSet<>();
  private final Deque<ByteBuffer> free = new ArrayDeque<>();
  private final int blockBytes;
  private final long maximumBlocks;
  private long uses;

  /**
   * An empty cache.
   *
   * @param bytesPerPosition size of keys and values of one position over all layers
   * @param memory in bytes, never exceeded; too little for a block turns the cache off
   */
  PrefixCache(long bytesPerPosition, long memory) {
    this.blockBytes = Math.toIntExact(BLOCK * bytesPerPosition);
    this.maximumBlocks = memory / blockBytes;
  }

  /** How many conversations hold blocks. */
  int conversations() {
    return conversations.size();
  }

  /** How many blocks are kept. */
  int size() {
    return blocks.size();
  }

  /**
   * Copies the longest known beginning of a prompt into a row.
   *
   * @param adapter that computes the prompt; null for the model alone
   * @return how many positions; at least two of the prompt's are always left to compute, as a chunk
   *     of one token would differ in the last bits
   */
  int restore(@Nullable AdapterWeights adapter, int[] prompt, KeyValueCache cache, int row) {
    PrefixBlock block = root(adapter);
    int position = 0;
    while (position + BLOCK + 2 <= prompt.length) {
      PrefixBlock next = block.children.get(IntBuffer.wrap(prompt, position, BLOCK));
      if (next == null) {
        break;
      }
      cache.write(row, position, BLOCK, next.bytes);
      next.lastUse = ++uses;
      block = next;
      position += BLOCK;
    }
    return position;
  }

  /**
   * Keeps a prompt that a row holds.
   *
   * @param adapter that computed it; null for the model alone
   * @param systemEnd blocks before this position stay when the conversation is over
   */
  void store(
      @Nullable AdapterWeights adapter,
      int[] prompt,
      int systemEnd,
      String conversation,
      KeyValueCache cache,
      int row) {
    Set<PrefixBlock> owned = conversations.computeIfAbsent(conversation, key -> new HashSet<>());
    PrefixBlock block = root(adapter);
    for (int position = 0; position + BLOCK <= prompt.length; position += BLOCK) {
      PrefixBlock next = block.children.get(IntBuffer.wrap(prompt, position, BLOCK));
      if (next == null) {
        ByteBuffer bytes = allocate(block);
        if (bytes == null) {
          break;
        }
        cache.read(row, position, BLOCK, bytes);
        int[] tokens = new int[BLOCK];
        System.arraycopy(prompt, position, tokens, 0, BLOCK);
        next = new PrefixBlock(block, IntBuffer.wrap(tokens), bytes);
        block.children.put(next.tokens, next);
        blocks.add(next);
      }
      next.lastUse = ++uses;
      if (next.owners.add(conversation)) {
        owned.add(next);
      }
      // What two conversations begin with, others will: a system message, examples.
      next.shared |= position + BLOCK <= systemEnd || next.owners.size() > 1;
      block = next;
    }
    if (owned.isEmpty()) {
      conversations.remove(conversation);
    } else if (conversations.size() > maximumBlocks) {
      // Those that nobody ever releases: a block that all share would go on to remember them.
      release(conversations.keySet().iterator().next());
    }
  }

  /** Drops what a conversation alone holds after its first {@code kept} positions. */
  void trim(String conversation, int kept) {
    Set<PrefixBlock> owned = conversations.get(conversation);
    if (owned == null) {
      return;
    }
    List<PrefixBlock> dropped = new ArrayList<>();
    for (PrefixBlock block : owned) {
      if (block.depth * BLOCK > kept) {
        dropped.add(block);
      }
    }
    // The ends of branches first.
    dropped.sort(Comparator.comparingInt((PrefixBlock block) -> block.depth).reversed());
    for (PrefixBlock block : dropped) {
      owned.remove(block);
      block.owners.remove(conversation);
      if (block.isUnused()) {
        remove(block);
      }
    }
    if (owned.isEmpty()) {
      conversations.remove(conversation);
    }
  }

  /** Drops what a conversation alone holds. */
  void release(String conversation) {
    trim(conversation, 0);
  }

  /** Drops what was computed with an adapter. */
  void forget(AdapterWeights adapter) {
    PrefixBlock top = roots.remove(adapter);
    Deque<PrefixBlock> left = new ArrayDeque<>();
    if (top != null) {
      left.addAll(top.children.values());
    }
    while (!left.isEmpty()) {
      PrefixBlock block = left.pop();
      left.addAll(block.children.values());
      disown(block);
      blocks.remove(block);
      free.addFirst(block.bytes);
    }
  }

  private static PrefixBlock root() {
    return new PrefixBlock(null, IntBuffer.allocate(0), ByteBuffer.allocate(0));
  }

  private PrefixBlock root(@Nullable AdapterWeights adapter) {
    return adapter == null ? root : roots.computeIfAbsent(adapter, key -> root());
  }

  /** Drops everything, and lets go of the memory. */
  void clear() {
    root.children.clear();
    roots.clear();
    conversations.clear();
    blocks.clear();
    free.clear();
  }

  /** A block's memory, if need be that of the block that was not used for longest. */
  private @Nullable ByteBuffer allocate(PrefixBlock tip) {
    if (blocks.size() >= maximumBlocks) {
      PrefixBlock oldest = null;
      for (PrefixBlock block : blocks) {
        boolean candidate = block.children.isEmpty() && block != tip;
        if (candidate && (oldest == null || block.lastUse < oldest.lastUse)) {
          oldest = block;
        }
      }
      if (oldest == null) {
        return null;
      }
      evict(oldest);
    }
    ByteBuffer reused = free.pollFirst();
    return reused == null ? ByteBuffer.allocateDirect(blockBytes) : reused;
  }

  private void evict(PrefixBlock block) {
    disown(block);
    remove(block);
  }

  private void disown(PrefixBlock block) {
    for (String owner : block.owners) {
      Set<PrefixBlock> owned = conversations.get(owner);
      if (owned != null && owned.remove(block) && owned.isEmpty()) {
        conversations.remove(owner);
      }
    }
    block.owners.clear();
  }

  private void remove(PrefixBlock block) {
    blocks.remove(block);
    free.addFirst(block.bytes);
    PrefixBlock parent = block.parent;
    if (parent == null) {
      return;
    }
    parent.children.remove(block.tokens);
    if (parent.isUnused() && parent.parent != null) {
      remove(parent);
    }
  }
}
