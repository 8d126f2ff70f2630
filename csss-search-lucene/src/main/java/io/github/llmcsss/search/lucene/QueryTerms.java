package io.github.llmcsss.search.lucene;

import com.google.common.collect.LinkedHashMultiset;
import com.google.common.collect.Multiset;
import java.io.IOException;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** The terms of a query: its words as the index has them, never the syntax of a query language. */
final class QueryTerms {
  private QueryTerms() {}

  /** English: lower case, without stop words and possessives, stemmed by Porter's rules. */
  static Analyzer analyzer() {
    return new EnglishAnalyzer();
  }

  /** The first distinct terms, with how often each comes before the first that is left out. */
  static Multiset<String> of(Analyzer analyzer, String query, int maximumTerms) throws IOException {
    Multiset<String> terms = LinkedHashMultiset.create();
    try (TokenStream tokens = analyzer.tokenStream(Fields.TITLE, query)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        String text = term.toString();
        if (terms.elementSet().size() == maximumTerms && !terms.contains(text)) {
          return terms;
        }
        terms.add(text);
      }
      tokens.end();
    }
    return terms;
  }
}
