package io.github.llmcsss.integration;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds what users see and no Javadoc describes. The check of the javadoc tool would also want a
 * {@code @param} and a {@code @return} on every method, where one sentence says it better.
 */
final class UndocumentedScanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
  /** A method with one of these is described elsewhere, or by its own name. */
  private static final Set<String> SPEAKING = Set.of("Override", "Test", "ParameterizedTest");

  private final DocTrees documentation;
  private final List<String> found = new ArrayList<>();

  private UndocumentedScanner(DocTrees documentation) {
    this.documentation = documentation;
  }

  /** One line, {@code file:line: name}, for each. The sources are parsed, not compiled. */
  static List<String> scan(Iterable<? extends JavaFileObject> sources) throws IOException {
    List<String> options = List.of("-proc:none");
    JavacTask parser =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler().getTask(null, null, null, options, null, sources);
    UndocumentedScanner scanner = new UndocumentedScanner(DocTrees.instance(parser));
    for (CompilationUnitTree unit : parser.parse()) {
      scanner.scan(unit, null);
    }
    return scanner.found;
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
    if (!isVisible(type.getModifiers())) {
      return null;
    }
    report(type, type.getSimpleName().toString(), getCurrentPath());
    if (type.getKind() == Tree.Kind.RECORD) {
      reportComponents(type);
    } else if (type.getKind() == Tree.Kind.CLASS && !hasConstructor(type)) {
      add(type, "the default constructor of " + type.getSimpleName());
    }
    return super.visitClass(type, null);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
    if (isVisible(method.getModifiers())
        && annotations(method.getModifiers()).stream().noneMatch(SPEAKING::contains)) {
      report(method, method.getName().toString(), getCurrentPath());
    }
    return null; // what is inside of it nobody sees
  }

  @Override
  public @Nullable Void visitVariable(VariableTree field, @Nullable Void unused) {
    if (isVisible(field.getModifiers())) {
      report(field, field.getName().toString(), getCurrentPath());
    }
    return null;
  }

  private void reportComponents(ClassTree type) {
    DocCommentTree comment = documentation.getDocCommentTree(getCurrentPath());
    Set<String> described =
        comment == null
            ? Set.of()
            : comment.getBlockTags().stream()
                .filter(ParamTree.class::isInstance)
                .map(tag -> ((ParamTree) tag).getName().toString())
                .collect(Collectors.toSet());
    for (Tree member : type.getMembers()) {
      if (member instanceof VariableTree field
          && !field.getModifiers().getFlags().contains(Modifier.STATIC)
          && !described.contains(field.getName().toString())) {
        add(field, "the component " + field.getName() + " of " + type.getSimpleName());
      }
    }
  }

  private void report(Tree tree, String name, TreePath path) {
    DocCommentTree comment = documentation.getDocCommentTree(path);
    if (comment == null || comment.getFullBody().isEmpty()) {
      add(tree, name.equals("<init>") ? "a constructor of " + enclosing().getSimpleName() : name);
    }
  }

  private void add(Tree tree, String name) {
    CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
    long start = documentation.getSourcePositions().getStartPosition(unit, tree);
    long line = unit.getLineMap().getLineNumber(start);
    found.add(unit.getSourceFile().getName() + ":" + line + ": " + name);
  }

  private boolean isVisible(ModifiersTree modifiers) {
    Set<Modifier> flags = modifiers.getFlags();
    return flags.contains(Modifier.PUBLIC)
        || flags.contains(Modifier.PROTECTED)
        || (isInInterface() && !flags.contains(Modifier.PRIVATE));
  }

  private boolean isInInterface() {
    return getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type
        && (type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE);
  }

  private ClassTree enclosing() {
    return (ClassTree) getCurrentPath().getParentPath().getLeaf();
  }

  private static boolean hasConstructor(ClassTree type) {
    return type.getMembers().stream()
        .anyMatch(member -> member instanceof MethodTree m && m.getReturnType() == null);
  }

  private static List<String> annotations(ModifiersTree modifiers) {
    return modifiers.getAnnotations().stream()
        .map(AnnotationTree::getAnnotationType)
        .map(Tree::toString)
        .toList();
  }
}
