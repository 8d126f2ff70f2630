package io.github.llmcsss.core;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.SystemResponse;
import java.util.List;
import java.util.Optional;

/** Takes the best of some usable answers, and has them written anew where none is. */
enum BestAnswer implements TurnWriter {
  INSTANCE;

  @Override
  public SystemResponse answer(AnswerTask task, SessionRequests requests)
      throws InterruptedException {
    SessionSettings settings = task.settings();
    Optional<Defect> defect = Optional.empty();
    Optional<SystemResponse> best = Optional.empty();
    int rewrites = 0;
    int unusable = 0;
    for (int round = 0; unusable <= settings.retries(); round++) {
      List<Generation> candidates =
          requests.write(
              task.prompt(),
              settings.assistantSampling(),
              task.turn(),
              "assistant",
              round * settings.bestOf(),
              settings.bestOf());
      boolean usable = false;
      for (Generation candidate : candidates) {
        String text = candidate.text().strip();
        Optional<Defect> found =
            settings
                .checks()
                .assistant(
                    text, candidate.finishReason(), task.session(), task.user(), task.documents());
        if (found.isPresent()) {
          defect = defect.or(() -> found);
          continue;
        }
        usable = true;
        SystemResponse answer = task.response(candidate, task.reward(settings.reward(), text));
        if (best.isEmpty() || better(answer, best.get())) {
          best = Optional.of(answer);
        }
      }
      if (best.isPresent() && supported(best.get())) {
        return best.get();
      }
      if (!usable) {
        unusable++;
      } else if (rewrites++ == settings.grounding().rewrites()) {
        break;
      }
    }
    if (best.isPresent() && settings.grounding().keep()) {
      return best.get();
    }
    throw new UnusableTurnException(
        best.isPresent() ? Defect.unsupported(best.get()) : defect.orElseThrow());
  }

  /** A supported answer is better than any other; among equals the reward decides. */
  private static boolean better(SystemResponse answer, SystemResponse best) {
    return supported(answer) == supported(best)
        ? answer.reward() > best.reward()
        : supported(answer);
  }

  private static boolean supported(SystemResponse answer) {
    return answer.unsupported().isEmpty();
  }
}
