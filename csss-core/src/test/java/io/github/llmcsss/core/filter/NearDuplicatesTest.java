package io.github.llmcsss.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
  private static String text(SplittableRandom random, int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append("w").append(random.nextInt(5000)).append(' ');
    }
    return text.toString();
  }

  /** The same words with every so manieth replaced. */
  private static String changed(String text, int every) {
    String[] words = text.split(" ");
    for (int i = every - 1; i < words.length; i += every) {
      words[i] = "new" + i;
    }
    return String.join(" ", words);
  }

  private static Session session(String text) {
    return Texts.session("lamp", text);
  }

  private static List<Optional<Finding>> run(RunFilter.Memory memory, List<Session> sessions) {
    List<Optional<Finding>> verdicts = new ArrayList<>();
    for (Session session : sessions) {
      Optional<Finding> finding = memory.check(session);
      if (finding.isEmpty()) {
        memory.keep(session);
      }
      verdicts.add(finding);
    }
    return verdicts;
  }

  @Test
  void copiesAreAlwaysFoundAndOthersNever() {
    SplittableRandom random = new SplittableRandom(1);
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      sessions.add(session(text(random, 5 + random.nextInt(100))));
    }
    RunFilter.Memory memory = NearDuplicates.DEFAULT.begin();
    assertTrue(run(memory, sessions).stream().allMatch(Optional::isEmpty));
    assertTrue(sessions.stream().allMatch(session -> memory.check(session).isPresent()));
    assertEquals(
        Optional.of(new Finding("near-duplicate", "like kept session 77, 1.00")),
        memory.check(sessions.get(77)));
  }

  @Test
  void smallChangesDoNotHideACopy() {
    SplittableRandom random = new SplittableRandom(2);
    int alike = 0;
    int different = 0;
    for (int i = 0; i < 300; i++) {
      String text = text(random, 180);
      RunFilter.Memory memory = NearDuplicates.DEFAULT.begin();
      memory.keep(session(text));
      // Every 60th word: 0.9 of the runs in common; every 8th: 0.45.
      alike += memory.check(session(changed(text, 60))).isPresent() ? 1 : 0;
      different += memory.check(session(changed(text, 8))).isPresent() ? 1 : 0;
    }
    assertTrue(alike >= 280, "found of 300: " + alike);
    assertEquals(0, different);
  }

  @Test
  void theThresholdIsASetting() {
    SplittableRandom random = new SplittableRandom(3);
    int low = 0;
    int high = 0;
    for (int i = 0; i < 100; i++) {
      String text = text(random, 180);
      RunFilter.Memory loose = new NearDuplicates(0.7).begin();
      RunFilter.Memory strict = new NearDuplicates(1).begin();
      loose.keep(session(text));
      strict.keep(session(text));
      low += loose.check(session(changed(text, 30))).isPresent() ? 1 : 0;
      high += strict.check(session(changed(text, 30))).isPresent() ? 1 : 0;
    }
    assertTrue(low > 85 && high < 5, low + " " + high);
  }

  @Test
  void aRunThatGoesOnIsWhereItWas() {
    SplittableRandom random = new SplittableRandom(4);
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      sessions.add(
          i % 3 == 2
              ? session(changed(textOf(sessions.get(i / 2)), 70))
              : session(text(random, 90)));
    }
    List<Optional<Finding>> whole = run(NearDuplicates.DEFAULT.begin(), sessions);
    RunFilter.Memory resumed = NearDuplicates.DEFAULT.begin();
    for (int i = 0; i < 150; i++) {
      if (whole.get(i).isEmpty()) {
        resumed.keep(sessions.get(i));
      }
    }
    assertEquals(whole.subList(150, 300), run(resumed, sessions.subList(150, 300)));
    assertTrue(whole.stream().filter(Optional::isPresent).count() > 80);
  }

  private static String textOf(Session session) {
    return session.turns().getFirst().response().orElseThrow().text();
  }

  @Test
  void wordsCountAndNotTheirOrderOfSides() {
    RunFilter.Memory memory = NearDuplicates.DEFAULT.begin();
    memory.keep(Texts.session("lamp", "It is bright, and cheap too!", "ok"));
    assertTrue(
        memory.check(Texts.session("Lamp!", "it is bright and cheap too", "OK")).isPresent());
    assertEquals(
        Optional.empty(), memory.check(Texts.session("lamp", "it costs more than others", "ok")));
  }

  @Test
  void aHundredBytesASessionAreEnough() {
    assertTrue(bytesOf(300_000) <= 100, "bytes a session: " + bytesOf(300_000));
  }

  @Test
  @Tag("slow")
  void aMillionSessionsAreFoundAgain() {
    SignatureStore store = store(1_000_000);
    SplittableRandom random = new SplittableRandom(5);
    byte[] signature = new byte[MinHash.HASHES];
    for (int i = 0; i < 1_000_000; i++) {
      random.nextBytes(signature);
      assertEquals(OptionalLong.of(i), store.find(signature, 0.8));
    }
  }

  private static double bytesOf(int sessions) {
    long before = used();
    SignatureStore store = store(sessions);
    long after = used();
    return (double) (after - before) / store.size();
  }

  private static SignatureStore store(int sessions) {
    SignatureStore store = new SignatureStore();
    SplittableRandom random = new SplittableRandom(5);
    byte[] signature = new byte[MinHash.HASHES];
    for (int i = 0; i < sessions; i++) {
      random.nextBytes(signature);
      store.add(signature);
    }
    return store;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
