package io.github.llmcsss.engine.djl.packing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The examples of a session as a tree of tokens: what several of them begin with stands in it once.
 * So the history is computed once, although every turn's documents and answer continue it in their
 * own way.
 *
 * <p>Tokens are numbered depth first. A token sees itself and those from the root down to it: token
 * {@code i} is seen by the tokens from {@code i} to {@code ends[i] - 1}.
 *
 * @param tokens ids, depth first
 * @param positions depth of each token, from 0: where it stands in its own examples
 * @param ends for each token the number after that of its last descendant
 * @param losses what is to be learned where
 */
public record TokenTree(int[] tokens, int[] positions, int[] ends, List<Loss> losses) {
  /** Copies the list. */
  public TokenTree {
    losses = List.copyOf(losses);
  }

  /**
   * A token to learn.
   *
   * @param row number of the token after which it stands
   * @param token its id
   * @param weight of its negative log-likelihood in the loss
   */
  public record Loss(int row, int token, float weight) {}

  private static final class Node {
    final int token;
    final Map<Integer, Node> children = new LinkedHashMap<>();
    final Map<Integer, Float> losses = new LinkedHashMap<>();

    Node(int token) {
      this.token = token;
    }
  }

  /**
   * The tree of some examples that begin with the same token.
   *
   * @throws IllegalArgumentException if there is none, or if they begin with different tokens
   */
  public static TokenTree of(Collection<TokenizedExample> examples) {
    int first =
        examples.stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("examples must not be empty"))
            .tokens()[0];
    Node root = new Node(first);
    for (TokenizedExample example : examples) {
      if (example.tokens()[0] != first) {
        throw new IllegalArgumentException(
            "examples of a tree must begin with the same token, but began with "
                + first
                + " and "
                + example.tokens()[0]);
      }
      add(root, example);
    }
    return new Builder().build(root);
  }

  /** Trees for examples of any beginnings: one for each first token. */
  public static List<TokenTree> forest(Collection<TokenizedExample> examples) {
    Map<Integer, List<TokenizedExample>> byFirst = new LinkedHashMap<>();
    for (TokenizedExample example : examples) {
      byFirst.computeIfAbsent(example.tokens()[0], token -> new ArrayList<>()).add(example);
    }
    return byFirst.values().stream().map(TokenTree::of).toList();
  }

  private static void add(Node root, TokenizedExample example) {
    Node node = root;
    int[] tokens = example.tokens();
    for (int i = 1; i < tokens.length; i++) {
      if (i >= example.targetStart()) {
        node.losses.merge(tokens[i], example.weights()[i - example.targetStart()], Float::sum);
      }
      if (i < tokens.length - 1) {
        // The last token is learned, and nothing after it: it need not be computed.
        node = node.children.computeIfAbsent(tokens[i], Node::new);
      }
    }
  }

  /** Walks the tree without recursion, which long examples would make too deep. */
  private static final class Builder {
    private final List<Node> order = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();

    TokenTree build(Node root) {
      List<Node> open = new ArrayList<>(List.of(root));
      List<Integer> openDepths = new ArrayList<>(List.of(0));
      while (!open.isEmpty()) {
        Node node = open.removeLast();
        int depth = openDepths.removeLast();
        order.add(node);
        depths.add(depth);
        for (Node child : List.copyOf(node.children.values()).reversed()) {
          open.add(child);
          openDepths.add(depth + 1);
        }
      }
      return tree();
    }

    private TokenTree tree() {
      int size = order.size();
      int[] tokens = new int[size];
      int[] positions = new int[size];
      int[] ends = new int[size];
      List<Loss> losses = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        int row = i;
        tokens[i] = order.get(i).token;
        positions[i] = depths.get(i);
        order.get(i).losses.forEach((token, weight) -> losses.add(new Loss(row, token, weight)));
      }
      // From the back: a token's descendants end at the next token that is not deeper.
      Deque<Integer> later = new ArrayDeque<>();
      for (int i = size - 1; i >= 0; i--) {
        while (!later.isEmpty() && positions[later.peek()] > positions[i]) {
          later.pop();
        }
        ends[i] = later.isEmpty() ? size : later.peek();
        later.push(i);
      }
      return new TokenTree(tokens, positions, ends, losses);
    }
  }

  /**
   * Which of the losses are those of an example of the tree, in the order of its tokens to learn.
   *
   * @throws IllegalArgumentException if the tree was not made of it
   */
  public int[] lossesOf(TokenizedExample example) {
    Map<Long, Integer> indices = new HashMap<>();
    for (int i = 0; i < losses.size(); i++) {
      indices.put(key(losses.get(i).row(), losses.get(i).token()), i);
    }
    int[] result = new int[example.targets()];
    int row = 0;
    int[] path = example.tokens();
    for (int i = 1; i < path.length; i++) {
      if (i >= example.targetStart()) {
        Integer index = indices.get(key(row, path[i]));
        if (index == null) {
          throw new IllegalArgumentException("example must be one that the tree was made of");
        }
        result[i - example.targetStart()] = index;
      }
      if (i < path.length - 1) {
        row = child(row, path[i]);
      }
    }
    return result;
  }

  private static long key(int row, int token) {
    return ((long) row << 32) | token;
  }

  private int child(int row, int token) {
    for (int next = row + 1; next < ends[row]; next = ends[next]) {
      if (tokens[next] == token) {
        return next;
      }
    }
    throw new IllegalArgumentException("example must be one that the tree was made of");
  }

  /** How many tokens are computed. */
  public int size() {
    return tokens.length;
  }

  /** Whether every token but the last has just one after it, as in a single example. */
  public boolean isChain() {
    return positions[positions.length - 1] == positions.length - 1;
  }
}
