package io.github.llmcsss.api;

import static io.github.llmcsss.api.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final class Silent implements Generator {
    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }

    @Override
    public void close() {}
  }

  @Test
  void sortsAndCopiesItsFacts() {
    Map<String, String> facts = new HashMap<>(Map.of("z", "1", "a", "2", "m", "3"));
    Provenance provenance = new Provenance("thing", facts);
    facts.clear();
    assertEquals(List.of("a", "m", "z"), List.copyOf(provenance.facts().keySet()));
    assertThrows(UnsupportedOperationException.class, () -> provenance.facts().clear());
  }

  @Test
  void refusesABlankName() {
    assertRefused("name", "\"\"", () -> new Provenance("", Map.of()));
  }

  @Test
  void isTheSameForALambdaAtEveryStart() {
    RewardFunction reward = input -> 0.5;
    assertEquals(new Provenance("lambda", Map.of()), reward.provenance());
  }

  @Test
  void namesTheClassOfAnImplementation() {
    try (Generator generator = new Silent()) {
      assertEquals(Silent.class.getName(), generator.provenance().name());
      generator.release("unknown");
    }
  }

  @Test
  void keepsTheCauseOfAnException() {
    Exception cause = new Exception("why");
    CsssException exception = new CsssException("what", cause);
    assertEquals("what", exception.getMessage());
    assertSame(cause, exception.getCause());
  }
}
