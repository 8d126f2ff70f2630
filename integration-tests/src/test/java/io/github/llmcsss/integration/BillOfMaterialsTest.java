package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The bill of materials names what users get, and nothing else. */
class BillOfMaterialsTest {
  private static final XPath PATHS = XPathFactory.newInstance().newXPath();

  private final Document bom = parse(LibraryModule.PROJECT.resolve("csss-bom/pom.xml"));

  @Test
  void namesEveryModuleOfTheLibrary() throws XPathExpressionException {
    Set<String> modules = new TreeSet<>(Set.of("csss"));
    Arrays.stream(LibraryModule.values()).forEach(module -> modules.add(module.directory));
    assertEquals(
        modules, texts("/project/dependencyManagement/dependencies/dependency/artifactId"));
  }

  @Test
  void bringsNoVersionsOfOtherProjectsAlong() throws XPathExpressionException {
    assertEquals(Set.of(), texts("/project/parent/artifactId"));
    assertEquals(Set.of("io.github.llmcsss"), texts("//groupId"));
  }

  @Test
  void isOfTheVersionOfAllOthers() throws XPathExpressionException {
    String version =
        PATHS.evaluate("/project/version", parse(LibraryModule.PROJECT.resolve("pom.xml")));
    assertEquals(Set.of(version), texts("/project/version"));
    assertEquals(Set.of("${project.version}"), texts("//dependency/version"));
  }

  private Set<String> texts(String path) throws XPathExpressionException {
    NodeList nodes = (NodeList) PATHS.evaluate(path, bom, XPathConstants.NODESET);
    Set<String> texts = new TreeSet<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static Document parse(Path file) {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    } catch (Exception e) {
      throw new AssertionError("Cannot read " + file, e);
    }
  }
}
