package io.github.llmcsss.engine.djl.packing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TokenTreeTest {
  /** Few different tokens, so that many beginnings are shared. */
  @Provide
  Arbitrary<List<TokenizedExample>> examples() {
    return Arbitraries.integers()
        .between(1, 3)
        .array(int[].class)
        .ofMinSize(2)
        .ofMaxSize(12)
        .map(tokens -> {
          tokens[0] = 0;
          return TokenizedExample.of(tokens, 1 + (tokens.length - 1) / 2, 1);
        })
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  /** What a token of the tree sees: itself and its ancestors, in order. */
  private static int[] seen(TokenTree tree, int row) {
    return java.util.stream.IntStream.rangeClosed(0, row)
        .filter(i -> row < tree.ends()[i])
        .map(i -> tree.tokens()[i])
        .toArray();
  }

  @Property
  void everyTargetSeesItsOwnContextAndNothingElse(
      @ForAll("examples") List<TokenizedExample> examples) {
    TokenTree tree = TokenTree.of(examples);
    List<List<Integer>> expected = new ArrayList<>();
    double weight = 0;
    for (TokenizedExample example : examples) {
      for (int i = example.targetStart(); i < example.tokens().length; i++) {
        List<Integer> line = new ArrayList<>();
        for (int j = 0; j <= i; j++) {
          line.add(example.tokens()[j]);
        }
        expected.add(line);
        weight++;
      }
    }
    Set<List<Integer>> found = new HashSet<>();
    double sum = 0;
    for (TokenTree.Loss loss : tree.losses()) {
      int[] context = seen(tree, loss.row());
      assertEquals(context.length - 1, tree.positions()[loss.row()]);
      List<Integer> line = new ArrayList<>(Arrays.stream(context).boxed().toList());
      line.add(loss.token());
      assertTrue(found.add(line), "a target stands twice: " + line);
      assertEquals((double) expected.stream().filter(line::equals).count(), loss.weight(), 1e-6);
      sum += loss.weight();
    }
    assertEquals(new HashSet<>(expected), found);
    assertEquals(weight, sum, 1e-6);
  }

  @Property
  void sharesEveryCommonBeginning(@ForAll("examples") List<TokenizedExample> examples) {
    Set<List<Integer>> beginnings = new HashSet<>();
    for (TokenizedExample example : examples) {
      // The last token is learned and not computed.
      for (int length = 1; length < example.tokens().length; length++) {
        beginnings.add(Arrays.stream(example.tokens()).limit(length).boxed().toList());
      }
    }
    assertEquals(beginnings.size(), TokenTree.of(examples).size());
  }

  @Test
  void oneExampleIsAChain() {
    TokenTree tree = TokenTree.of(List.of(TokenizedExample.of(new int[] {5, 6, 7, 8}, 2, 1)));
    assertArrayEquals(new int[] {5, 6, 7}, tree.tokens());
    assertArrayEquals(new int[] {0, 1, 2}, tree.positions());
    assertArrayEquals(new int[] {3, 3, 3}, tree.ends());
    assertTrue(tree.isChain());
    assertEquals(List.of(new TokenTree.Loss(1, 7, 1), new TokenTree.Loss(2, 8, 1)), tree.losses());
  }

  @Test
  void refusesWhatIsNoTree() {
    assertThrows(IllegalArgumentException.class, () -> TokenTree.of(List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            TokenTree.of(
                List.of(
                    TokenizedExample.of(new int[] {1, 2}, 1, 1),
                    TokenizedExample.of(new int[] {3, 2}, 1, 1))));
    assertThrows(IllegalArgumentException.class, () -> TokenizedExample.of(new int[] {1, 2}, 0, 1));
  }

  @Property
  void aPlanTakesEverySessionOnceAnEpoch(@ForAll("examples") List<TokenizedExample> examples) {
    List<TrainingSession> sessions = new ArrayList<>();
    for (TokenizedExample example : examples) {
      sessions.add(TrainingSession.of("s" + sessions.size(), List.of(example)));
    }
    TrainingPlan plan = new TrainingPlan(sessions, 2, 10, 5, 3);
    int tokens = sessions.stream().mapToInt(TrainingSession::size).sum();
    double[] perEpoch = new double[2];
    for (int step = 1; step <= plan.size(); step++) {
      TrainingPlan.Step one = plan.step(step);
      perEpoch[one.epoch()] += one.tokens();
      boolean last = step == plan.size() || plan.step(step + 1).epoch() != one.epoch();
      assertEquals(last, one.lastOfEpoch());
      for (List<TokenTree> batch : one.batches()) {
        assertTrue(batch.size() == 1 || batch.stream().mapToInt(TokenTree::size).sum() <= 5);
      }
    }
    assertArrayEquals(new double[] {tokens, tokens}, perEpoch);
  }
}
