package io.github.llmcsss.api;

import static io.github.llmcsss.api.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
  @Test
  void drawsFromTheModelItselfByDefault() {
    assertEquals(new Sampling(1, 1, 0, 0, 1, 128, List.of(), Set.of()), Sampling.builder().build());
  }

  @Test
  void isGreedyAtTemperatureZero() {
    assertEquals(Sampling.builder().temperature(0).maximumTokens(7).build(), Sampling.greedy(7));
  }

  @Property
  void takesAllOfItsRangesAndGoesThroughItsBuilder(
      @ForAll @DoubleRange(min = 0, max = 10) double temperature,
      @ForAll @DoubleRange(min = 0, minIncluded = false, max = 1) double topP,
      @ForAll @IntRange(min = 0) int topK,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double minP,
      @ForAll @DoubleRange(min = 1, max = 10) double repetitionPenalty,
      @ForAll @IntRange(min = 1) int maximumTokens,
      @ForAll Set<Integer> bannedTokens) {
    Sampling sampling =
        new Sampling(
            temperature,
            topP,
            topK,
            minP,
            repetitionPenalty,
            maximumTokens,
            List.of("\n"),
            bannedTokens);
    assertEquals(sampling, sampling.toBuilder().build());
    assertEquals(bannedTokens, sampling.bannedTokens());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.001, 10.001, Double.POSITIVE_INFINITY})
  void refusesATemperatureOutOfRange(double value) {
    assertRefused("temperature", value, () -> Sampling.builder().temperature(value).build());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1, 1.001})
  void refusesATopPOutOfRange(double value) {
    assertRefused("topP", value, () -> Sampling.builder().topP(value).build());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE})
  void refusesANegativeTopK(int value) {
    assertRefused("topK", value, () -> Sampling.builder().topK(value).build());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.001, 1, 2})
  void refusesAMinPOutOfRange(double value) {
    assertRefused("minP", value, () -> Sampling.builder().minP(value).build());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0.999, 0, -1, 10.001})
  void refusesARepetitionPenaltyOutOfRange(double value) {
    assertRefused(
        "repetitionPenalty", value, () -> Sampling.builder().repetitionPenalty(value).build());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void refusesToWriteNothing(int value) {
    assertRefused("maximumTokens", value, () -> Sampling.builder().maximumTokens(value).build());
  }

  @Test
  void refusesAnEmptyStopString() {
    assertRefused(
        "stopStrings", "[a, ]", () -> Sampling.builder().stopStrings(List.of("a", "")).build());
  }

  @Test
  void isChangedByEveryOption() {
    Sampling plain = Sampling.builder().build();
    List<Sampling> changed =
        List.of(
            plain.toBuilder().temperature(0.5).build(),
            plain.toBuilder().topP(0.5).build(),
            plain.toBuilder().topK(5).build(),
            plain.toBuilder().minP(0.5).build(),
            plain.toBuilder().repetitionPenalty(1.5).build(),
            plain.toBuilder().maximumTokens(5).build(),
            plain.toBuilder().stopStrings(List.of("x")).build(),
            plain.toBuilder().bannedTokens(Set.of(5)).build());
    changed.forEach(one -> assertNotEquals(plain, one));
    assertEquals(changed.size(), Set.copyOf(changed).size());
  }

  @Test
  void copiesItsCollectionsAndSortsTheBannedTokens() {
    List<String> stops = new ArrayList<>(List.of("a"));
    Set<Integer> banned = new HashSet<>(Set.of(900_000, 3, -7, 41));
    Sampling sampling = Sampling.builder().stopStrings(stops).bannedTokens(banned).build();
    stops.add("b");
    banned.clear();
    assertEquals(List.of("a"), sampling.stopStrings());
    assertEquals(List.of(-7, 3, 41, 900_000), List.copyOf(sampling.bannedTokens()));
    assertTrue(sampling.toString().contains("[-7, 3, 41, 900000]"), sampling::toString);
    assertThrows(UnsupportedOperationException.class, () -> sampling.bannedTokens().add(1));
  }
}
