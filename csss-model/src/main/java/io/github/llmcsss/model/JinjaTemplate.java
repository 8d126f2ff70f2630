package io.github.llmcsss.model;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.el.ext.NamedParameter;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.objects.Namespace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import jinjava.javax.el.CompositeELResolver;
import org.jspecify.annotations.Nullable;

/**
 * A Jinja template, rendered as Python's {@code transformers} renders chat templates. Message texts
 * are values: they are never looked at as template code. Thread-safe.
 */
final class JinjaTemplate {
  private static final long LARGEST_OUTPUT = 16 << 20;
  private static final int LONGEST_RANGE = 1000;

  private final Jinjava engine;
  private final String source;

  JinjaTemplate(String template) {
    source = JinjaSource.rewrite(template);
    CompositeELResolver resolver = new CompositeELResolver();
    resolver.add(new PythonStrings());
    resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    engine =
        new Jinjava(
            JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withKeepTrailingNewline(true)
                .withNestedInterpretationEnabled(false)
                .withMaxOutputSize(LARGEST_OUTPUT)
                .withRangeLimit(LONGEST_RANGE)
                .withDisabled(
                    Map.of(Context.Library.TAG, Set.of("include", "import", "from", "extends")))
                .withElResolver(resolver)
                .withLegacyOverrides(
                    LegacyOverrides.newBuilder()
                        .withUseTrimmingForNotesAndExpressions(true)
                        .build())
                .build());
    engine.registerFilter(new TrimFilter());
    engine.registerFunction(function("raise_exception", "raise", Object.class));
    engine.registerFunction(function("namespace", "namespace", Object[].class));
  }

  private static ELFunctionDefinition function(String name, String method, Class<?> argument) {
    return new ELFunctionDefinition("", name, JinjaTemplate.class, method, argument);
  }

  /** Called by templates that refuse a conversation. */
  @SuppressWarnings("DoNotCallSuggester")
  public static Object raise(Object message) {
    throw new RaisedByTemplate(String.valueOf(message));
  }

  /** Called by templates: variables that outlive a loop. */
  public static Namespace namespace(Object... values) {
    Map<String, Object> variables = new LinkedHashMap<>();
    for (Object value : values) {
      if (value instanceof NamedParameter named) {
        variables.put(named.getName(), named.getValue());
      }
    }
    return new Namespace(variables, LONGEST_RANGE);
  }

  String render(Map<String, @Nullable Object> variables) throws TemplateException {
    RenderResult result = engine.renderForResult(source, variables);
    for (TemplateError error : result.getErrors()) {
      // Rendering goes on after an error and returns part of the text.
      throw new TemplateException(reason(error));
    }
    return result.getOutput();
  }

  private static String reason(TemplateError error) {
    for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
      if (cause instanceof RaisedByTemplate raised) {
        return "the template says: " + raised.getMessage();
      }
    }
    return "line " + error.getLineno() + ": " + error.getMessage();
  }

  /** Jinjava's own strips what Java calls white space: control characters, no Unicode. */
  private static final class TrimFilter implements Filter {
    @Override
    public String getName() {
      return "trim";
    }

    @Override
    public @Nullable Object filter(
        @Nullable Object value, JinjavaInterpreter interpreter, String... arguments) {
      return value instanceof String text ? PythonStrings.strip(text) : value;
    }
  }

  private static final class RaisedByTemplate extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RaisedByTemplate(String message) {
      super(message);
    }
  }
}
