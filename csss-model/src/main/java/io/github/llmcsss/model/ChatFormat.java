package io.github.llmcsss.model;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The model's own chat template, as role headers and tails.
 *
 * <p>For every sequence of roles the template is rendered with marks in place of the texts; what
 * stands around the marks is encoded with the model's control tokens, and the texts go between,
 * encoded as data. That this gives what the template renders is checked when the model is loaded.
 *
 * <ul>
 *   <li>Texts go in as they are, also where the template would strip white space around them. A
 *       text is one call of {@link ModelTokenizer#encode}, together with the spaces (not the line
 *       breaks) that its header ends with; the open header ends without them. So no token spans the
 *       border between markup and text, but for such a space.
 *   <li>The template's default system message appears where the template says so, that is, where a
 *       prompt has none of its own.
 *   <li>A user message is written by continuing the template's user header.
 *   <li>Documents are a message of the role {@code system} where the template takes one before the
 *       assistant's turn (ChatML of SmolLM2 and Qwen, Llama 3), otherwise of the role {@code user},
 *       otherwise they follow the user's text after an empty line (Mistral).
 *   <li>Where the template takes no system message at the beginning of a conversation (Mistral
 *       moves it to the last user message), it precedes the first user text, parted by an empty
 *       line.
 *   <li>The template is asked for no thinking ({@code enable_thinking} is false), and it knows no
 *       clock: what depends on the date shows the template's own fixed one.
 * </ul>
 *
 * <p>Thread-safe; does not close the tokenizer.
 */
public final class ChatFormat {
  private static final int CACHED_LAYOUTS = 1024;

  private final ChatLayouts layouts;
  private final ModelTokenizer tokenizer;
  private final Markup markup;
  private final Set<Integer> endOfTurnTokens;
  private final Cache<Shape, ChatLayout> cache =
      CacheBuilder.newBuilder().maximumSize(CACHED_LAYOUTS).build();

  private record Shape(List<Role> roles, Role next) {}

  private ChatFormat(ChatTemplate template, ModelTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    markup = new Markup(tokenizer);
    ChatFormatLoader loader = new ChatFormatLoader(template);
    layouts = loader.load();
    SortedSet<Integer> ends = new TreeSet<>(template.endTokens());
    for (String afterText : loader.endsOfTurns(layouts)) {
      AddedToken first = markup.first(afterText);
      if (first != null) {
        ends.add(first.id());
      }
    }
    if (ends.isEmpty()) {
      throw new ModelFormatException(template.file(), "no token ends a turn");
    }
    endOfTurnTokens = Collections.unmodifiableSortedSet(ends);
  }

  static ChatFormat of(ChatTemplate template, ModelTokenizer tokenizer) {
    return new ChatFormat(template, tokenizer);
  }

  static ChatFormat of(GgufMetadata metadata, ModelTokenizer tokenizer) {
    return new ChatFormat(ChatTemplate.of(metadata), tokenizer);
  }

  /**
   * Of a model in the layout of Hugging Face: {@code chat_template.jinja} or {@code
   * tokenizer_config.json}, with the end tokens of {@code config.json} and {@code
   * generation_config.json}.
   *
   * @throws ModelFormatException if there is no template, or texts cannot be put into it
   */
  public static ChatFormat fromDirectory(Path directory, ModelTokenizer tokenizer)
      throws IOException {
    return new ChatFormat(ChatTemplate.of(directory, tokenizer), tokenizer);
  }

  /**
   * Renders a prompt, with the open header of the role to write at the end.
   *
   * @throws IllegalArgumentException if the model's template cannot express this order of roles
   */
  public EncodedPrompt encode(Prompt prompt) {
    List<Message> messages = prompt.messages();
    ChatLayout layout = layout(messages.stream().map(Message::role).toList(), prompt.next());
    TokenList tokens = new TokenList();
    List<EncodedPrompt.Segment> segments = new ArrayList<>();
    boolean afterAddedToken = true;
    for (int i = 0; i < messages.size(); i++) {
      int start = tokens.size();
      String header = layout.headers().get(i);
      String kept = withoutSpaces(header);
      afterAddedToken = markup.encode(kept, afterAddedToken, tokens);
      String text = header.substring(kept.length()) + messages.get(i).text();
      if (!text.isEmpty()) {
        tokens.addAll(tokenizer.encode(text, afterAddedToken));
        afterAddedToken = false;
      }
      afterAddedToken = markup.encode(layout.tails().get(i), afterAddedToken, tokens);
      segments.add(new EncodedPrompt.Segment(messages.get(i).role(), start, tokens.size()));
    }
    int start = tokens.size();
    markup.encode(withoutSpaces(layout.open()), afterAddedToken, tokens);
    segments.add(new EncodedPrompt.Segment(prompt.next(), start, tokens.size()));
    return new EncodedPrompt(tokens.toArray(), segments);
  }

  /**
   * Renders a prompt and the message that is to be learned after it: the prompt's tokens as {@link
   * #encode} gives them, then those of the text as they stand in every later prompt of the
   * conversation, up to and with the token that ends the turn.
   *
   * @throws IllegalArgumentException if the model's template cannot express this order of roles, or
   *     writes a message in another way once it is said
   */
  public EncodedTarget encodeTarget(Prompt prompt, String text) {
    int[] before = encode(prompt).tokens();
    List<Message> said = new ArrayList<>(prompt.messages());
    said.add(new Message(prompt.next(), text));
    Role other = prompt.next() == Role.USER ? Role.ASSISTANT : Role.USER;
    int[] after = encode(new Prompt(said, other)).tokens();
    int end = before.length;
    while (end < after.length && !endOfTurnTokens.contains(after[end])) {
      end++;
    }
    if (end >= after.length || !Arrays.equals(before, 0, before.length, after, 0, before.length)) {
      throw new IllegalArgumentException(
          "prompt must be one that the chat template of "
              + layouts.template().file()
              + " keeps when its answer follows, but was "
              + prompt.messages().stream().map(Message::role).toList()
              + " and then "
              + prompt.next());
    }
    return new EncodedTarget(Arrays.copyOf(after, end + 1), before.length);
  }

  private static String withoutSpaces(String header) {
    int end = header.length();
    while (end > 0 && header.charAt(end - 1) == ' ') {
      end--;
    }
    return header.substring(0, end);
  }

  private ChatLayout layout(List<Role> roles, Role next) {
    Shape shape = new Shape(roles, next);
    ChatLayout known = cache.getIfPresent(shape);
    if (known != null) {
      return known;
    }
    try {
      ChatLayout found = layouts.layout(roles, next);
      cache.put(shape, found);
      return found;
    } catch (TemplateException e) {
      throw new IllegalArgumentException(
          "prompt must be one that the chat template of "
              + layouts.template().file()
              + " can express, but was "
              + roles
              + " and then "
              + next
              + " ("
              + e.getMessage()
              + "); use the instructed prompt layout or another model",
          e);
    }
  }

  /**
   * The tokens that end a turn: what follows a user's and an assistant's text in the template, and
   * the end tokens of the model's configuration. At least one.
   */
  public Set<Integer> endOfTurnTokens() {
    return endOfTurnTokens;
  }

  /** Where system messages and documents go, for messages and tests. */
  @Override
  public String toString() {
    return "ChatFormat[system: " + layouts.system() + ", documents: " + layouts.documents() + "]";
  }
}
