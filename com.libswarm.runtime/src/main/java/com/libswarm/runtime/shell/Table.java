package com.libswarm.runtime.shell;

import java.util.ArrayList;
import java.util.List;

/** Aligned columns. Control characters, which could move a terminal's cursor, become question marks. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table row(String... cells) {
        rows.add(List.of(cells).stream().map(Table::printable).toList());
        return this;
    }

    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Each row on a line of its own. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(width(column) - length(cell) + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().filter(row -> row.size() > column).mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
