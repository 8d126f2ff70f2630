package io.github.llmcsss.model;

import static io.github.llmcsss.api.Role.ASSISTANT;
import static io.github.llmcsss.api.Role.DOCUMENTS;
import static io.github.llmcsss.api.Role.SYSTEM;
import static io.github.llmcsss.api.Role.USER;

import io.github.llmcsss.api.Role;
import io.github.llmcsss.model.ChatLayouts.Carrier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Learns a chat template and checks that texts put between its markup give what it renders. */
final class ChatFormatLoader {
  /** Texts that a template must neither interpret nor escape; they need no stripping. */
  private static final List<String> TEXTS =
      List.of(
          "{{ 7 * 7 }} {% if true %} {# note #}",
          "5\" <b>screen</b> & 'case' \\n",
          "\uD83C\uDFA7 Kopfh\u00F6rer\n\n- \u6F22\u5B57\tx",
          "a  b",
          "1");

  private final ChatTemplate template;
  private final JinjaTemplate compiled;

  ChatFormatLoader(ChatTemplate template) {
    this.template = template;
    try {
      JinjaLimits.check(template.source());
    } catch (TemplateException e) {
      throw unusable(e);
    }
    compiled = new JinjaTemplate(template.source());
  }

  private ModelFormatException unusable(TemplateException e) {
    return new ModelFormatException(
        template.file(), "the chat template cannot be used: " + e.getMessage(), e);
  }

  ChatLayouts load() {
    try {
      ChatLayouts plain =
          new ChatLayouts(template, compiled, Carrier.NONE, Carrier.NONE, Map.of())
              .withTail(USER, List.of(USER))
              .withTail(ASSISTANT, List.of(USER, ASSISTANT));
      verify(plain, List.of(USER));
      verify(plain, List.of(USER, ASSISTANT, USER));
      return withDocuments(withSystem(plain));
    } catch (TemplateException e) {
      throw unusable(e);
    }
  }

  /** The markup after a user's and after an assistant's text. */
  List<String> endsOfTurns(ChatLayouts layouts) {
    try {
      ChatLayout layout = layouts.layout(List.of(USER, ASSISTANT, USER), ASSISTANT);
      return List.of(
          layout.tails().get(1) + layout.headers().get(2), layout.tails().get(2) + layout.open());
    } catch (TemplateException e) {
      throw new ModelFormatException(template.file(), String.valueOf(e.getMessage()), e);
    }
  }

  private ChatLayouts withSystem(ChatLayouts plain) throws TemplateException {
    ChatLayouts own =
        new ChatLayouts(template, compiled, Carrier.SYSTEM, Carrier.NONE, plain.tails());
    if (fits(own, List.of(SYSTEM, USER, ASSISTANT, USER))) {
      verify(own, List.of(SYSTEM, USER, ASSISTANT, USER));
      try {
        return own.withTail(SYSTEM, List.of(SYSTEM));
      } catch (TemplateException e) {
        // A system message alone is refused: its tail counts as part of the next header.
        return own;
      }
    }
    ChatLayouts joined =
        new ChatLayouts(template, compiled, Carrier.JOINED_TO_USER, Carrier.NONE, plain.tails());
    verify(joined, List.of(SYSTEM, USER, ASSISTANT, USER));
    return joined;
  }

  private ChatLayouts withDocuments(ChatLayouts known) throws TemplateException {
    List<Role> shortest = List.of(SYSTEM, USER, DOCUMENTS);
    List<Role> longer = List.of(SYSTEM, USER, ASSISTANT, USER, DOCUMENTS);
    for (Carrier carrier : List.of(Carrier.SYSTEM, Carrier.USER, Carrier.JOINED_TO_USER)) {
      ChatLayouts candidate =
          new ChatLayouts(template, compiled, known.system(), carrier, known.tails());
      if (fits(candidate, shortest) && fits(candidate, longer) && apart(candidate, longer)) {
        verify(candidate, longer);
        return candidate.withTail(DOCUMENTS, shortest);
      }
    }
    return known;
  }

  private static boolean fits(ChatLayouts layouts, List<Role> roles) {
    try {
      layouts.layout(roles, ASSISTANT);
      return true;
    } catch (TemplateException e) {
      // The answer is what was asked for: whether the template takes these roles.
      return false;
    }
  }

  /** Some templates render every role that they do not know as the assistant. */
  private static boolean apart(ChatLayouts layouts, List<Role> roles) throws TemplateException {
    int last = roles.size() - 1;
    List<Role> answered = new ArrayList<>(roles.subList(0, last));
    answered.add(ASSISTANT);
    String documents = layouts.layout(roles, ASSISTANT).headers().get(last);
    return !fits(layouts, answered)
        || !documents.equals(layouts.layout(answered, ASSISTANT).headers().get(last));
  }

  private void verify(ChatLayouts layouts, List<Role> roles) throws TemplateException {
    ChatLayout layout = layouts.layout(roles, ASSISTANT);
    for (int shift = 0; shift < TEXTS.size(); shift++) {
      List<String> texts = new ArrayList<>();
      List<String> spaced = new ArrayList<>();
      for (int i = 0; i < roles.size(); i++) {
        String text = TEXTS.get((i + shift) % TEXTS.size());
        texts.add(text);
        spaced.add("\n " + text + " \n");
      }
      String expected = layout.assemble(texts);
      if (!render(layouts, roles, texts).equals(expected)) {
        throw new TemplateException("it changes the texts of " + roles);
      }
      String rendered = render(layouts, roles, spaced).replaceAll("\\s", "");
      if (!rendered.equals(expected.replaceAll("\\s", ""))) {
        throw new TemplateException("it changes texts of " + roles + " with white space around");
      }
    }
  }

  private String render(ChatLayouts layouts, List<Role> roles, List<String> texts)
      throws TemplateException {
    return template.render(compiled, layouts.messages(roles, texts), true);
  }
}
