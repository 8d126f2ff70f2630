package io.github.llmcsss.model;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tensors of a GGUF file under their Hugging Face names, in the Hugging Face order of rows. */
final class GgufTensors {
  private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d{1,4})\\.(\\w+)\\.(weight|bias)");
  private static final Map<String, String> PARTS =
      Map.ofEntries(
          Map.entry("attn_norm", "input_layernorm"),
          Map.entry("ffn_norm", "post_attention_layernorm"),
          Map.entry("attn_q", "self_attn.q_proj"),
          Map.entry("attn_k", "self_attn.k_proj"),
          Map.entry("attn_v", "self_attn.v_proj"),
          Map.entry("attn_output", "self_attn.o_proj"),
          Map.entry("attn_q_norm", "self_attn.q_norm"),
          Map.entry("attn_k_norm", "self_attn.k_norm"),
          Map.entry("ffn_gate", "mlp.gate_proj"),
          Map.entry("ffn_up", "mlp.up_proj"),
          Map.entry("ffn_down", "mlp.down_proj"));
  private static final Map<String, String> TOP =
      Map.of(
          "token_embd.weight", "model.embed_tokens.weight",
          "output_norm.weight", "model.norm.weight",
          "output.weight", "lm_head.weight");

  /** Precomputed rotary factors: they repeat what the metadata says. */
  private static final Set<String> IGNORED = Set.of("rope_freqs.weight");

  private GgufTensors() {}

  static Map<String, Tensor> byHuggingFaceName(GgufFile file, ModelConfig config) {
    boolean permuted = file.metadata().requiredString("general.architecture").equals("llama");
    Map<String, Tensor> tensors = new TreeMap<>();
    file.tensors()
        .forEach((name, tensor) -> {
          if (IGNORED.contains(name)) {
            return;
          }
          String translated = translate(name, file);
          Tensor renamed = new RenamedTensor(translated, tensor);
          if (permuted && translated.contains(".q_proj.")) {
            renamed = new UnpermutedTensor(file.metadata().file(), renamed, config.heads());
          } else if (permuted && translated.contains(".k_proj.")) {
            renamed = new UnpermutedTensor(file.metadata().file(), renamed, config.keyValueHeads());
          }
          tensors.put(translated, renamed);
        });
    return tensors;
  }

  private static String translate(String name, GgufFile file) {
    String top = TOP.get(name);
    if (top != null) {
      return top;
    }
    Matcher block = BLOCK.matcher(name);
    String part = block.matches() ? PARTS.get(block.group(2)) : null;
    if (part == null) {
      throw new ModelFormatException(
          file.metadata().file(), "tensor \"" + name + "\" belongs to no supported architecture");
    }
    return "model.layers." + block.group(1) + "." + part + "." + block.group(3);
  }

  /** The same tensor under another name. */
  private record RenamedTensor(String name, Tensor tensor) implements Tensor {
    @Override
    public long[] shape() {
      return tensor.shape();
    }

    @Override
    public long size() {
      return tensor.size();
    }

    @Override
    public void read(long offset, float[] target, int start, int count) {
      tensor.read(offset, target, start, count);
    }
  }
}
