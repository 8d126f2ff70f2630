package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users see of a module. */
class PublicSurfaceTest {
  @ParameterizedTest
  @EnumSource
  void namesNoTypeOfALibraryInASignature(LibraryModule module) {
    List<JavaClass> surface =
        module.classes().stream().filter(PublicSurfaceTest::isVisible).toList();
    assertFalse(surface.isEmpty(), () -> module + " must have a public class");
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : surface) {
      signature(type)
          .flatMap(named -> named.getAllInvolvedRawTypes().stream())
          .map(JavaClass::getBaseComponentType)
          .filter(named -> !mayBeNamed(module, named))
          .forEach(named -> wrong.add(type.getName() + " names " + named.getName()));
    }
    assertEquals(Set.of(), wrong);
  }

  @ParameterizedTest
  @EnumSource
  void everyPackageIsNullMarked(LibraryModule module) {
    JavaClasses classes = module.classes();
    Set<String> wrong = module.packages();
    wrong.removeIf(name ->
        classes.containPackage(name) && classes.getPackage(name).isAnnotatedWith(NullMarked.class));
    assertEquals(Set.of(), wrong);
  }

  @ParameterizedTest
  @EnumSource
  void everyPackageIsDescribedAndHasClasses(LibraryModule module) {
    assertEquals(module.packages(), module.describedPackages());
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheStandardStreamsAlone(LibraryModule module) {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(module.classes());
  }

  /** The types in the declaration of a class and in its public and protected members. */
  private static Stream<JavaType> signature(JavaClass type) {
    List<JavaType> named = new ArrayList<>(type.getInterfaces());
    type.getSuperclass().ifPresent(named::add);
    named.addAll(type.getTypeParameters());
    for (JavaField field : type.getFields()) {
      if (isOpen(field)) {
        named.add(field.getType());
      }
    }
    for (JavaCodeUnit unit : type.getCodeUnits()) {
      if (isOpen(unit)) {
        named.add(unit.getReturnType());
        named.addAll(unit.getParameterTypes());
        named.addAll(unit.getTypeParameters());
        named.addAll(unit.getExceptionTypes());
      }
    }
    return named.stream();
  }

  private static boolean isOpen(HasModifiers member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean isVisible(JavaClass type) {
    return isOpen(type) && type.getEnclosingClass().map(PublicSurfaceTest::isVisible).orElse(true);
  }

  private static boolean mayBeNamed(LibraryModule module, JavaClass type) {
    String name = type.getPackageName() + ".";
    return type.isPrimitive()
        || name.startsWith("java.")
        || name.startsWith(LibraryModule.ROOT + ".")
        // The contracts of the test kit are JUnit tests.
        || (module == LibraryModule.TESTKIT && name.startsWith("org.junit.jupiter."));
  }
}
