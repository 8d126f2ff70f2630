package io.github.llmcsss.core.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists of filters. The first one of a list that finds something decides; those that look at texts
 * are asked while the session is made, those that look at it as a whole when it is finished, those
 * that look at the run when its turn has come.
 */
public final class Filters {
  private static final List<Filter> STANDARD =
      List.of(
          new EmptyTurn(),
          new CutOffTurn(),
          Repetition.DEFAULT,
          new RoleConfusion(),
          TurnLength.DEFAULT,
          new PersonalData(),
          CopiedText.standard(),
          SessionLength.DEFAULT,
          NearDuplicates.DEFAULT);

  private Filters() {}

  /**
   * All that need nothing from you: {@link EmptyTurn}, {@link CutOffTurn}, {@link Repetition},
   * {@link RoleConfusion}, {@link TurnLength}, {@link PersonalData}, {@link CopiedText}, {@link
   * SessionLength}, {@link NearDuplicates}. Not among them are {@link SessionLanguage}, which must
   * know what is wanted, and {@link ToxicTerms}, which need your list.
   */
  public static List<Filter> standard() {
    return STANDARD;
  }

  /** {@link #standard()} with more after it. */
  public static List<Filter> standardAnd(Filter... more) {
    List<Filter> all = new ArrayList<>(STANDARD);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }
}
