package io.github.llmcsss.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Conversations of 277 people with a shopping assistant, as sessions without documents. */
public final class RealDialogues {
  private static final String FILE = "crs-knowledge/dialogues_running_shoes_laptop.jsonl.gz";

  private RealDialogues() {}

  /** All that have a turn; skips the test where the file is absent. */
  public static List<Session> sessions() throws IOException {
    JsonMapper mapper = new JsonMapper();
    List<Session> sessions = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(RealData.file(FILE))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<Turn> turns = turns(mapper.readTree(line).get("messages"));
        if (!turns.isEmpty()) {
          sessions.add(
              new Session(
                  "real-" + sessions.size(),
                  SeedQuery.of(turns.getFirst().user()),
                  0,
                  Optional.empty(),
                  turns,
                  EndReason.LENGTH));
        }
      }
    }
    return sessions;
  }

  /** Messages of one side in a row are one text. */
  private static List<Turn> turns(JsonNode messages) {
    List<Turn> turns = new ArrayList<>();
    StringBuilder user = new StringBuilder();
    StringBuilder answer = new StringBuilder();
    for (JsonNode message : messages) {
      String role = message.get("role").textValue();
      String text = message.get("content").textValue().strip();
      if (role.equals("human") && !text.isEmpty()) {
        if (!answer.isEmpty()) {
          turns.add(turn(user, answer));
        }
        user.append(user.isEmpty() ? "" : " ").append(text);
      } else if (role.equals("ai") && !user.isEmpty()) {
        answer.append(answer.isEmpty() ? "" : " ").append(text);
      }
    }
    if (!user.isEmpty()) {
      turns.add(turn(user, answer));
    }
    return turns;
  }

  private static Turn turn(StringBuilder user, StringBuilder answer) {
    String said = user.toString();
    Optional<SystemResponse> response =
        answer.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new SystemResponse(
                    answer.toString(), said, List.of(), 0, FinishReason.END_OF_TURN));
    user.setLength(0);
    answer.setLength(0);
    return new Turn(said, response);
  }
}
