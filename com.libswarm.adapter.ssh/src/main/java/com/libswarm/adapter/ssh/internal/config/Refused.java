package com.libswarm.adapter.ssh.internal.config;

import java.util.Locale;

/** It is not for the network that there is no connection, and trying again soon would not help. */
public final class Refused extends Exception {

    /** The field in the head of an Error that says which kind of refusal it tells of; Errors that may pass have none. */
    public static final String FIELD = "Ssh-Refusal";

    private static final long serialVersionUID = 1L;

    /** What has to be put right. */
    public enum Kind {
        /** The host's key is unknown, another than before, or revoked. */
        HOST_KEY,
        /** The host lets nobody in with the keys that were offered. */
        KEY,
        /** This side has no key, or one that cannot be used, or a configuration that cannot be meant. */
        SETUP;

        /** As it stands in the {@link #FIELD}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Kind kind;

    /** @param sentence for the operator and for those who ask */
    public Refused(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
