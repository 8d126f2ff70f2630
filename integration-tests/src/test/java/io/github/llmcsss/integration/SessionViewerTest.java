package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.viewer.SessionViewer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The session viewer in a browser; skipped where none is installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionViewerTest {
  private static final String HOSTILE = ViewerRun.HOSTILE.replace("\\\"", "\"");

  private Path page = Path.of("");
  private Browser browser;

  @BeforeAll
  void startBrowser(@TempDir Path directory) throws IOException {
    browser = new Browser();
    Path run = ViewerRun.small(directory.resolve("my sessions é"));
    page = directory.resolve("sessions é.html");
    new SessionViewer().write(RunDirectory.open(run), page);
  }

  @AfterAll
  void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void openPage() {
    browser.size(1280, 900);
    browser.dark(false);
    browser.open(page);
  }

  private List<String> seeds() {
    return browser.all(".row .seed span:first-child").stream().map(WebElement::getText).toList();
  }

  @Test
  void showsTheFirstConversationWithDocumentsAndCitations() {
    assertEquals("my sessions é", browser.text("#name"));
    assertEquals("4 sessions asked: 2 finished, 2 not", browser.text("#summary"));
    assertEquals("4 sessions", browser.text("#matches"));
    assertEquals(List.of("desk lamp", HOSTILE, "kettle", "chair"), seeds());
    assertEquals("desk lamp", browser.text("#talk h2"));
    assertEquals("a lamp to read by", browser.text("#talk .need"));
    assertEquals("The Osmo Lamp costs $3 and is blue.", browser.text(".answer .text"));
    assertEquals("Osmo Lamp", browser.text(".answer mark"));
    assertEquals("$3", browser.text(".answer .unsupported"));
    assertEquals("Osmo Lamp, Blue", browser.text(".found li.cited .title"));
    assertEquals(1, browser.all(".found li.cited").size());
    assertEquals("0.75", browser.text(".answer .reward .num"));
    assertEquals(
        List.of("compare", "typo", "leak"),
        browser.all(".turn:nth-of-type(2) .said .tag").stream().map(WebElement::getText).toList());
    assertEquals(List.of(), browser.errors());
  }

  @Test
  void rejectedOnesComeWithTheirReason() {
    browser.all("#verdicts button").get(2).click();
    assertEquals(List.of("kettle"), seeds());
    browser.one(".row").click();
    assertEquals("repeated (repetition) after 1 turn: " + HOSTILE, browser.text(".why"));
    assertEquals("1 of 4 sessions", browser.text("#matches"));
    browser.one("#reset").click();
    assertEquals(4, seeds().size());
  }

  @Test
  void everyFilterFilters() {
    browser.choose("outcome", "prompt-too-long");
    assertEquals(List.of("chair"), seeds());
    browser.one("#reset").click();
    browser.choose("move", "COMPARE");
    assertEquals(List.of("desk lamp"), seeds());
    browser.one("#reset").click();
    browser.choose("category", "Tents");
    assertEquals(List.of(HOSTILE), seeds());
    browser.one("#reset").click();
    browser.choose("category", "Home");
    assertEquals(List.of("desk lamp", "kettle", "chair"), seeds(), "rejected ones too");
    browser.one("#reset").click();
    browser.choose("length", "1");
    assertEquals(List.of(HOSTILE, "kettle", "chair"), seeds());
    browser.choose("category", "Lamps");
    assertEquals("No session matches.", browser.text("#rows"));
  }

  @Test
  void theSearchLooksIntoAllTexts() throws InterruptedException {
    for (String found : List.of("OSMO blue", "p1", "a1", "read by", "smaller")) {
      browser.one("#search").clear();
      browser.one("#search").sendKeys(found);
      Thread.sleep(300); // it waits for the typist
      assertEquals(List.of("desk lamp"), seeds(), found);
    }
  }

  @Test
  void theKeyboardIsEnough() {
    WebElement list = browser.one("#list");
    list.sendKeys(Keys.ARROW_DOWN);
    assertEquals(HOSTILE, browser.text("#talk h2"));
    list.sendKeys(Keys.END);
    assertEquals("chair", browser.text("#talk h2"));
    list.sendKeys(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_UP);
    assertEquals("desk lamp", browser.text("#talk h2"));
    assertEquals("row-0", list.getDomAttribute("aria-activedescendant"));
    list.sendKeys(Keys.ENTER);
    assertEquals("talk", browser.driver.switchTo().activeElement().getDomAttribute("id"));
    browser.one("#talk").sendKeys("j");
    assertEquals(HOSTILE, browser.text("#talk h2"));
    browser.one("#talk").sendKeys("/");
    assertEquals("search", browser.driver.switchTo().activeElement().getDomAttribute("id"));
    browser.one("#search").sendKeys(Keys.ESCAPE);
    assertEquals("list", browser.driver.switchTo().activeElement().getDomAttribute("id"));
  }

  @Test
  void hostileTextsStayText() {
    assertEquals(HOSTILE, browser.text(".found li:nth-child(2) .title"));
    browser.one("#list").sendKeys(Keys.ARROW_DOWN);
    assertEquals(HOSTILE, browser.text("#talk h2"));
    browser.one("nav [data-view=charts]").click();
    browser.one("nav [data-view=run]").click();
    assertNull(browser.run("return window.pwned"));
    assertEquals(0, browser.all("img, iframe, object, main script").size());
    assertEquals(2L, browser.run("return document.scripts.length"), "run data and script");
    assertEquals(List.of(), browser.errors());
  }

  @Test
  void thePolicyStopsAScriptThatGetsInNevertheless() {
    browser.run(
        """
        const script = document.createElement("script");
        script.textContent = "window.pwned = 1";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.pwned = 2'>");
        """);
    assertNull(browser.run("return window.pwned"));
    List<String> errors = browser.errors();
    assertTrue(errors.toString().contains("Content Security Policy"), errors.toString());
  }

  @Test
  void chartsShowTheFunnelOfTheRun() {
    browser.one("nav [data-view=charts]").click();
    String funnel = browser.text("#charts svg[aria-label=Funnel]");
    assertEquals(
        List.of("asked", "4", "finished", "2", "rejected: repeated", "1"),
        funnel.lines().limit(6).toList());
    assertEquals("2", browser.text(".figure b"));
    assertEquals(7, browser.all("#charts .card").size(), "with that of moves");
  }

  @Test
  void narrowScreensShowOneThingAtATime() {
    browser.size(360, 740);
    browser.open(page);
    assertTrue(browser.one("#list").isDisplayed());
    assertFalse(browser.one("#talk").isDisplayed());
    browser.one(".row").click();
    assertFalse(browser.one("#list").isDisplayed());
    assertEquals("desk lamp", browser.text("#talk h2"));
    for (String view : List.of("sessions", "charts", "run")) {
      browser.one("nav [data-view=" + view + "]").click();
      assertEquals(
          360L, browser.run("return document.documentElement.scrollWidth"), "no wider: " + view);
    }
    browser.one("nav [data-view=sessions]").click();
    browser.one(".back").click();
    assertTrue(browser.one("#list").isDisplayed());
  }

  @Test
  void colourFollowsTheSystemAndTheButton() {
    String light = browser.one("body").getCssValue("background-color");
    browser.dark(true);
    String dark = browser.one("body").getCssValue("background-color");
    assertNotEquals(light, dark);
    browser.one("#theme").click();
    assertEquals(light, browser.one("body").getCssValue("background-color"));
    browser.one("#theme").click();
    assertEquals(dark, browser.one("body").getCssValue("background-color"));
  }

  @Test
  void fiveThousandSessionsStayFluent(@TempDir Path directory) throws IOException {
    Path large = directory.resolve("large.html");
    new SessionViewer()
        .write(RunDirectory.open(ViewerRun.large(directory.resolve("run"), 5001)), large);
    browser.open(large);
    assertEquals("5,000 sessions", browser.text("#matches"));
    assertTrue(browser.text("#summary").endsWith("this page holds the first 5,000 of 5,001"));
    browser.one("#list").sendKeys(Keys.END);
    assertEquals("s4999", browser.text("#talk code"));
    assertTrue(browser.all(".row").size() < 40, "only rows in sight are in the page");
    Object milliseconds =
        browser.driver.executeAsyncScript(
            """
            const done = arguments[0];
            const matches = document.getElementById("matches");
            const search = document.getElementById("search");
            new MutationObserver(() => done(performance.now() - start)).observe(matches, {childList: true});
            search.value = "osmo blue";
            const start = performance.now();
            search.dispatchEvent(new Event("input"));
            """);
    assertEquals("2,500 of 5,000 sessions", browser.text("#matches"));
    assertTrue(((Number) milliseconds).doubleValue() < 3000, () -> milliseconds + " ms");
  }
}
