package io.github.llmcsss.core;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.training.EpisodeTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Has a group of answers written to each prompt, scores all of them as they are, lets one go on
 * that is drawn and not chosen, and keeps everything that was written.
 */
final class GroupedAnswers implements TurnWriter {
  private final int group;
  private final Sampling userSampling;
  private final Map<String, RewardFunction> components;
  private final Map<String, List<EpisodeTurn>> written = new ConcurrentHashMap<>();

  GroupedAnswers(int group, Sampling userSampling, Map<String, RewardFunction> components) {
    this.group = group;
    this.userSampling = userSampling;
    this.components = components;
  }

  @Override
  public SystemResponse answer(AnswerTask task, SessionRequests requests)
      throws InterruptedException {
    SessionSettings settings = task.settings();
    String session = task.session().id();
    Sampling sampling = settings.assistantSampling();
    List<Generation> answers =
        requests.write(task.prompt(), sampling, task.turn(), "assistant", 0, group);
    List<EpisodeTurn> scored = new ArrayList<>();
    for (Generation answer : answers) {
      String text = answer.text().strip();
      Map<String, Double> parts = new TreeMap<>();
      components.forEach((name, function) -> parts.put(name, task.reward(function, text)));
      scored.add(
          new EpisodeTurn(
              session + "/" + task.turn(),
              Role.ASSISTANT,
              sampling,
              answer,
              OptionalDouble.of(task.reward(settings.reward(), text)),
              parts));
    }
    turns(session).addAll(scored);
    RandomGenerator random = settings.seed().random(session, task.turn(), "continue", 0);
    int drawn = random.nextInt(group);
    return task.response(answers.get(drawn), scored.get(drawn).reward().orElseThrow());
  }

  @Override
  public void said(String sessionId, int turn, Generation text) {
    turns(sessionId)
        .add(
            new EpisodeTurn(
                sessionId + "/" + turn + "/user",
                Role.USER,
                userSampling,
                text,
                OptionalDouble.empty(),
                Map.of()));
  }

  /** What was written for a session so far; grows on the session's own thread. */
  List<EpisodeTurn> turns(String sessionId) {
    return written.computeIfAbsent(sessionId, id -> new ArrayList<>());
  }
}
