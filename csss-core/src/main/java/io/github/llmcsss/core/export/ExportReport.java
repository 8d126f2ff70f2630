package io.github.llmcsss.core.export;

import java.nio.file.Path;

/**
 * What an export wrote.
 *
 * @param target where it is
 * @param sessions how many were read
 * @param records how many the target holds: sessions, chats, topics, or lines of qrels or run
 * @param complete false if the run is going on, or was stopped
 */
public record ExportReport(Path target, long sessions, long records, boolean complete) {}
