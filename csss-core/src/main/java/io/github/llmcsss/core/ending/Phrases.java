package io.github.llmcsss.core.ending;

import java.util.regex.Pattern;

/**
 * The phrases of the rules; all are for normalised text, and all quantifiers are bounded or
 * possessive, so that no utterance makes them slow.
 */
final class Phrases {
  private static final String WILL =
      "(?:i'll|i will|ill|we'll|we will|i am going to|i'm going to|im going to|i'm gonna|let's|lets"
          + "|i am going|i'm going|im going|i think i'll|i've decided to|i have decided to"
          + "|i decided to|i'd like to|i would like to|i want to|i am ready to|i'm ready to|^will"
          + "|i'm happy to|i'll just|ready to)";

  private static final String BUY =
      "(?:take|buy|get|order|purchase|go with|go for|choose|pick|grab|have|stick with"
          + "|settle on|settle for|keep)";

  private static final String THIS = "(?:it|this|that|these|those|them|both)";

  private static final String THIS_ONE = "(?:this|that) one|these|those|them|it";

  /** The shopper decides for a product. */
  static final Pattern DECISION =
      words(
          WILL
              + " "
              + BUY
              + " (?:"
              + THIS
              + "|one)(?= ?[.,!;)]| ?$| (?:one|please|thanks|thank|then|now"
              + "|today|for|pair|ones|two|in|because|as|since|and|laptop|shoes?|option)\\b)"
              + "|(?:i'll|i will|ill|i'm going to|im going to|i am going to|i'm going|im going"
              + "|i am going|i've decided to|i have decided to|i decided to|i think i'll|i'll just)"
              + " (?:take|buy|order|purchase|go with|go for|choose|pick|grab|stick with|settle on"
              + "|settle for) the"
              + "|going to (?:go|stick) with the"
              + "|i (?:want|choose|chose|pick|picked|select|accept|prefer) (?:this|that) one"
              + "|i (?:accept|choose|select) (?:"
              + THIS
              + "|my choice|the)"
              + "|i (?:settle|settled|have settled|decided|have decided)(?: on| for) "
              + "|i(?: have|'ve|ve)? (?:made|make) (?:my|a|the|up my) (?:decision|choice|mind|selection)"
              + "|i(?: have|'ve|ve) (?:chosen|selected|picked|decided on)"
              + "|i(?: have|'ve|ve) decided (?:i'm|im|i am|to|that)"
              + "|(?:this|that|it)(?:'s| is| will be) the one"
              + "|(?:these|those) are the ones?"
              + "|is the (?:one|pair) (?:for me|i want|i'll take|i will take)"
              + "|add (?:"
              + THIS_ONE
              + "|the [\\w -]{1,40}?) to (?:my |the )?(?:cart|basket|bag|order)"
              + "|(?:place|complete) (?:my|the|an) order"
              + "|(?:proceed|go|ready) to (?:the )?checkout"
              + "|(?:i'm|i am|im) (?:very |really |quite |so )?(?:happy|satisfied|pleased) with"
              + " (?:my|this|that|it|the|these|those)(?: choice| one| selection| option)?(?=[ .,!]|$)"
              + "|i'?m sold|consider me sold|it's a deal|wrap it up for me");

  private static final String PRAISED =
      "(?:it|that|this|these|those|they|this one|that one|the (?:first|second|third|last) one)";

  private static final String IS =
      "(?:'s| is|s| are|'re| sounds?| sound| looks?| look| seems?| seem| would be| will be)";

  private static final String VERY = "(?: just| absolutely| really| all| simply)?";

  private static final String BEST =
      "(?:perfect|just right|ideal|exactly what i (?:need|want|wanted|am looking for|was looking for"
          + "|'m looking for)|just what i (?:need|want|wanted|was looking for|am looking for)"
          + "|what i was looking for|what i've been looking for)";

  private static final String GOOD =
      "(?:great|good|fine|excellent|lovely|wonderful|amazing|fantastic|awesome|like a plan|nice"
          + "|brilliant)";

  private static final String THANKS = "(?:thanks|thank you|thankyou|thank u|thx|cheers|ty)";

  private static final String OPENING =
      "(?:(?:ok|okay|oh|wow|yes|yeah|yep|right|well|great|ah|then|so|and|nice|cool|alright)(?:[ ,.!]{1,4}+|$)){0,3}+";

  /** The whole utterance is the highest praise, or praise with thanks. */
  static final Pattern SATISFIED =
      Pattern.compile(
          OPENING
              + "(?:(?:"
              + PRAISED
              + IS
              + VERY
              + " |(?:sounds?|looks?|seems?|absolutely|just)"
              + VERY
              + " )?"
              + BEST
              + "(?: for (?:[\\w']{1,12} ?){1,3}+)?[ ,.!-]{0,4}+"
              + "(?:"
              + THANKS
              + "(?: you)?(?: so much| very much| a lot| again)?[ .!]{0,4}+)?+"
              + "|(?:"
              + PRAISED
              + IS
              + VERY
              + " |(?:sounds?|looks?|seems?)"
              + VERY
              + " )"
              + GOOD
              + "(?: to me| for me)?[ ,.!-]{0,4}+"
              + THANKS
              + "(?: you)?(?: so much| very much| a lot| again)?[ .!]{0,4}+)");

  /** The shopper stops without a product. */
  static final Pattern GIVING_UP =
      words(
          "never ?mind|nevermind"
              + "|(?<!don't |dont |not |never |can't )forget (?:it|this|that|about it)(?= ?[.,!;]| ?$)"
              + "|(?:i |i'll |i will |i'm |i am )?(?:just )?(?:look|looking|shop|shopping|search|searching|go|going|try|trying|check|buy|buying|find)"
              + "(?: (?:for )?(?:it|one|this|something|them))? (?:elsewhere|somewhere else|at another (?:store|shop|site)|in another (?:store|shop)|another (?:store|shop|site))"
              + "|i (?:just )?(?:give|gave|quit|am giving|'m giving)(?: up)?(?= ?[.,!;]| ?$| on (?:this|it|you))"
              + "|i'm giving up(?= ?[.,!;]| ?$| on (?:this|it|you))"
              + "|(?:this|that|it|you)(?:'s| is|'re| are| was)(?: just| really| such)?(?: a)?"
              + " (?:waste of (?:my )?time|hopeless|useless|pointless|going nowhere)"
              + "|i(?:'m| am) (?:no longer|not) interested(?: any ?more| in (?:any|buying|these|them|it))?"
              + "|i'll pass|i will pass|i think i'll pass"
              + "|i (?:don't|do not|dont) want (?:it|them|any of (?:these|those|them|it)|anything|to (?:buy|continue|go on))(?: any ?more)?(?= ?[.,!;]| ?$)"
              + "|i (?:won't|will not|wont) (?:be )?(?:buy|buying|get|getting|take|taking) any(?:thing| of (?:these|them))?\\b"
              + "|none of (?:these|those|them) (?:work|works|fit|fits|suit|suits|will do|are right|is right)(?: for me| me)?(?= ?[.,!;]| ?$)"
              + "|(?:let's|lets) (?:leave|drop|stop) (?:it|this|here)"
              + "|leave it (?:there|then)"
              + "|cancel (?:this|that|it|my search|the search|everything)"
              + "|i(?:'ve| have) had enough|i(?:'m| am) out(?= ?[.,!;]| ?$)"
              + "|i(?:'ll| will) (?:leave|skip) it");

  /** What gives up by a negative word needs no further check for negation. */
  static final Pattern TAKEN_BACK =
      words("(?:don't|dont|do not|not|won't|never) (?:give|giving) up");

  /** Goodbye in so many words. */
  static final Pattern GOODBYE =
      words(
          "bye|bye-bye|byebye|goodbye|good bye|good-bye|farewell|see (?:you|ya)(?: later| soon| next time)?(?= ?[.,!;]| ?$)"
              + "|have a (?:good|nice|great|lovely|wonderful) (?:day|one|evening|night|weekend|time|week)"
              + "|that(?:'s| is|'ll be| will be) (?:all|it|everything)(?: i (?:need|needed|wanted)(?: to know)?)?(?: for (?:now|today|me))?(?= ?[.,!;]| ?$)"
              + "|(?:i have |i've )?no (?:more|further|other) questions"
              + "|i(?:'m| am|m)(?: all)? (?:set|done|finished|good)(?: now| here| for now| thanks| thank you)?(?= ?[.,!;-]| ?$)"
              + "|(?:we are|we're) (?:all )?(?:done|finished|good)"
              + "|nothing (?:else|more)(?: for (?:now|today))?(?= ?[.,!;]| ?$)");

  /** Nothing but thanks and courtesy. */
  static final Pattern ONLY_THANKS =
      Pattern.compile(
          "(?:(?:ok|okay|oh|wow|yes|yeah|no|nope|right|well|great|good|brilliant|perfect|excellent|awesome"
              + "|lovely|wonderful|amazing|fantastic|super|nice|cool|alright|all|right|got it|fine|that's"
              + "|that is|that was|thats|you've been|very|really|so|much|helpful|great help|a big help|for now|again"
              + "|many|a lot|you)(?:[ ,.!:)-]{1,4}+|$)){0,8}+"
              + THANKS
              + "(?: (?:you|so|very|much|a lot|a bunch|a million|again|all|indeed|for now|anyway|then))*+"
              + "(?: (?:for|with) (?:all |all of )?(?:the|your|this|that|these|those)?(?: \\w+){0,3}+)?+"
              + "(?:[ ,.!:)-]{1,4}+(?:you've been|that(?:'s|s| is| was)|very|really|so|great|a|big|helpful|help"
              + "|much|appreciated|have|day|nice|good|bye|that|helps|helped|lot|i appreciate it|again|lots|all"
              + "|you(?:'ve| have) been|it was|for now|take care))*+[ .!:)-]{0,4}+");

  /** The shopper asks something or wants more. */
  static final Pattern GOES_ON =
      Pattern.compile(
          "\\?|(?:^|[.!,;] ?)(?:(?:and|so|ok|okay|but|also|thanks|thank you|great|no|yes)[ ,]{1,2}+){0,2}+"
              + "(?:what|which|where|how|why(?! not[,.])|who|can you|could you|would you|will you|is (?:it|this|that|there|the)"
              + "|are (?:they|there|these|those|the)|do (?:you|they|these)|does|did|has|have you|show me|tell me|give me|find me|recommend"
              + "|suggest|compare|try again)\\b"
              + "|\\b(?:show me|tell me|find me|i need|i also|i still|i would (?:also )?like(?! to (?:buy|order|get|take|purchase|go))"
              + "|i'd (?:also )?like(?! to (?:buy|order|get|take|purchase|go))|looking for(?! \\.)|something (?:else|with|more|that)"
              + "|any (?:other|more)|anything (?:else|with)|do you have|let me (?:think|know|see)|another(?! (?:store|shop|site|place))|alternatives?|instead"
              + "|more (?:info|information|details|options)|learn more|compare|what about|how about|(?:please )?recommend me|please (?:recommend|suggest|show|find))\\b");

  private Phrases() {}

  private static Pattern words(String alternatives) {
    return Pattern.compile("(?:^|(?<=[^\\p{L}\\p{N}']))(?:" + alternatives + ")");
  }
}
