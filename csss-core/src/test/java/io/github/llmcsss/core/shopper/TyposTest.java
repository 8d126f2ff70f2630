package io.github.llmcsss.core.shopper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TyposTest {
  @Property
  void someChangesOneWordOfAShortText(@ForAll long seed) {
    String text = "Do you have a lighter kettle?";
    String typed = Typos.some(text, new SplittableRandom(seed));
    assertNotEquals(text, typed);
    String[] before = text.split(" ", -1);
    String[] after = typed.split(" ", -1);
    assertEquals(before.length, after.length);
    int changed = 0;
    for (int i = 0; i < before.length; i++) {
      changed += before[i].equals(after[i]) ? 0 : 1;
      assertEquals(before[i].charAt(0), after[i].charAt(0));
    }
    assertEquals(1, changed);
    assertEquals(typed, Typos.some(text, new SplittableRandom(seed)));
  }

  @Property
  void everyLongWordIsMistypedWhereAllAre(@ForAll long seed) {
    String[] after =
        Typos.everywhere("steel kettle with 1500W and usb3 for me", new SplittableRandom(seed))
            .split(" ");
    assertNotEquals("steel", after[0]);
    assertNotEquals("kettle", after[1]);
    assertNotEquals("with", after[2]);
    assertEquals("1500W and usb3 for me", String.join(" ", after).split(" ", 4)[3]);
  }

  @Property
  void anyTextSurvives(@ForAll @StringLength(max = 60) String text, @ForAll long seed) {
    String typed = Typos.everywhere(text, new SplittableRandom(seed));
    assertTrue(typed.length() <= 2 * text.length());
    assertEquals(wellFormed(text), wellFormed(typed));
  }

  private static boolean wellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  @Test
  void textsWithoutALongWordStay() {
    assertEquals("A 4K TV, ok?", Typos.some("A 4K TV, ok?", new SplittableRandom(1)));
    String gothic = "\ud800\udf30\ud800\udf31\ud800\udf32\ud800\udf33";
    assertEquals(gothic, Typos.everywhere(gothic, new SplittableRandom(1)));
  }
}
