package io.github.llmcsss.core.shopper;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.Move;
import io.github.llmcsss.core.ending.ShopperEndings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a shopper's move from English words: the first kind of words that is found decides, in the
 * order of comparing, changing the mind, objecting, narrowing, asking; whatever is left reveals
 * something. A heuristic for counting moves in logs without labels, not for judging one utterance:
 * of 100 utterances of shoppers that were read by hand, 14 were labelled wrongly or doubtfully.
 */
public final class MoveWords {
  private static final int LONGEST = 2_000;

  private static final Map<Move, Pattern> WORDS = words();

  private MoveWords() {}

  private static Map<Move, Pattern> words() {
    Map<Move, Pattern> words = new LinkedHashMap<>();
    words.put(
        Move.COMPARE,
        words(
            "compar\\w*|difference between|versus|vs|which (?:one|of (?:these|them|those|the two))"
                + "|which (?:is|are|would be|has|offers) (?:the |a )?(?:\\w+er|best|most|more)|(?:better|worse|lighter|faster|cheaper|bigger|more \\w+) than"
                + "|between (?:the|these|them|those)|match up|the (?:best|better) (?:of|one|out of)"
                + "|prefer the|(?:like|liked) the (?:first|second|other|last|previous)"));
    words.put(
        Move.CHANGE_MIND,
        words(
            "instead|actually|second thought|chang\\w+ my mind|forget (?:about )?(?:the|that|it)"
                + "|(?:something|anything) (?:completely |entirely )?(?:else|different)|try again"
                + "|(?:any|some|what|show me|have you got|do you have|are there)(?: \\w+)? (?:other|different|more)"
                + " (?:\\w+ )?(?:options?|recommendations?|laptops?|shoes?|ones?|suggestions?|models?|brands?|choices?)"
                + "|(?:an)?other (?:one|option|recommendation|suggestion|laptop|shoe|model)s?"
                + "|(?:other|different) (?:options|recommendations|suggestions|laptops|shoes|models|brands)"
                + "|what else|any others?|(?:a |any )?alternatives?"));
    words.put(
        Move.OBJECT,
        words(
            "too (?:\\w+ )?(?:expensive|heavy|small|big|large|short|old|slow|basic|much|little|low|narrow|wide|bulky|pricey)"
                + "|not (?:good|enough|what|really|sure|keen|feeling|a fan|happy|suitable|right|ideal|for me|very)"
                + "|(?:don't|dont|do not) (?:like|want|think|need|care|feel|see)|(?:isn't|isnt|is not|doesn't|doesnt|does"
                + " not|aren't|won't|wouldn't)(?! (?:it|that|this|there))|concern\\w*|worr\\w+|unfortunately|disappoint\\w*"
                + "|however|no(?=[ ,.]|$)(?! (?:problem|preference))|nope|but (?:it|this|that|the|its|they)"));
    words.put(
        Move.REFINE,
        words(
            "(?:something|anything|one|ones|shoes?|laptops?)(?: \\w+)? (?:cheaper|lighter|bigger|smaller|larger|faster|better|under|with|that|more|less)"
                + "|more (?:\\w+ )?(?:storage|memory|ram|power|cushion\\w*|support|durab\\w*|breathab\\w*|affordable|options)"
                + "|at least|less than|under \\W?\\d+|up to|maximum|minimum|also (?:need|want|be|has|have|like)|must"
                + "|needs? to (?:be|have)|should (?:be|have)|has to|as well as|would (?:also )?(?:prefer|like)|prefer\\w*"
                + "|rather|important|priorit\\w+|cheaper|lighter|bigger|smaller|larger"));
    words.put(
        Move.ASK_DETAIL,
        Pattern.compile(
            "(?iu)\\?|^\\W*(?:and |so |ok,? |okay,? )?(?:what|how|does|do|is|are|can|could|will|would|has|have|did|why|when|where|which|tell"
                + " me)\\b"));
    return words;
  }

  private static Pattern words(String alternatives) {
    return Pattern.compile("(?iu)\\b(?:" + alternatives + ")\\b");
  }

  /** The move of an utterance; empty for a mere farewell, and for what is too long to be read. */
  public static Optional<Move> move(String utterance) {
    if (utterance.isBlank() || utterance.length() > LONGEST) {
      return Optional.empty();
    }
    Optional<EndReason> ending = ShopperEndings.ENGLISH.ending(utterance);
    if (ending.isPresent()) {
      return switch (ending.get()) {
        case ACCEPTED -> Optional.of(Move.ACCEPT);
        case GAVE_UP -> Optional.of(Move.GIVE_UP);
        default -> Optional.empty();
      };
    }
    String plain = utterance.replace('\u2019', '\'');
    return WORDS.entrySet().stream()
        .filter(kind -> kind.getValue().matcher(plain).find())
        .map(Map.Entry::getKey)
        .findFirst()
        .or(() -> Optional.of(Move.REVEAL));
  }
}
