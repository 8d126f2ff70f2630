package io.github.llmcsss.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.SeedQuery;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunSeedTest {
  @Test
  void everyPartOfTheChoiceCounts() {
    RunSeed seed = new RunSeed(7);
    Set<Long> seeds = new HashSet<>();
    seeds.add(seed.derive("a", 1, "user", 0));
    seeds.add(seed.derive("b", 1, "user", 0));
    seeds.add(seed.derive("a", 2, "user", 0));
    seeds.add(seed.derive("a", 1, "query", 0));
    seeds.add(seed.derive("a", 1, "user", 1));
    seeds.add(new RunSeed(8).derive("a", 1, "user", 0));
    assertEquals(6, seeds.size());
    assertEquals(seed.derive("a", 1, "user", 0), new RunSeed(7).derive("a", 1, "user", 0));
  }

  /** Sessions of earlier releases are found again: these values must never change. */
  @Test
  void hashesAreWhatTheyWere() {
    assertEquals(562825820112281989L, new RunSeed(42).derive("abc", 3, "assistant", 1));
    assertEquals("a00bf7d94abd503da2a38b13", RunSeed.sessionId("camera lens", 0));
  }

  @Test
  void theIdIsOfTextAndRepetition() {
    assertNotEquals(RunSeed.sessionId("lamp", 0), RunSeed.sessionId("lamp", 1));
    assertNotEquals(RunSeed.sessionId("lamp", 0), RunSeed.sessionId("lamps", 0));
    assertEquals(24, RunSeed.sessionId("lamp", 0).length());
  }

  @Test
  void theFingerprintSeesEveryPartOfASeedQuery() {
    Set<String> prints = new HashSet<>();
    prints.add(RunSeed.fingerprint(List.of(SeedQuery.of("ab"), SeedQuery.of("c"))));
    prints.add(RunSeed.fingerprint(List.of(SeedQuery.of("a"), SeedQuery.of("bc"))));
    prints.add(RunSeed.fingerprint(List.of(new SeedQuery("ab", List.of("x"), Optional.empty()))));
    Need need = new Need("y", Set.of("1", "2"));
    prints.add(RunSeed.fingerprint(List.of(new SeedQuery("ab", List.of("x"), Optional.of(need)))));
    assertEquals(4, prints.size());
  }
}
