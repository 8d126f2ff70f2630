package io.github.llmcsss.core;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.PromptTooLongException;
import io.github.llmcsss.api.Quirk;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.grounding.LeakageGuard;
import io.github.llmcsss.core.internal.RunSeed;
import io.github.llmcsss.core.prompt.SessionState;
import io.github.llmcsss.core.run.Rejection;
import io.github.llmcsss.core.run.Verdict;
import io.github.llmcsss.core.shopper.Shopper;
import io.github.llmcsss.core.shopper.ShopperAct;
import io.github.llmcsss.core.shopper.Typos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Makes one session, from the seed query to its end, on one thread. */
final class SessionLoop {
  private final SessionSettings settings;
  private final PlannedSession plan;
  private final LongConsumer onTurn;
  private SessionState state;
  private Optional<Turn> unanswered = Optional.empty();

  /** What the shopper says, whether it could not know it, and what was written for it. */
  private record Said(String text, boolean leaks, Optional<Generation> written) {}

  /**
   * A session to be made.
   *
   * @param onTurn is told, after each turn, the tokens generated since the turn before
   */
  SessionLoop(SessionSettings settings, PlannedSession plan, LongConsumer onTurn) {
    this.settings = settings;
    this.plan = plan;
    this.onTurn = onTurn;
    this.state = new SessionState(plan.id(), plan.seed(), plan.seed().need(), List.of());
  }

  /**
   * Makes the session.
   *
   * @throws SynthesisException if a part that was given fails
   * @throws InterruptedException if the run is cancelled meanwhile
   */
  Verdict run() throws InterruptedException {
    try (SessionRequests requests =
        new SessionRequests(settings.generator(), settings.seed(), plan.id())) {
      try {
        return new Verdict.Finished(converse(requests), requests.tokens());
      } catch (UnusableTurnException e) {
        return new Verdict.Unfinished(rejection(e.defect), requests.tokens());
      } catch (PromptTooLongException e) {
        // Of either side, a reformulated query or a judgement; other sessions may be shorter.
        return new Verdict.Unfinished(rejection(Defect.PROMPT_TOO_LONG), requests.tokens());
      }
    } catch (IOException | RuntimeException e) {
      throw new SynthesisException(
          "session "
              + plan.index()
              + " ("
              + plan.id()
              + "), turn "
              + state.turns().size()
              + ": "
              + (e.getMessage() == null ? e : e.getMessage()),
          e);
    }
  }

  private Session converse(SessionRequests requests) throws IOException, InterruptedException {
    RunSeed random = settings.seed();
    Optional<Need> need =
        settings
            .needs()
            .need(plan.seed(), plan.repetition(), random.random(plan.id(), 0, "need", 0));
    int length = settings.turns().draw(random.random(plan.id(), 0, "length", 0));
    state = new SessionState(plan.id(), plan.seed(), need, state.turns());
    SystemTurns answers = new SystemTurns(settings, requests);
    Optional<Shopper> shopper =
        settings
            .shoppers()
            .map(model ->
                model.shopper(
                    plan.seed(), need, length, random.random(plan.id(), 0, "shopper", 0)));
    int deadEnds = 0;
    long tokensBefore = 0;
    while (state.turns().size() < length) {
      boolean opening = state.turns().isEmpty();
      Optional<ShopperAct> act = opening ? Optional.empty() : shopper.map(this::act);
      if (leaves(act)) {
        return finished(EndReason.ABANDONED);
      }
      Said said = opening ? new Said(opening(), false, Optional.empty()) : utterance(requests, act);
      said.written()
          .ifPresent(text -> settings.writer().said(plan.id(), state.turns().size(), text));
      String user = said.text();
      Optional<EndReason> ending = opening ? Optional.empty() : settings.ending().ending(user);
      if (ending.isPresent()) {
        add(turn(said, Optional.empty(), act), requests, tokensBefore);
        return finished(ending.get());
      }
      if (opening && !settings.openingAnswer()) {
        add(new Turn(user, Optional.empty()), requests, tokensBefore);
        continue;
      }
      unanswered = Optional.of(turn(said, Optional.empty(), act));
      SystemResponse answer = answers.answer(state, user, has(act, Quirk.ZERO_RESULTS));
      add(turn(said, Optional.of(answer), act), requests, tokensBefore);
      tokensBefore = requests.tokens().generated();
      deadEnds = answer.documents().isEmpty() ? deadEnds + 1 : 0;
      if (deadEnds >= settings.deadEndAfter()) {
        if (state.turns().size() < settings.turns().minimum()) {
          throw new UnusableTurnException(Defect.DEAD_END);
        }
        return finished(EndReason.DEAD_END);
      }
    }
    return finished(EndReason.LENGTH);
  }

  private String opening() {
    String text = plan.seed().text();
    refuse(settings.checks().user(text, FinishReason.END_OF_TURN, state));
    return text;
  }

  private ShopperAct act(Shopper shopper) {
    int turn = state.turns().size();
    boolean mayEnd = turn + 1 >= settings.turns().minimum();
    return shopper.act(state, mayEnd, settings.seed().random(plan.id(), turn, "move", 0));
  }

  private boolean leaves(Optional<ShopperAct> act) {
    boolean longEnough = state.turns().size() >= settings.turns().minimum();
    return longEnough && act.map(ShopperAct::leaves).orElse(false);
  }

  private static boolean has(Optional<ShopperAct> act, Quirk quirk) {
    return act.map(ShopperAct::label).map(label -> label.quirks().contains(quirk)).orElse(false);
  }

  private static Turn turn(Said said, Optional<SystemResponse> answer, Optional<ShopperAct> act) {
    boolean found = answer.map(one -> !one.documents().isEmpty()).orElse(true);
    Optional<MoveLabel> label = act.map(ShopperAct::label);
    return new Turn(
        said.text(),
        answer,
        found ? label.map(one -> one.without(Quirk.ZERO_RESULTS)) : label,
        said.leaks());
  }

  private Said utterance(SessionRequests requests, Optional<ShopperAct> act)
      throws InterruptedException {
    int turn = state.turns().size();
    SessionState hinted = state.hinted(act.flatMap(ShopperAct::hint));
    Prompt prompt = settings.prompts().userTurn(hinted);
    LeakageGuard guard =
        LeakageGuard.after(state.seed(), state.need(), state.turns())
            .hiding(settings.prompts().exampleDocuments());
    Optional<Defect> first = Optional.empty();
    Optional<Said> leaking = Optional.empty();
    int leaks = 0;
    int unusable = 0;
    for (int attempt = 0; unusable <= settings.retries(); attempt++) {
      Generation written =
          requests.write(prompt, settings.userSampling(), turn, "user", attempt, 1).getFirst();
      String text = written.text().strip();
      if (has(act, Quirk.TYPO)) {
        text = Typos.some(text, settings.seed().random(plan.id(), turn, "typo", attempt));
      }
      Optional<Defect> defect = defect(text, written, turn);
      if (defect.isPresent()) {
        first = first.isPresent() ? first : defect;
        unusable++;
        continue;
      }
      if (!guard.leaks(text)) {
        return new Said(text, false, Optional.of(written));
      }
      Said leak = new Said(text, true, Optional.of(written));
      leaking = leaking.isPresent() ? leaking : Optional.of(leak);
      if (leaks++ == settings.leakage().rewrites()) {
        break;
      }
    }
    if (leaking.isPresent() && settings.leakage().keep()) {
      return leaking.get();
    }
    throw new UnusableTurnException(
        leaking.isPresent() ? Defect.leaked(leaking.get().text()) : first.orElseThrow());
  }

  private Optional<Defect> defect(String text, Generation written, int turn) {
    Optional<Defect> defect = settings.checks().user(text, written.finishReason(), state);
    boolean tooEarly = turn + 1 < settings.turns().minimum();
    return defect.isEmpty() && tooEarly && settings.ending().ending(text).isPresent()
        ? Optional.of(Defect.ENDED_EARLY)
        : defect;
  }

  private void add(Turn turn, SessionRequests requests, long tokensBefore) {
    state = state.plus(turn);
    unanswered = Optional.empty();
    onTurn.accept(requests.tokens().generated() - tokensBefore);
  }

  private Session finished(EndReason reason) {
    Session session =
        new Session(plan.id(), plan.seed(), plan.repetition(), state.need(), state.turns(), reason);
    refuse(settings.checks().session(session));
    return session;
  }

  private static void refuse(Optional<Defect> defect) {
    if (defect.isPresent()) {
      throw new UnusableTurnException(defect.get());
    }
  }

  private Rejection rejection(Defect defect) {
    List<Turn> turns = new ArrayList<>(state.turns());
    unanswered.ifPresent(turns::add);
    return new Rejection(
        plan.id(),
        plan.seed(),
        plan.repetition(),
        state.turns().size(),
        defect.failed(),
        defect.filter(),
        defect.reason(),
        defect.detail(),
        turns);
  }
}
