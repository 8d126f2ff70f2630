package io.github.llmcsss.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.Usage;
import io.github.llmcsss.api.training.Episode;
import io.github.llmcsss.api.training.EpisodeTurn;
import io.github.llmcsss.api.training.RolloutSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShuffledRewardsTest {
  private static final Generation TEXT =
      new Generation(
          "x",
          FinishReason.END_OF_TURN,
          new int[] {1},
          new int[] {2},
          new float[1],
          new float[1],
          Usage.NONE);

  /** Sessions of a shopper's turn and some answers, each with a reward of its own. */
  private static List<Episode> episodes(int sessions, int answers) {
    List<Episode> episodes = new ArrayList<>();
    for (int session = 0; session < sessions; session++) {
      List<EpisodeTurn> turns = new ArrayList<>();
      turns.add(turn(session + "/u", Role.USER, OptionalDouble.empty(), Map.of()));
      for (int i = 0; i < answers; i++) {
        double reward = (session * answers + i) / (double) (sessions * answers);
        turns.add(
            turn(
                session + "/a",
                Role.ASSISTANT,
                OptionalDouble.of(reward),
                Map.of("again", reward)));
      }
      episodes.add(new Episode("s" + session, 4, turns));
    }
    return episodes;
  }

  private static EpisodeTurn turn(
      String group, Role role, OptionalDouble reward, Map<String, Double> components) {
    return new EpisodeTurn(group, role, Sampling.greedy(1), TEXT, reward, components);
  }

  private static List<Double> rewards(List<Episode> episodes) {
    return episodes.stream()
        .flatMap(episode -> episode.turns().stream())
        .flatMap(turn -> turn.reward().stream().boxed())
        .toList();
  }

  private static List<Episode> shuffled(List<Episode> episodes, long seed, long step)
      throws IOException {
    RolloutSource source = (adapter, number) -> episodes;
    return new ShuffledRewards(source, seed).collect(Path.of("a"), step);
  }

  @Property(tries = 50)
  void changesNothingButWhichAnswerHasWhichReward(
      @ForAll @IntRange(min = 1, max = 5) int sessions,
      @ForAll @IntRange(min = 1, max = 5) int answers,
      @ForAll long seed)
      throws IOException {
    List<Episode> before = episodes(sessions, answers);
    List<Episode> after = shuffled(before, seed, 2);
    assertEquals(rewards(before), rewards(after).stream().sorted().toList());
    for (int i = 0; i < sessions; i++) {
      assertEquals(before.get(i).session(), after.get(i).session());
      assertEquals(before.get(i).adapterStep(), after.get(i).adapterStep());
      for (int j = 0; j <= answers; j++) {
        EpisodeTurn was = before.get(i).turns().get(j);
        EpisodeTurn is = after.get(i).turns().get(j);
        assertEquals(was.group(), is.group());
        assertEquals(was.reward().isPresent(), is.reward().isPresent());
        assertSame(was.generation(), is.generation());
        is.reward().ifPresent(reward -> assertEquals(Map.of("again", reward), is.components()));
      }
    }
  }

  @Test
  void dealsAcrossSessionsAnewAtEveryStepAndBySeed() throws IOException {
    List<Episode> episodes = episodes(4, 4);
    List<Double> first = rewards(shuffled(episodes, 1, 0));
    assertEquals(first, rewards(shuffled(episodes, 1, 0)));
    assertNotEquals(first, rewards(shuffled(episodes, 1, 1)));
    assertNotEquals(first, rewards(shuffled(episodes, 2, 0)));
    long stayed = 0;
    for (int i = 0; i < first.size(); i++) {
      stayed += (int) (first.get(i) * 16) / 4 == i / 4 ? 1 : 0;
    }
    assertNotEquals(16, stayed, "rewards must leave their session");
  }
}
