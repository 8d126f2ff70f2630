package io.github.llmcsss.core.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words of English text, as the reformulation, the rewards and the checks see them: runs of letters
 * and digits, with a full stop or an apostrophe inside, in lower case. A content word is one that
 * is neither a function word nor small talk between shopper and assistant.
 */
public final class Words {
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{N}\\p{M}]+(?:[.'\u2019][\\p{L}\\p{N}\\p{M}]+)*");

  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          """
          a about above after again against ain't all also am an and any anyone anything are aren't as at be because
          been before being below between both but by can can't cannot could couldn't did didn't do does doesn't doing
          don't down during each either else ever every everything few for from further had hadn't has hasn't have
          haven't having he he's her here hers herself him himself his how i i'd i'll i'm i've if in into is isn't it
          it's its itself just let let's may maybe me might mine more most much must my myself no nor not now of off on
          once one ones only onto or other others our ours ourselves out over own perhaps quite rather really same
          she shall she's should shouldn't since so some someone something still such than that that's the their theirs
          them themselves then there there's these they they'd they'll they're they've this those though through to too
          under until up upon us very was wasn't we we'd we'll we're we've were weren't what what's when where whether
          which while who whom whose why will with within without won't would wouldn't yet you you'd you'll you're
          you've your yours yourself yourselves\
          """
              .split("\\s+"));

  private static final Set<String> SMALL_TALK =
      Set.of(
          """
          ask assist available bit budget buy bye check choice choose consider decide find fine fits get give go going
          goodbye great hello help hey hi hmm hope interested kind know like looking looks lot love make many mean need
          needs nice offer ok okay option options order please prefer product products purchase question recommend
          recommendation recommended result results right search searching see shop shopping show sorry sort sounds
          sure take tell thank thanks thing things think try type use using want wants well wondering work works yeah
          yes good best better perfect item items able specific suggest\
          """
              .split("\\s+"));

  private Words() {}

  /** All words in their order. */
  public static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group().toLowerCase(Locale.ROOT).replace('\u2019', '\''));
    }
    return words;
  }

  /** Whether a word of {@link #of} says what a text is about. */
  public static boolean isContent(String word) {
    if (word.length() == 1 && !Character.isDigit(word.charAt(0))) {
      return false;
    }
    return !FUNCTION_WORDS.contains(word) && !SMALL_TALK.contains(word);
  }

  /** A word without the ending of a possessive or a plural, for comparing. */
  public static String stem(String word) {
    String base = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    if (base.length() > 3 && base.endsWith("s") && !base.endsWith("ss")) {
      return base.substring(0, base.length() - 1);
    }
    return base;
  }

  /** The stems of the content words, each once, in their order. */
  public static Set<String> contentStems(String text) {
    Set<String> stems = new LinkedHashSet<>();
    for (String word : of(text)) {
      if (isContent(word)) {
        stems.add(stem(word));
      }
    }
    return stems;
  }
}
