/**
 * Shows a run to people: one HTML file that needs nothing but a browser. Start with {@link
 * io.github.llmcsss.core.viewer.SessionViewer}:
 *
 * <pre>{@code
 * RunDirectory run = RunDirectory.open(Path.of("sessions"));
 * new SessionViewer().write(run, Path.of("sessions.html"));
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.core.viewer;

import org.jspecify.annotations.NullMarked;
