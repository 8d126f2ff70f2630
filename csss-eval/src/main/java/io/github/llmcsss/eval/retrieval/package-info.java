/**
 * Measures of rankings, as {@code trec_eval} computes them.
 *
 * <pre>{@code
 * Qrels qrels = TrecFiles.qrels(Path.of("qrels.txt"));
 * Run run = TrecFiles.run(Path.of("run.txt"));
 * Evaluation evaluation = Evaluation.of(qrels, run, EvaluationOptions.standard());
 * Scores scores = evaluation.scores(List.of(Measure.map(10), Measure.ndcg(10)));
 * System.out.println(scores.mean(Measure.ndcg(10)));
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.eval.retrieval;

import org.jspecify.annotations.NullMarked;
