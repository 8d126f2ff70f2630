package io.github.llmcsss.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  private static final ResultTable TABLE =
      new ResultTable(
          "Retrieval",
          List.of("MAP@10", "NDCG_10"),
          List.of(
              new ResultTable.Row("BM25, plain", List.of(1 / 3.0, 0.5)),
              new ResultTable.Row("<b>&ours", List.of(Double.NaN, 1e-9))),
          Map.of("trec_eval", "10", "level", "1"));

  @Test
  void textHasColumns() {
    assertEquals(
        """
        Retrieval
                     MAP@10  NDCG_10
        BM25, plain  0.3333   0.5000
        <b>&ours              0.0000
        """,
        TABLE.toText());
  }

  @Test
  void csvQuotes() {
    assertEquals(
        "system,MAP@10,NDCG_10\n\"BM25, plain\",0.3333,0.5000\n<b>&ours,,0.0000\n", TABLE.toCsv());
  }

  @Test
  void latexEscapes() {
    assertEquals(
        """
        \\begin{tabular}{lrr}
        \\toprule
         & MAP@10 & NDCG\\_10 \\\\
        \\midrule
        BM25, plain & 0.3333 & 0.5000 \\\\
        <b>\\&ours &  & 0.0000 \\\\
        \\bottomrule
        \\end{tabular}
        """,
        TABLE.toLatex());
  }

  @Test
  void htmlEscapes() {
    String html = TABLE.toHtml();
    assertTrue(html.contains("<th>&lt;b&gt;&amp;ours</th><td></td><td>0.0000</td>"), html);
    assertTrue(html.startsWith("<table>\n<caption>Retrieval</caption>\n<tr><th></th>"), html);
    assertFalse(html.contains("<b>"), html);
  }

  @Property(tries = 200)
  void jsonReadsBack(@ForAll String title, @ForAll @Size(max = 5) List<Double> values)
      throws IOException {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      columns.add("c" + i);
    }
    ResultTable table =
        new ResultTable(
            title,
            columns,
            List.of(
                new ResultTable.Row("a", values),
                new ResultTable.Row("b", Collections.nCopies(values.size(), Double.NaN))),
            Map.of(title, "x"));
    assertEquals(table, ResultTable.fromJson(table.toJson()));
  }

  @Test
  void whatIsNoTableIsRefused() {
    for (String wrong : List.of("", "[]", "{}", "{\"title\":\"\",\"columns\":[\"a\"],\"rows\":")) {
      assertThrows(IOException.class, () -> ResultTable.fromJson(wrong), wrong);
    }
    assertEquals(
        "row \"x\" must have 1 values, but has 0",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new ResultTable(
                        "", List.of("a"), List.of(new ResultTable.Row("x", List.of())), Map.of()))
            .getMessage());
  }
}
