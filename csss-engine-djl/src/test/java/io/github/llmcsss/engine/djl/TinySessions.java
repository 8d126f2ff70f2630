package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.training.TrainingExample;
import java.util.ArrayList;
import java.util.List;

/** Conversations to learn: what a shop sells is named in the documents of each turn. */
final class TinySessions {
  private static final String[] THINGS = {"lamp", "shoes", "mug", "tent", "chair", "rope"};
  private static final Message SYSTEM = new Message(Role.SYSTEM, "A shopper talks to a shop.");

  private TinySessions() {}

  /** Two turns each. */
  static List<TrainingExample> sessions(int count) {
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String thing = THINGS[i % THINGS.length];
      String id = "session-" + i;
      List<Message> context = new ArrayList<>(List.of(SYSTEM, user("a " + thing)));
      Message answer = new Message(Role.ASSISTANT, "The red " + thing + " costs $" + i + ".");
      examples.add(example(id, with(context, documents("red " + thing + " $" + i)), answer));
      context.add(answer);
      Message reply = user("something cheaper than $" + i);
      examples.add(example(id, context, reply));
      context.add(reply);
      examples.add(
          example(
              id,
              with(context, documents("blue " + thing)),
              new Message(Role.ASSISTANT, "Then take the blue " + thing + ".")));
    }
    return examples;
  }

  /** Seed queries, each a session of its own. */
  static List<TrainingExample> queries(int count) {
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      examples.add(
          example("query-" + i, List.of(SYSTEM), user(THINGS[i % THINGS.length] + " size " + i)));
    }
    return examples;
  }

  private static TrainingExample example(String id, List<Message> context, Message target) {
    return new TrainingExample(id, 1, context, target);
  }

  private static Message user(String text) {
    return new Message(Role.USER, text);
  }

  private static Message documents(String text) {
    return new Message(Role.DOCUMENTS, text);
  }

  private static List<Message> with(List<Message> messages, Message last) {
    List<Message> all = new ArrayList<>(messages);
    all.add(last);
    return all;
  }
}
