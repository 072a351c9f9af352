package com.libswarm.adapter.ssh.internal.stream;

import org.apache.sshd.common.SshConstants;

/** The server opens no channel. */
public final class ChannelRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final int reason;

    /** @param reason of RFC 4254, section 5.1; 0 if the server has given none */
    ChannelRefused(int reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The server does not do that for this user. */
    public boolean isProhibited() {
        return reason == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED || reason == SshConstants.SSH_OPEN_UNKNOWN_CHANNEL_TYPE;
    }

    /** The server has too many channels. */
    public boolean isShortage() {
        return reason == SshConstants.SSH_OPEN_RESOURCE_SHORTAGE;
    }
}
