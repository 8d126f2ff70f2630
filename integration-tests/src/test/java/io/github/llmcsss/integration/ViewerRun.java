package io.github.llmcsss.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Run directories for the viewer, written as text. */
final class ViewerRun {
  static final String HOSTILE =
      "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=2><!-- & \\\" '";

  private static final String RUN =
      """
      {"complete": true, "seed": 42, "counts": {"asked": 4, "finished": 2,
       "rejected": {"repeated": 1}, "failed": {"prompt-too-long": 1}, "endReasons": {"ACCEPTED": 2},
       "turns": 3, "answers": 3, "answersNamingProduct": 1, "grounding": {"claims": 2,
       "supportedClaims": 1, "wrongPrices": 1, "inventedProducts": 0, "unsupportedNumbers": 0,
       "leaks": 0}, "rewardSum": 1.5, "promptTokens": 1, "generatedTokens": 1}}
      """;

  private static final String FINISHED =
      """
      {"id":"a1","seed":"desk lamp","categories":["Home","Lamps"],"repetition":0,\
      "need":{"description":"a lamp to read by","targets":[]},"endReason":"ACCEPTED","turns":[\
      {"role":"user","text":"desk lamp"},{"role":"assistant",\
      "text":"The Osmo Lamp costs $3 and is blue.","query":"desk lamp","reward":0.75,\
      "finishReason":"END_OF_TURN","documents":[{"id":"p1","title":"Osmo Lamp, Blue","score":2.5},\
      {"id":"p2","title":"HOSTILE","score":1.5}],"citations":[{"start":4,"end":13,"kind":"PRODUCT",\
      "document":"p1","field":"title","fieldStart":0,"fieldEnd":9}],\
      "unsupported":[{"start":20,"end":22,"kind":"PRICE"}]},\
      {"role":"user","text":"A smaller one?","leaks":true,"move":"COMPARE","planned":true,"quirks":["TYPO"]},\
      {"role":"assistant","text":"HOSTILE","query":"desk lamp smaller","reward":0.25,\
      "finishReason":"END_OF_TURN","documents":[],"citations":[],"unsupported":[]}],\
      "usage":{"promptTokens":1,"generatedTokens":1}}
      {"id":"b2","seed":"HOSTILE","categories":["Garden","Tents"],"repetition":0,\
      "endReason":"ACCEPTED","turns":[{"role":"user","text":"HOSTILE"},{"role":"assistant",\
      "text":"A tent.","query":"HOSTILE","reward":0.5,"finishReason":"END_OF_TURN","documents":[],\
      "citations":[],"unsupported":[]}],"usage":{"promptTokens":1,"generatedTokens":1}}
      """;

  private static final String REJECTED =
      """
      {"id":"c3","seed":"kettle","categories":["Home","Kettles"],"repetition":0,"turn":1,"verdict":"rejected",\
      "filter":"repetition","reason":"repeated","detail":"HOSTILE","turns":[\
      {"role":"user","text":"kettle"}],"usage":{"promptTokens":1,"generatedTokens":1}}
      {"id":"d4","seed":"chair","categories":["Home"],"repetition":0,"turn":0,"verdict":"failed","filter":"prompt",\
      "reason":"prompt-too-long","detail":"","turns":[],\
      "usage":{"promptTokens":1,"generatedTokens":1}}
      """;

  private ViewerRun() {}

  /** Four sessions: two finished, one rejected, one failed. */
  static Path small(Path directory) throws IOException {
    return write(directory, FINISHED, REJECTED);
  }

  /** As many finished ones as asked for, each other one about lamps. */
  static Path large(Path directory, int sessions) throws IOException {
    String[] lines = FINISHED.split("\n", -1);
    StringBuilder finished = new StringBuilder();
    for (int i = 0; i < sessions; i++) {
      String id = "s" + i;
      finished.append(lines[i % 2].replaceAll("\"id\":\"(a1|b2)\"", "\"id\":\"" + id + "\""));
      finished.append('\n');
    }
    return write(directory, finished.toString(), "");
  }

  private static Path write(Path directory, String finished, String rejected) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("run.json"), RUN);
    Files.writeString(directory.resolve("part-00000.jsonl"), finished.replace("HOSTILE", HOSTILE));
    Files.writeString(directory.resolve("rejected.jsonl"), rejected.replace("HOSTILE", HOSTILE));
    return directory;
  }
}
