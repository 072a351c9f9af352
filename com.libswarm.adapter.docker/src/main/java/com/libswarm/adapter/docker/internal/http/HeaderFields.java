package com.libswarm.adapter.docker.internal.http;

import java.util.Arrays;

/** The header fields of a message that is to be written: in order, names in any case. */
public final class HeaderFields {

    private String[] fields = new String[20];
    private int count;

    /**
     * Adds one.
     *
     * @throws IllegalArgumentException if it would not be read as this one field: nobody can smuggle another message into it
     */
    public void add(String name, String value) {
        if (name.isEmpty() || !Octets.all(Octets.TOKEN, name)) {
            throw new IllegalArgumentException("The name of a header field is no token.");
        }
        if (!Octets.all(Octets.TEXT, value)) {
            throw new IllegalArgumentException("The value of the header field " + name + " holds a control character.");
        }
        put(name, Octets.of(value));
    }

    private void put(String name, String value) {
        if (count == fields.length) {
            fields = Arrays.copyOf(fields, 2 * count);
        }
        fields[count++] = name;
        fields[count++] = value;
    }

    /** Puts one in place of those of the name. */
    public void set(String name, String value) {
        remove(name);
        add(name, value);
    }

    public void set(String name, long value) {
        remove(name);
        put(name, Long.toString(value));
    }

    /** The first value of that name, or the empty string. */
    public String get(String name) {
        int i = find(name, 0);
        return i < 0 ? "" : fields[i + 1];
    }

    public boolean has(String name) {
        return find(name, 0) >= 0;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public void remove(String name) {
        int first = find(name, 0);
        if (first < 0) {
            return;
        }
        int kept = first;
        for (int i = first + 2; i < count; i += 2) {
            if (!fields[i].equalsIgnoreCase(name)) {
                fields[kept++] = fields[i];
                fields[kept++] = fields[i + 1];
            }
        }
        count = kept;
    }

    private int find(String name, int from) {
        for (int i = from; i < count; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** How many bytes {@link #write} writes. */
    int size() {
        int size = 2;
        for (int i = 0; i < count; i += 2) {
            size += fields[i].length() + fields[i + 1].length() + 4;
        }
        return size;
    }

    /** Writes them, and the empty line after them; gives where that ends. */
    int write(byte[] out, int from) {
        int at = from;
        for (int i = 0; i < count; i += 2) {
            at = Octets.write(fields[i], out, at);
            out[at++] = ':';
            out[at++] = ' ';
            at = Octets.write(fields[i + 1], out, at);
            at = Octets.writeLineEnd(out, at);
        }
        return Octets.writeLineEnd(out, at);
    }
}
