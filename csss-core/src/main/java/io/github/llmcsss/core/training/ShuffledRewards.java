package io.github.llmcsss.core.training;

import io.github.llmcsss.api.training.Episode;
import io.github.llmcsss.api.training.EpisodeTurn;
import io.github.llmcsss.api.training.RolloutSource;
import io.github.llmcsss.core.internal.RunSeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * A control for the third stage: the same sessions, but the rewards of a step are dealt out anew
 * among all its answers. Their mean stays, and what is to be learned from them is gone: a reward
 * that rises nevertheless rises for another reason. As thread-safe as its source.
 *
 * @param source makes the sessions
 * @param seed the only source of the order in which rewards are dealt out
 */
public record ShuffledRewards(RolloutSource source, long seed) implements RolloutSource {
  /** A reward and what it was made of. */
  private record Score(OptionalDouble reward, Map<String, Double> components) {}

  @Override
  public List<Episode> collect(Path adapter, long step) throws IOException {
    List<Episode> episodes = source.collect(adapter, step);
    List<Score> scores = new ArrayList<>();
    for (Episode episode : episodes) {
      for (EpisodeTurn turn : episode.turns()) {
        if (turn.reward().isPresent()) {
          scores.add(new Score(turn.reward(), turn.components()));
        }
      }
    }
    Collections.shuffle(
        scores,
        Random.from(new RunSeed(seed).random(Long.toString(step), 0, "shuffled rewards", 0)));
    Iterator<Score> dealt = scores.iterator();
    return episodes.stream().map(episode -> dealt(episode, dealt)).toList();
  }

  private static Episode dealt(Episode episode, Iterator<Score> scores) {
    List<EpisodeTurn> turns = new ArrayList<>();
    for (EpisodeTurn turn : episode.turns()) {
      Score score =
          turn.reward().isPresent() ? scores.next() : new Score(turn.reward(), turn.components());
      turns.add(
          new EpisodeTurn(
              turn.group(),
              turn.role(),
              turn.sampling(),
              turn.generation(),
              score.reward(),
              score.components()));
    }
    return new Episode(episode.session(), episode.adapterStep(), turns);
  }
}
