package io.github.llmcsss.core.shopper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.llmcsss.api.Move;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoveWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REVEAL | I run on wooded paths after work
          REVEAL | yes
          REVEAL | It's light, which is nice
          REFINE | Something cheaper, under $50
          REFINE | it needs to be waterproof
          COMPARE | What is the difference between the two?
          COMPARE | is the first better than the second
          COMPARE | Which one lasts longer?
          OBJECT | That's too heavy for me
          OBJECT | I don\u2019t like the colour
          ASK_DETAIL | Does it have a handle
          ASK_DETAIL | And the battery?
          CHANGE_MIND | Show me another option
          CHANGE_MIND | Actually, a lamp
          GIVE_UP | Never mind, I'll look elsewhere.
          ACCEPT | I'll take it, thanks!
          """)
  void readsMovesFromWords(Move move, String utterance) {
    assertEquals(Optional.of(move), MoveWords.move(utterance));
  }

  @Test
  void aFarewellOrNothingIsNoMove() {
    assertEquals(Optional.empty(), MoveWords.move("Thanks, bye!"));
    assertEquals(Optional.empty(), MoveWords.move("  "));
    assertEquals(Optional.empty(), MoveWords.move("word ".repeat(1000)));
  }
}
