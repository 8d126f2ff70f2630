package io.github.llmcsss.core.shopper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Mistypes words as fingers do: neighbouring letters change places, one is lost, doubled, or hit
 * beside. Words of four letters and more, never their first letter; digits stay as they are.
 */
public final class Typos {
  private static final Pattern WORD =
      Pattern.compile("(?<![\\p{L}\\p{N}])[\\p{L}&&[\\x{0}-\\x{ffff}]]{4,}+(?![\\p{L}\\p{N}@/])");

  /** One word in so many is mistyped, and at least one. */
  private static final int WORDS_A_TYPO = 12;

  private static final int KINDS = 4;

  private static final Map<Character, String> BESIDE =
      Map.ofEntries(
          Map.entry('a', "sqz"),
          Map.entry('b', "vn"),
          Map.entry('c', "xv"),
          Map.entry('d', "sf"),
          Map.entry('e', "wr"),
          Map.entry('f', "dg"),
          Map.entry('g', "fh"),
          Map.entry('h', "gj"),
          Map.entry('i', "uo"),
          Map.entry('j', "hk"),
          Map.entry('k', "jl"),
          Map.entry('l', "k"),
          Map.entry('m', "n"),
          Map.entry('n', "bm"),
          Map.entry('o', "ip"),
          Map.entry('p', "o"),
          Map.entry('q', "w"),
          Map.entry('r', "et"),
          Map.entry('s', "ad"),
          Map.entry('t', "ry"),
          Map.entry('u', "yi"),
          Map.entry('v', "cb"),
          Map.entry('w', "qe"),
          Map.entry('x', "zc"),
          Map.entry('y', "tu"),
          Map.entry('z', "x"));

  private Typos() {}

  /** The text with one word in twelve mistyped; as it is if no word is long enough. */
  public static String some(String text, RandomGenerator random) {
    List<MatchResult> words = WORD.matcher(text).results().toList();
    if (words.isEmpty()) {
      return text;
    }
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < 1 + words.size() / WORDS_A_TYPO; i++) {
      chosen.add(random.nextInt(words.size()));
    }
    return replaced(text, words, chosen, random);
  }

  /** The text with every word mistyped that is long enough. */
  public static String everywhere(String text, RandomGenerator random) {
    List<MatchResult> words = WORD.matcher(text).results().toList();
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      all.add(i);
    }
    return replaced(text, words, all, random);
  }

  private static String replaced(
      String text, List<MatchResult> words, List<Integer> chosen, RandomGenerator random) {
    StringBuilder result = new StringBuilder();
    int end = 0;
    for (int i = 0; i < words.size(); i++) {
      MatchResult word = words.get(i);
      result.append(text, end, word.start());
      result.append(chosen.contains(i) ? mistyped(word.group(), random) : word.group());
      end = word.end();
    }
    return result.append(text.substring(end)).toString();
  }

  /** Always another word than before. */
  private static String mistyped(String word, RandomGenerator random) {
    int at = 1 + random.nextInt(word.length() - 2);
    char letter = word.charAt(at);
    String before = word.substring(0, at);
    String after = word.substring(at + 1);
    return switch (random.nextInt(KINDS)) {
      case 0 -> before + after;
      case 1 -> before + letter + letter + after;
      case 2 -> {
        String beside = BESIDE.getOrDefault(Character.toLowerCase(letter), "e");
        char hit = beside.charAt(random.nextInt(beside.length()));
        yield before + (hit == letter ? "" : hit) + after;
      }
      default -> {
        char next = word.charAt(at + 1);
        yield next == letter ? before + after : before + next + letter + word.substring(at + 2);
      }
    };
  }
}
