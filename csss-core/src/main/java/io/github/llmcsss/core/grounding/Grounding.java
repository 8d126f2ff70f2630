package io.github.llmcsss.core.grounding;

import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.UnsupportedClaim;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * What an answer takes from the documents retrieved for it, and what it states without support;
 * found mechanically, the same every time, and written for English. Of an answer, and of each field
 * of a document, the first 20,000 characters are looked at.
 *
 * @param citations in the order of their starts; they do not overlap
 * @param unsupported in the order of their starts; they overlap neither each other nor citations
 */
public record Grounding(List<Citation> citations, List<UnsupportedClaim> unsupported) {
  /** Copies the lists. */
  public Grounding {
    citations = List.copyOf(citations);
    unsupported = List.copyOf(unsupported);
  }

  /**
   * Looks at an answer.
   *
   * @param answer the text ({@code S_t})
   * @param documents retrieved for it, best first ({@code D_t})
   * @param history the turns before, oldest first: a claim that a document retrieved for one of
   *     them supports, or that the shopper made, is neither cited nor unsupported
   * @param user what the shopper said just before
   */
  public static Grounding of(
      String answer, List<RetrievedDocument> documents, List<Turn> history, String user) {
    String text = answer.substring(0, Math.min(answer.length(), Source.LONGEST_FIELD));
    List<Token> tokens = Tokens.of(text);
    List<Source> sources = documents.stream().map(found -> new Source(found.document())).toList();
    Conversation conversation = new Conversation(history, user);
    List<Quantity> quantities = QuantityScanner.scan(text);
    List<Name> names = new ArrayList<>(NameFinder.find(tokens, sources));
    List<UnsupportedClaim> unsupported =
        new InventedNames(text, tokens, sources, names, conversation).find(quantities);
    names.removeIf(name -> unsupported.stream().anyMatch(claim -> overlap(name, claim)));

    List<Citation> citations = new ArrayList<>(names.stream().map(Name::citation).toList());
    Spans named = new Spans(text.length());
    citations.forEach(citation -> named.add(citation.start(), citation.end()));
    unsupported.forEach(claim -> named.add(claim.start(), claim.end()));
    Amounts amounts = new Amounts(tokens, sources, names, conversation);
    for (Quantity quantity : quantities) {
      if (named.free(quantity.start(), quantity.end())) {
        amounts.check(quantity, citations, unsupported);
      }
    }
    Spans all = new Spans(text.length());
    citations.forEach(citation -> all.add(citation.start(), citation.end()));
    unsupported.forEach(claim -> all.add(claim.start(), claim.end()));
    BitSet taken = new BitSet();
    for (int i = 0; i < tokens.size(); i++) {
      taken.set(i, !all.free(tokens.get(i).start(), tokens.get(i).end()));
    }
    new Phrases(tokens, taken).find(sources, citations);
    citations.sort(Comparator.comparingInt(Citation::start));
    unsupported.sort(Comparator.comparingInt(UnsupportedClaim::start));
    return new Grounding(citations, unsupported);
  }

  /** Whether nothing is stated without support. */
  public boolean supported() {
    return unsupported.isEmpty();
  }

  private static boolean overlap(Name name, UnsupportedClaim claim) {
    return name.citation().start() < claim.end() && claim.start() < name.citation().end();
  }

  /** Characters that are spoken for. */
  private static final class Spans {
    private final BitSet characters;

    Spans(int length) {
      this.characters = new BitSet(length);
    }

    void add(int start, int end) {
      characters.set(start, end);
    }

    boolean free(int start, int end) {
      int next = characters.nextSetBit(start);
      return next < 0 || next >= end;
    }
  }
}
