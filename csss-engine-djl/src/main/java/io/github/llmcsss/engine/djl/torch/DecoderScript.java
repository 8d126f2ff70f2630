package io.github.llmcsss.engine.djl.torch;

import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The arithmetic of a decoder of the Llama family as TorchScript: embedding, block, and head with
 * loss. Sequences of one batch stand one after the other, {@code [tokens, hidden]}, without
 * padding; only attention knows where one ends and the next begins.
 */
final class DecoderScript {
  private final ModelConfig config;
  private final Optional<LoraConfig> lora;
  private final boolean brainFloat;
  private final StringBuilder source = new StringBuilder();

  private DecoderScript(ModelConfig config, Optional<LoraConfig> lora, boolean brainFloat) {
    this.config = config;
    this.lora = lora;
    this.brainFloat = brainFloat;
  }

  /**
   * The methods {@code embed}, {@code mask}, {@code block}, {@code losses} and {@code head}.
   *
   * @param brainFloat whether matrices are multiplied and attention is computed in 16 bits
   */
  static String of(ModelConfig config, Optional<LoraConfig> lora, boolean brainFloat) {
    DecoderScript script = new DecoderScript(config, lora, brainFloat);
    script.linear();
    script.rotary();
    script.masks();
    script.attention();
    script.block();
    script.ends();
    return script.source.toString();
  }

  /** Names of what a block takes after its input and the four arrays about positions. */
  static List<String> weights(ModelConfig config, int layer) {
    String at = "model.layers." + layer + ".";
    List<String> names = new ArrayList<>();
    names.add(at + "input_layernorm.weight");
    names.add(at + "post_attention_layernorm.weight");
    for (Projection projection : Projection.values()) {
      names.add(projection.module(layer) + ".weight");
      if (hasBias(config, projection)) {
        names.add(projection.module(layer) + ".bias");
      }
    }
    if (config.queryKeyNorm()) {
      names.add(at + "self_attn.q_norm.weight");
      names.add(at + "self_attn.k_norm.weight");
    }
    return names;
  }

  static boolean hasBias(ModelConfig config, Projection projection) {
    return config.attentionBias()
        && switch (projection) {
          case QUERY, KEY, VALUE -> true;
          case OUTPUT, GATE, UP, DOWN -> false;
        };
  }

  /** A method whose arguments and result are arrays. */
  private void method(String name, List<String> arguments, String body) {
    source.append("def ").append(name).append("(self: __torch__.Ops");
    for (String argument : arguments) {
      source.append(", ").append(argument).append(": Tensor");
    }
    source.append(") -> Tensor:\n").append(body.indent(2));
  }

  private String exact(String x) {
    return brainFloat ? "torch.to(" + x + ", 6)" : x;
  }

  private String coarse(String x) {
    return brainFloat ? "torch.to(" + x + ", 15)" : x;
  }

  private void linear() {
    method(
        "lin", List.of("x", "w"), "return torch.linear(" + coarse("x") + ", " + coarse("w") + ")");
    method(
        "linb",
        List.of("x", "w", "b"),
        "return torch.linear(" + coarse("x") + ", " + coarse("w") + ", " + coarse("b") + ")");
    method("rms", List.of("x", "w"), rms(config.hiddenSize()));
    method("rmsh", List.of("x", "w"), rms(config.headDimension()));
    lora.ifPresent(settings ->
        method(
            "low",
            List.of("y", "x", "a", "b"),
            String.format(
                    Locale.ROOT, "z = torch.dropout(x, %s, True)\n", number(settings.dropout()))
                + String.format(
                    Locale.ROOT,
                    "return torch.add(y, (self).lin((self).lin(z, a), b), alpha=%s)",
                    number(settings.scale()))));
  }

  private String rms(int size) {
    return String.format(
        Locale.ROOT,
        "return torch.rms_norm(x, [%d], w, %s)",
        size,
        number(config.rmsNormEpsilon()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.17e", value);
  }

  /** Rotates [tokens, heads, dimension] by angles of [tokens, 1, dimension / 2]. */
  private void rotary() {
    int half = config.headDimension() / 2;
    method(
        "rotate",
        List.of("x", "cos", "sin"),
        String.format(
            Locale.ROOT,
            """
            a = torch.slice(x, 2, 0, %d)
            b = torch.slice(x, 2, %d, %d)
            l = torch.sub(torch.mul(a, cos), torch.mul(b, sin))
            r = torch.add(torch.mul(b, cos), torch.mul(a, sin))
            return torch.cat([l, r], 2)
            """,
            half,
            half,
            2 * half));
  }

  /**
   * What is added to the scores: 0 where a token sees another and minus infinity elsewhere, for one
   * sequence after the other. Those that are mere chains need none.
   */
  private void masks() {
    method(
        "mask",
        List.of("ends", "bounds", "chains"),
        String.format(
            Locale.ROOT,
            """
            parts = annotate(List[Tensor], [torch.zeros([0])])
            for i in range(torch.size(chains, 0)):
              first = int(torch.select(bounds, 0, i))
              after = int(torch.select(bounds, 0, torch.add(i, 1)))
              if bool(torch.eq(torch.select(chains, 0, i), 0)):
                end = torch.unsqueeze(torch.slice(ends, 0, first, after), 0)
                query = torch.unsqueeze(torch.arange(first, after), 1)
                key = torch.unsqueeze(torch.arange(first, after), 0)
                seen = torch.logical_and(torch.le(key, query), torch.lt(query, end))
                n = torch.sub(after, first)
                full = torch.masked_fill(torch.zeros([n, n]), torch.logical_not(seen), -inf)
                _0 = torch.append(parts, torch.reshape(full, [-1]))
            return %s
            """,
            coarse("torch.cat(parts)")));
  }

  private void attention() {
    int heads = config.heads();
    int shared = config.keyValueHeads();
    int size = config.headDimension();
    // Expanded keys and values take the fused kernel; its own way of sharing them is slower.
    method(
        "heads",
        List.of("x"),
        String.format(
            Locale.ROOT,
            """
            t = torch.size(x, 0)
            y = torch.expand(torch.unsqueeze(x, 2), [t, %d, %d, %d])
            return torch.reshape(y, [t, %d, %d])
            """,
            shared,
            heads / shared,
            size,
            heads,
            size));
    method(
        "attend",
        List.of("q", "k", "v", "mask", "bounds", "chains"),
        String.format(
            Locale.ROOT,
            """
            parts = annotate(List[Tensor], [])
            at = 0
            for i in range(torch.size(chains, 0)):
              first = int(torch.select(bounds, 0, i))
              after = int(torch.select(bounds, 0, torch.add(i, 1)))
              n = torch.sub(after, first)
              a = torch.unsqueeze(torch.transpose(torch.slice(q, 0, first, after), 0, 1), 0)
              b = torch.unsqueeze(torch.transpose(torch.slice(k, 0, first, after), 0, 1), 0)
              c = torch.unsqueeze(torch.transpose(torch.slice(v, 0, first, after), 0, 1), 0)
              if bool(torch.eq(torch.select(chains, 0, i), 0)):
                m = torch.view(torch.slice(mask, 0, at, torch.add(at, torch.mul(n, n))), [1, 1, n, n])
                y = torch.scaled_dot_product_attention(a, b, c, m, 0., False)
                at = torch.add(at, torch.mul(n, n))
              else:
                y = torch.scaled_dot_product_attention(a, b, c, None, 0., True)
              _0 = torch.append(parts, torch.transpose(torch.squeeze(y, 0), 0, 1))
            return torch.reshape(torch.cat(parts), [torch.size(q, 0), %d])
            """,
            heads * size));
  }

  private void block() {
    List<String> arguments =
        new ArrayList<>(List.of("x", "cos", "sin", "mask", "bounds", "chains", "norm1", "norm2"));
    for (Projection projection : Projection.values()) {
      arguments.add("w_" + projection.moduleName());
      if (hasBias(config, projection)) {
        arguments.add("b_" + projection.moduleName());
      }
    }
    if (config.queryKeyNorm()) {
      arguments.add("q_norm");
      arguments.add("k_norm");
    }
    lora.ifPresent(settings -> {
      for (Projection projection : settings.targets()) {
        arguments.add("a_" + projection.moduleName() + "_low");
        arguments.add("b_" + projection.moduleName() + "_low");
      }
    });
    String body =
        "h = (self).rms(x, norm1)\n"
            + projected("q", "h", Projection.QUERY)
            + projected("k", "h", Projection.KEY)
            + projected("v", "h", Projection.VALUE)
            + split("q", config.heads(), config.queryKeyNorm() ? "q_norm" : "")
            + split("k", config.keyValueHeads(), config.queryKeyNorm() ? "k_norm" : "")
            + split("v", config.keyValueHeads(), "")
            + "q = "
            + coarse("(self).rotate(q, cos, sin)")
            + "\n"
            + "k = (self).heads("
            + coarse("(self).rotate(k, cos, sin)")
            + ")\n"
            + "v = (self).heads(v)\n"
            + "y = (self).attend(q, k, v, mask, bounds, chains)\n"
            + projected("o", "y", Projection.OUTPUT)
            + "x = torch.add(x, o)\n"
            + "h = (self).rms(x, norm2)\n"
            + projected("g", "h", Projection.GATE)
            + projected("u", "h", Projection.UP)
            + "y = torch.mul(torch.silu(g), u)\n"
            + projected("d", "y", Projection.DOWN)
            + "return torch.add(x, d)\n";
    method("block", arguments, body);
  }

  private String projected(String result, String input, Projection projection) {
    String name = projection.moduleName();
    String plain =
        hasBias(config, projection)
            ? String.format(
                Locale.ROOT, "%s = (self).linb(%s, w_%s, b_%s)\n", result, input, name, name)
            : String.format(Locale.ROOT, "%s = (self).lin(%s, w_%s)\n", result, input, name);
    boolean adapted = lora.isPresent() && lora.get().targets().contains(projection);
    return adapted
        ? plain
            + String.format(
                Locale.ROOT,
                "%s = (self).low(%s, %s, a_%s_low, b_%s_low)\n",
                result,
                result,
                input,
                name,
                name)
        : plain;
  }

  /** From [tokens, heads * dimension] to [tokens, heads, dimension], each head normalised. */
  private String split(String name, int heads, String norm) {
    String view =
        String.format(
            Locale.ROOT,
            "torch.view(%s, [torch.size(%s, 0), %d, %d])",
            name,
            name,
            heads,
            config.headDimension());
    return name
        + " = "
        + (norm.isEmpty() ? view : "(self).rmsh(" + view + ", " + norm + ")")
        + "\n";
  }

  private void ends() {
    method("embed", List.of("tokens", "w"), "return " + exact("torch.embedding(w, tokens)"));
    method(
        "logits",
        List.of("x", "norm", "w", "rows"),
        "return " + exact("(self).lin((self).rms(torch.index_select(x, 0, rows), norm), w)"));
    method(
        "losses",
        List.of("x", "norm", "w", "rows", "targets"),
        """
        l = (self).logits(x, norm, w, rows)
        return torch.cross_entropy_loss(l, targets, None, 0, -100, 0.)
        """);
    method(
        "head",
        List.of("x", "norm", "w", "rows", "targets", "weights"),
        """
        nll = (self).losses(x, norm, w, rows, targets)
        return torch.sum(torch.mul(nll, weights))
        """);
  }
}
