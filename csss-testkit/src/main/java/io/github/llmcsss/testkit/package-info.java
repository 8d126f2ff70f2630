/**
 * For the tests of those who use or extend the library: contract tests for every interface, a tiny
 * trained model and a small catalogue.
 *
 * <p>Who implements an interface extends its contract; JUnit then runs every test of it:
 *
 * <pre>{@code
 * class MyShopTest extends SearchEnvironmentContract {
 *   @Override
 *   protected SearchEnvironment open() {
 *     return new MyShop(SmallCatalogue.documents());
 *   }
 * }
 * }</pre>
 *
 * <p>Each test opens what it tests and closes it.
 */
@NullMarked
package io.github.llmcsss.testkit;

import org.jspecify.annotations.NullMarked;
