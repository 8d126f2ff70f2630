package io.github.llmcsss.core.ending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.core.data.RealData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Conversations of people with a shopping assistant. The label of an utterance is how the assistant
 * answered: as to an ending, or not. The phrases were written with the even conversations alone.
 */
class RealEndingsTest {
  /** What the page's button says; the next utterance gives the reason. */
  private static final String BUTTON = "Yes, I want this one.";

  private static final Pattern TAKEN_FOR_AN_ENDING =
      Pattern.compile(
          "^(you.?re (very )?welcome|great choice!|i.?m glad|yes, we.?re done|choosing the .* is"
              + "|enjoy)|you've selected");

  private int goingOn;
  private int falseAlarms;
  private int endings;
  private int found;

  @Test
  void readsTheButtonOfAcceptance() {
    assertEquals(Optional.of(EndReason.ACCEPTED), ShopperEndings.ENGLISH.ending(BUTTON));
  }

  @Test
  void hardlyEverEndsAConversationThatGoesOn() throws IOException {
    List<JsonNode> dialogues = dialogues();
    assertEquals(277, dialogues.size());
    for (int i = 1; i < dialogues.size(); i += 2) {
      count(dialogues.get(i));
    }
    String counts = falseAlarms + " of " + goingOn + ", " + found + " of " + endings;
    assertTrue(goingOn > 1000 && falseAlarms <= 0.02 * goingOn, counts);
    assertTrue(endings > 50 && found >= 0.35 * endings, counts);
  }

  private void count(JsonNode dialogue) {
    List<JsonNode> spoken = new ArrayList<>();
    for (JsonNode message : dialogue.get("messages")) {
      if (!message.get("role").textValue().equals("system")) {
        spoken.add(message);
      }
    }
    boolean ended = false;
    for (int i = 0; i < spoken.size(); i++) {
      String text = text(spoken, i);
      boolean reason = i > 0 && text(spoken, i - 1).equals(BUTTON);
      ended |= text.equals(BUTTON);
      if (!text.equals(BUTTON) && !reason && isHuman(spoken.get(i))) {
        boolean read = ShopperEndings.ENGLISH.ending(text).isPresent();
        boolean ending =
            TAKEN_FOR_AN_ENDING.matcher(text(spoken, i + 1).toLowerCase(Locale.ROOT)).find();
        ended |= ending;
        goingOn += ended ? 0 : 1;
        falseAlarms += !ended && read ? 1 : 0;
        endings += ending ? 1 : 0;
        found += ending && read ? 1 : 0;
      }
    }
  }

  private static boolean isHuman(JsonNode message) {
    return message.get("role").textValue().equals("human");
  }

  private static String text(List<JsonNode> spoken, int i) {
    return i < spoken.size() ? spoken.get(i).get("content").textValue().strip() : "";
  }

  private static List<JsonNode> dialogues() throws IOException {
    JsonMapper mapper = new JsonMapper();
    List<JsonNode> dialogues = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(
                        RealData.file("crs-knowledge/dialogues_running_shoes_laptop.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        dialogues.add(mapper.readTree(line));
      }
    }
    return dialogues;
  }
}
