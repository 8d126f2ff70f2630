package io.github.llmcsss.model;

import io.github.llmcsss.api.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the markup around texts by rendering the template with marks in their place. Immutable.
 *
 * @param system how a system message is rendered
 * @param documents how a documents message is rendered
 * @param tails what ends a message of each role; divides the markup between two texts
 */
record ChatLayouts(
    ChatTemplate template,
    JinjaTemplate compiled,
    Carrier system,
    Carrier documents,
    Map<Role, String> tails) {

  /** Which message of the template carries a text. */
  enum Carrier {
    /** A message of the role {@code system} of its own. */
    SYSTEM,
    /** A message of the role {@code user} of its own. */
    USER,
    /** The user message beside it, parted by an empty line. */
    JOINED_TO_USER,
    /** None: refused. */
    NONE
  }

  private static final String JOINT = "\n\n";

  ChatLayouts {
    tails = Map.copyOf(tails);
  }

  /** The layout for messages of these roles and the role to write. */
  ChatLayout layout(List<Role> roles, Role next) throws TemplateException {
    List<Role> all = new ArrayList<>(roles);
    if (next == Role.USER) {
      // No template has an open header for the user: it is what stands before the user's text.
      all.add(Role.USER);
    }
    List<String> gaps = gaps(all, next == Role.ASSISTANT);
    List<String> headers = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    String rest = gaps.get(0);
    for (int i = 0; i < roles.size(); i++) {
      headers.add(rest);
      String gap = gaps.get(i + 1);
      String tail = tails.getOrDefault(roles.get(i), "");
      String end = gap.startsWith(tail) ? tail : "";
      ends.add(end);
      rest = gap.substring(end.length());
    }
    return new ChatLayout(headers, ends, rest);
  }

  /** The same with the tail of the last message of these roles, where it renders at the end. */
  ChatLayouts withTail(Role role, List<Role> roles) throws TemplateException {
    Map<Role, String> more = new EnumMap<>(Role.class);
    more.putAll(tails);
    more.put(role, gaps(roles, false).get(roles.size()));
    return new ChatLayouts(template, compiled, system, documents, more);
  }

  /** What is rendered before, between and after marks. */
  private List<String> gaps(List<Role> roles, boolean generationPrompt) throws TemplateException {
    if (roles.isEmpty()) {
      throw new TemplateException("a conversation needs a message");
    }
    List<String> marks = new ArrayList<>();
    for (int i = 0; i < roles.size(); i++) {
      marks.add("QzV" + Integer.toString(i + 36 * 36, 36) + "XkJ");
    }
    String rendered = template.render(compiled, messages(roles, marks), generationPrompt);
    List<String> gaps = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < marks.size(); i++) {
      String mark = marks.get(i);
      int found = rendered.indexOf(mark, at);
      if (found < 0 || rendered.indexOf(mark) != found || rendered.indexOf(mark, found + 1) >= 0) {
        throw new TemplateException(
            "it does not render the text of message " + i + " of " + roles + " once and in order");
      }
      gaps.add(rendered.substring(at, found));
      at = found + mark.length();
    }
    gaps.add(rendered.substring(at));
    return gaps;
  }

  /** The messages that the template gets for texts of these roles. */
  List<ChatMessage> messages(List<Role> roles, List<String> texts) throws TemplateException {
    List<ChatMessage> messages = new ArrayList<>();
    String before = "";
    for (int i = 0; i < roles.size(); i++) {
      String text = texts.get(i);
      switch (roles.get(i)) {
        case ASSISTANT -> messages.add(new ChatMessage("assistant", text));
        case USER -> {
          messages.add(new ChatMessage("user", before + text));
          before = "";
        }
        case SYSTEM -> {
          boolean user = i + 1 < roles.size() && roles.get(i + 1) == Role.USER;
          if (system == Carrier.JOINED_TO_USER && user) {
            before = text + JOINT;
          } else {
            own("system", system, text, messages);
          }
        }
        case DOCUMENTS -> {
          boolean user = i > 0 && roles.get(i - 1) == Role.USER;
          if (documents == Carrier.JOINED_TO_USER && user) {
            ChatMessage last = messages.remove(messages.size() - 1);
            messages.add(new ChatMessage("user", last.content() + JOINT + text));
          } else {
            own("documents", documents, text, messages);
          }
        }
      }
    }
    return messages;
  }

  private static void own(String what, Carrier carrier, String text, List<ChatMessage> messages)
      throws TemplateException {
    switch (carrier) {
      case SYSTEM -> messages.add(new ChatMessage("system", text));
      case USER -> messages.add(new ChatMessage("user", text));
      case JOINED_TO_USER ->
          throw new TemplateException("it takes a " + what + " message beside a user message only");
      case NONE -> throw new TemplateException("it takes no " + what + " message");
    }
  }
}
