package io.github.llmcsss.core.grounding;

import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.DocumentField;
import io.github.llmcsss.api.UnsupportedClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds prices and numbers with units against the documents. A price in a sentence that names
 * products must be that of one of them, or the shopper's, and so must one in a sentence that goes
 * on with {@code It} or the like; any other price, and any number, may be any document's, of one
 * that is named first.
 */
final class Amounts {
  private static final Set<String> GOES_ON = Set.of("it", "it's", "its", "this", "they", "these");

  /** A field and a stretch of it. */
  record Support(DocumentField field, int start, int end) {}

  private final List<Token> answer;
  private final List<Source> sources;
  private final List<Name> names;
  private final Conversation conversation;

  Amounts(List<Token> answer, List<Source> sources, List<Name> names, Conversation conversation) {
    this.answer = answer;
    this.sources = sources;
    this.names = names;
    this.conversation = conversation;
  }

  /** Adds what is found of one amount: a citation, an unsupported claim, or nothing. */
  void check(Quantity claim, List<Citation> citations, List<UnsupportedClaim> unsupported) {
    if (claim.bound() != Quantity.Bound.EXACT && conversation.said(claim)) {
      return;
    }
    ClaimKind kind = claim.money() ? ClaimKind.PRICE : ClaimKind.NUMBER;
    List<Source> named = named(claim.start());
    List<Source> order =
        claim.money() && !named.isEmpty()
            ? named
            : Stream.concat(named.stream(), sources.stream()).distinct().toList();
    for (Source source : order) {
      Optional<Support> support = support(claim, source);
      if (support.isPresent()) {
        Support found = support.get();
        citations.add(
            new Citation(
                claim.start(),
                claim.end(),
                kind,
                source.id(),
                found.field(),
                found.start(),
                found.end()));
        return;
      }
    }
    boolean bound = claim.money() && !named.isEmpty();
    if (!(bound ? conversation.said(claim) : conversation.supports(claim))) {
      unsupported.add(new UnsupportedClaim(claim.start(), claim.end(), kind));
    }
  }

  /** Where a document supports a claim: its price, or the first place in its texts. */
  static Optional<Support> support(Quantity claim, Source source) {
    if (claim.money() && source.document().price().isPresent()) {
      double price = source.document().price().getAsDouble();
      if (claim.supportedBy(price)) {
        int length = DocumentField.Single.PRICE.text(source.document()).length();
        return Optional.of(new Support(DocumentField.Single.PRICE, 0, length));
      }
    }
    return source.quantities().stream()
        .filter(said -> claim.supportedBy(said.quantity()))
        .map(said -> new Support(said.field(), said.quantity().start(), said.quantity().end()))
        .findFirst();
  }

  private List<Source> named(int at) {
    int sentence = 0;
    int first = 0;
    for (int i = 0; i < answer.size() && answer.get(i).start() <= at; i++) {
      if (answer.get(i).sentence() != sentence) {
        sentence = answer.get(i).sentence();
        first = i;
      }
    }
    List<Source> here = namedIn(sentence);
    if (here.isEmpty() && !answer.isEmpty() && GOES_ON.contains(answer.get(first).lower())) {
      return first == 0 ? List.of() : namedIn(answer.get(first - 1).sentence());
    }
    return here;
  }

  private List<Source> namedIn(int sentence) {
    List<Source> named = new ArrayList<>();
    for (Name name : names) {
      if (answer.get(name.first()).sentence() == sentence) {
        named.addAll(name.sources());
      }
    }
    return named;
  }
}
