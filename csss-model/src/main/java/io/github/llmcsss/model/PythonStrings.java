package io.github.llmcsss.model;

import com.hubspot.jinjava.objects.collections.PyList;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/** The methods of Python strings that chat templates call, which Jinjava lacks. */
final class PythonStrings extends ELResolver {
  @Override
  public @Nullable Object invoke(
      ELContext context,
      @Nullable Object base,
      Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] arguments) {
    if (!(base instanceof String text)) {
      return null;
    }
    String[] strings =
        arguments == null
            ? new String[0]
            : Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    Object result = call(text, String.valueOf(method), strings);
    if (result != null) {
      context.setPropertyResolved(true);
    }
    return result;
  }

  private static @Nullable Object call(String text, String method, String[] arguments) {
    String argument = arguments.length == 0 ? null : arguments[0];
    return switch (method) {
      case "startswith" -> argument == null ? null : (Object) text.startsWith(argument);
      case "endswith" -> argument == null ? null : (Object) text.endsWith(argument);
      case "strip" -> strip(text, argument, true, true);
      case "lstrip" -> strip(text, argument, true, false);
      case "rstrip" -> strip(text, argument, false, true);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "split" -> split(text, argument);
      default -> null;
    };
  }

  static String strip(String text) {
    return strip(text, null, true, true);
  }

  private static String strip(String text, @Nullable String set, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && isIn(text.charAt(start), set)) {
      start++;
    }
    while (right && start < end && isIn(text.charAt(end - 1), set)) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isIn(char c, @Nullable String set) {
    return set == null
        ? Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085'
        : set.indexOf(c) >= 0;
  }

  private static PyList split(String text, @Nullable String separator) {
    List<Object> parts = new ArrayList<>();
    if (separator == null) {
      for (String part : strip(text, null, true, true).split("\\s+", -1)) {
        if (!part.isEmpty()) {
          parts.add(part);
        }
      }
      return new PyList(parts);
    }
    int start = 0;
    for (int at = text.indexOf(separator); at >= 0 && !separator.isEmpty(); ) {
      parts.add(text.substring(start, at));
      start = at + separator.length();
      at = text.indexOf(separator, start);
    }
    parts.add(text.substring(start));
    return new PyList(parts);
  }

  @Override
  public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
    return null;
  }

  @Override
  public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
    return null;
  }

  @Override
  public void setValue(ELContext context, @Nullable Object base, Object property, Object value) {}

  @Override
  public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
    return true;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(
      ELContext context, @Nullable Object base) {
    return Collections.emptyIterator();
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
    return Object.class;
  }
}
