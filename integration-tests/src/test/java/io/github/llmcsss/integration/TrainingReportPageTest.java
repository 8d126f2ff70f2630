package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.engine.djl.report.TrainingReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** The page of a training in a real browser. */
class TrainingReportPageTest {
  private static final int STEPS = 60;
  private static final String HOSTILE = "</pre><script>document.title='owned'</script><b>&amp;";

  @TempDir Path training;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        training.resolve("training.json"),
        """
        {"name": "DjlTrainer", "facts": {"stage": "ReinforcementStage", "seed": "7",
         "note": "%s"}}
        """
            .formatted(HOSTILE));
    StringBuilder lines = new StringBuilder();
    Random random = new Random(1);
    for (int step = 1; step <= STEPS; step++) {
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"step\":%d,\"loss\":%f,\"meanReward\":%f,\"tokens\":900,\"seconds\":3.5,"
                  + "\"rolloutSeconds\":1.5,\"learningRate\":%g,\"idleGroups\":0.0%s}%n",
              step,
              random.nextGaussian(),
              0.3 + 0.004 * step + 0.02 * random.nextGaussian(),
              2e-4 * Math.cos(step / 40.0),
              step % 20 == 0 ? ",\"validationLoss\":" + 2.0 / step : ""));
    }
    Files.writeString(training.resolve("metrics.jsonl"), lines);
    Files.createDirectory(training.resolve("checkpoint"));
    Files.writeString(training.resolve("checkpoint/state.json"), "{\"before\":0.5}");
    Files.writeString(training.resolve("samples-before.json"), samples("bad " + HOSTILE, 0.25));
    Files.writeString(training.resolve("samples-after.json"), samples("good " + HOSTILE, 0.75));
  }

  private static String samples(String text, double reward) {
    return String.format(
        Locale.ROOT,
        "{\"groups\":[{\"name\":\"s/0\",\"prompt\":\"asked %s\",\"answers\":[{\"text\":\"%s\","
            + "\"reward\":%f},{\"text\":\"\",\"reward\":0.0}]}]}",
        HOSTILE,
        text,
        reward);
  }

  @Test
  void drawsEveryStepAndShowsWhatWasSaid() throws IOException {
    Files.writeString(training.resolve("alarm.txt"), "Stopped after step 60: " + HOSTILE);
    Path page = TrainingReportPage.write(training);
    try (Browser browser = new Browser()) {
      browser.open(page);
      assertEquals("Training: Rewards", browser.driver.getTitle());
      assertEquals(
          List.of(
              "Reward",
              "Loss",
              "Validation loss",
              "Groups that teach nothing",
              "Learning rate",
              "Speed",
              "Time"),
          browser.all("figcaption strong").stream().map(WebElement::getText).toList());
      List<WebElement> curves = browser.all("figure:first-of-type polyline");
      assertEquals(2, curves.size());
      for (WebElement curve : curves) {
        String points = String.valueOf(curve.getDomAttribute("points"));
        assertEquals(STEPS, points.split(" ", -1).length);
      }
      assertEquals(4, browser.all("circle").size(), "three validations and the one before");
      assertInside(browser);
      assertEquals("bad " + HOSTILE, browser.text(".pair > :first-child blockquote p"));
      assertEquals("good " + HOSTILE, browser.text(".pair > :last-child blockquote p"));
      assertTrue(browser.text(".alarm").endsWith(HOSTILE));
      assertTrue(browser.text("table").contains(HOSTILE));
      browser.one("summary").click();
      assertEquals("asked " + HOSTILE, browser.text("pre"));
      assertNull(browser.run("return document.querySelector('script')"));
      browser.size(420, 900);
      assertInside(browser);
      assertEquals(List.of(), browser.errors());
    }
  }

  /** Nothing sticks out of the window or of its drawing. */
  private static void assertInside(Browser browser) {
    assertEquals(
        true,
        browser.run("return document.documentElement.scrollWidth <= window.innerWidth"),
        "no scrolling sideways");
    assertEquals(
        0L,
        browser.run(
            """
            let out = 0;
            for (const svg of document.querySelectorAll('svg')) {
              const frame = svg.getBoundingClientRect();
              for (const part of svg.children) {
                const box = part.getBoundingClientRect();
                if (box.left < frame.left - 1 || box.right > frame.right + 1
                    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) out++;
              }
            }
            return out;
            """));
  }

  @Test
  void showsAKilledTrainingAsFarAsItIs() throws IOException {
    Files.writeString(
        training.resolve("metrics.jsonl"), "{\"step\":61,", StandardOpenOption.APPEND);
    assertTrue(Files.readString(TrainingReportPage.write(training)).contains("60 steps in 3 min"));
  }

  @Test
  void showsATrainingThatHasJustBegun() throws IOException {
    Files.delete(training.resolve("metrics.jsonl"));
    Files.delete(training.resolve("samples-before.json"));
    String page = Files.readString(TrainingReportPage.write(training));
    assertTrue(page.contains("0 steps in 0 s"));
    assertFalse(page.contains("Answers before and after"));
    assertFalse(page.contains("<script"));
  }

  @Test
  void namesABrokenLine() throws IOException {
    Files.writeString(training.resolve("metrics.jsonl"), "{\"step\":1}\n{\"ste\n{\"step\":3");
    IOException error = assertThrows(IOException.class, () -> TrainingReportPage.write(training));
    assertTrue(
        String.valueOf(error.getMessage()).contains("metrics.jsonl: line 2"), error::toString);
  }
}
