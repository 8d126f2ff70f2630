package io.github.llmcsss.core.ending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.llmcsss.api.EndReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShopperEndingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'll take it",
        "Great, I\u2019ll take it!",
        "I will take the blue one, please.",
        "OK, I'll buy this one.",
        "Why not, I'll take it.",
        "No, I'll go with that.",
        "I think I'll go with the Clayworks mug. Thank you!",
        "Let's go with that.",
        "I'd like to buy it.",
        "I want this one.",
        "That's the one!",
        "These are the ones for me.",
        "I've made my decision.",
        "I've decided on the second one",
        "Sounds perfect, thanks!",
        "That sounds perfect.",
        "It's exactly what I was looking for.",
        "Perfect, thank you so much!",
        "Sounds good, thanks.",
        "That one looks great. Thank you!",
        "Add it to my cart, please.",
        "Please add the red kettle to my basket.",
        "I'm happy with my choice, thank you.",
        "I'll order these now.",
        "I am going to get this one because it is lighter",
      })
  void readsAcceptance(String utterance) {
    assertEnding(EndReason.ACCEPTED, utterance);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Never mind.",
        "nevermind, thanks",
        "Forget it.",
        "I'll look elsewhere.",
        "OK, then I will try another store. Bye",
        "I give up.",
        "This is a waste of time.",
        "I'm not interested anymore.",
        "None of these work for me.",
        "I'll pass.",
        "I don't want any of these.",
        "I won't be buying anything today, thanks.",
        "I'm giving up on this",
      })
  void readsThatTheShopperGivesUp(String utterance) {
    assertEnding(EndReason.GAVE_UP, utterance);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thanks, bye",
        "Thank you!",
        "ok thanks",
        "Great, thank you for your help.",
        "Thanks a lot, that was very helpful!",
        "Goodbye",
        "No, that's all. Thank you.",
        "I'm good, thanks.",
        "Have a nice day!",
        "Nothing else, thanks.",
        "I have no more questions.",
        "We're done.",
      })
  void readsFarewell(String utterance) {
    assertEnding(EndReason.FAREWELL, utterance);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "usb c cable",
        "Thanks, but is it dishwasher safe?",
        "Thanks! Do you have it in blue",
        "Thank you, what about a bigger one",
        "Thanks. I need something lighter though.",
        "Thanks, show me another.",
        "Is it perfect for a small kitchen?",
        "It's perfect, but do you have it in red?",
        "It's perfect but too expensive.",
        "I don't think I'll take it.",
        "I'm not sure I'll take this one.",
        "I won't take it.",
        "I'll take it if it is waterproof.",
        "If it lasts a year I'll take it",
        "Before I buy it, tell me about the warranty.",
        "Should I get this one?",
        "I will take a look at the other one",
        "I want to buy a laptop.",
        "I'd like to get the best headphones under 50 dollars.",
        "I'm looking for a gift. Never tried one before.",
        "I can give up some battery life.",
        "Don't forget it has to be red.",
        "I don't give up that easily.",
        "Don't give up on me, I need one more suggestion",
        "That sounds good",
        "Great",
        "I'm good with computers and want a fast one",
        "It should say goodbye to dust for good, so a strong motor please",
        "A buyer's guide would be nice",
        "I mind the price, never the colour",
        "This is not the one.",
        "These aren't the ones I meant",
      })
  void goesOn(String utterance) {
    assertEquals(Optional.empty(), ShopperEndings.ENGLISH.ending(utterance), utterance);
  }

  @Test
  void doesNotReadWholeTexts() {
    String text = "word ".repeat(1000) + ". Thanks, bye";
    assertEquals(Optional.empty(), ShopperEndings.ENGLISH.ending(text));
  }

  @Property(tries = 300)
  void takesAnyTextAndDependsOnNothingElse(@ForAll String utterance) {
    assertEquals(
        ShopperEndings.ENGLISH.ending(utterance), ShopperEndings.ENGLISH.ending(utterance));
  }

  @Test
  void isFastOnTextsMadeToBeSlow() {
    List<Executable> slow =
        Arrays.asList(
                "ok ok ",
                "thanks ",
                "so much ",
                "it is ",
                "not ",
                "great, ",
                "for a b c ",
                "\u00a0 ")
            .stream()
            .map(part ->
                (Executable) () -> ShopperEndings.ENGLISH.ending(part.repeat(2000 / part.length())))
            .toList();
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Assertions.assertAll(slow));
  }

  @Test
  void saysWhatItIs() {
    assertEquals("shopperEndings", ShopperEndings.ENGLISH.provenance().name());
  }

  private static void assertEnding(EndReason expected, String utterance) {
    assertEquals(Optional.of(expected), ShopperEndings.ENGLISH.ending(utterance), utterance);
  }
}
