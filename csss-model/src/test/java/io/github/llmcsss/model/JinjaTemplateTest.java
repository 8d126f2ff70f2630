package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JinjaTemplateTest {
  private static String render(String template) throws TemplateException {
    return new JinjaTemplate(template)
        .render(
            Map.of(
                "words",
                List.of("a", "b", "c"),
                "text",
                "  Hello World\u00A0 ",
                "map",
                Map.of("k", "v"),
                "no",
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{% for w in words[::-1] %}{{ w }}{% endfor %} ~ cba",
        "{{ words[1:] | length }} ~ 2",
        "{% if not nothing is defined %}x{% endif %} ~ x",
        "{% if not words[0] is none %}x{% endif %} ~ x",
        "{% if no is false and no is not true %}x{% endif %} ~ x",
        "{% set ns = namespace(i=words|length - 1, s='a, b=(') %}{{ ns.i }}{{ ns.s }} ~ 2a, b=(",
        "{% set ns = namespace(i=0) %}{% for w in words %}{% set ns.i = ns.i + 1 %}{% endfor %}"
            + "{{ ns.i }} ~ 3",
        "[{{ text|trim }}] ~ [Hello World]",
        "[{{ text.strip() }}] ~ [Hello World]",
        "{{ 'xxhixx'.strip('x') }}{{ 'xxhi'.lstrip('x') }}{{ 'hixx'.rstrip('x') }} ~ hihihi",
        "{{ 'Hi'.upper() }}{{ 'Hi'.lower() }} ~ HIhi",
        "{{ 'a--b'.split('--')[-1] }}{{ ' a b '.split()|length }} ~ b2",
        "{% if 'abc'.startswith('ab') and not 'abc'.endswith('ab') %}x{% endif %} ~ x",
        "{% generation %}x{% endgeneration %} ~ x",
        "a {%- generation -%} x {%- endgeneration -%} b ~ axb",
        "{{ 'is not words[::-1] {{ x }}' }} ~ is not words[::-1] {{ x }}",
        "{{ '}}' }}{{ \"%}\" }} ~ }}%}",
        "{% if 'k' in map %}{{ map['k'] }}{% endif %} ~ v",
        "{# note {{ x }} #}y ~ y",
      })
  void rendersAsPythonDoes(String template, String expected) throws TemplateException {
    assertEquals(expected, render(template));
  }

  @Test
  void oneNewlineAtTheEndOfTheFileIsDroppedAndOthersKept() throws TemplateException {
    assertEquals("x\n", render("x\n\n"));
    assertEquals("x\ny", render("{% if true %}\nx\n{% endif %}\ny\n"));
    assertEquals("a\n", render("{{ 'a\n' }}"));
  }

  @Test
  void valuesAreNeverTakenForTemplates() throws TemplateException {
    String text = "{{ 7 * 7 }}{% if true %}x{% endif %}";
    assertEquals(text, new JinjaTemplate("{{ t }}").render(Map.of("t", text)));
  }

  @Test
  void theTemplatesOwnRefusalIsTheMessage() {
    TemplateException e =
        assertThrows(TemplateException.class, () -> render("a{{ raise_exception('no tools') }}b"));
    assertEquals("the template says: no tools", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{{ nosuchfunction() }}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% for %}",
        "{{ 'unclosed",
      })
  void errorsAreNotSwallowed(String template) {
    assertThrows(TemplateException.class, () -> render(template));
  }

  @Test
  void outputIsBounded() {
    JinjaTemplate endless = new JinjaTemplate("{% for i in range(1000) %}{{ big }}{% endfor %}");
    String big = "x".repeat(100_000);
    assertThrows(TemplateException.class, () -> endless.render(Map.of("big", big)));
  }
}
