package com.libswarm.adapter.docker.internal.server;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may connect to the unix sockets of a {@code dockerserver}.
 *
 * @param mode their permissions
 * @param group their group; that of swarmd's process, if empty
 */
record SocketAccess(Set<PosixFilePermission> mode, Optional<GroupPrincipal> group) {

    private static final String MODE = "socket-mode";
    private static final String GROUP = "socket-group";

    /**
     * What the options of a spec say.
     *
     * @param insecure whether everybody on this machine may be let in
     * @throws Failure 400 if there is no such mode or group, or everybody would be let in
     */
    static SocketAccess of(Context context, boolean insecure) {
        return new SocketAccess(mode(last(context.option(MODE)).orElse("0660"), insecure), last(context.option(GROUP)).map(SocketAccess::group));
    }

    private static Optional<String> last(List<String> values) {
        return values.stream().reduce((first, next) -> next);
    }

    private static Set<PosixFilePermission> mode(String octal, boolean insecure) {
        if (!octal.matches("0?[0-7]{3}")) {
            throw new Failure(400, "'" + octal + "' is no mode of a socket: write --socket-mode 0660, in octal digits for its owner, its group and others.");
        }
        int bits = Integer.parseInt(octal, 8);
        if ((bits & 2) != 0 && !insecure) {
            throw new Failure(400, "With --socket-mode " + octal + " every user of this machine could connect, and whoever reaches a Docker API owns "
                    + "the machine behind it: write 0660, and --socket-group GROUP for those whom you want to let in, or add --insecure.");
        }
        var letters = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            letters.append((bits >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        return PosixFilePermissions.fromString(letters.toString());
    }

    private static GroupPrincipal group(String name) {
        try {
            return Path.of("/").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
        } catch (UserPrincipalNotFoundException unknown) {
            throw new Failure(400, "There is no group '" + name + "' on this machine: create it (groupadd " + name + "), or choose another "
                    + "--socket-group.", unknown);
        } catch (IOException why) {
            throw new Failure(400, "The group '" + name + "' of --socket-group cannot be looked up: " + why.getMessage() + ".", why);
        }
    }

    /** Whether a spec says something of it. */
    static boolean isNamed(Context context) {
        return !context.option(MODE).isEmpty() || !context.option(GROUP).isEmpty();
    }

    /** @throws IOException if swarmd's user may not do that; the message is for the operator */
    void apply(Path socket) throws IOException {
        if (group.isPresent()) {
            try {
                Files.getFileAttributeView(socket, PosixFileAttributeView.class).setGroup(group.get());
            } catch (IOException why) {
                throw new IOException("Cannot give unix://" + socket + " to the group '" + group.get().getName() + "': swarmd's user has to be a "
                        + "member of it, or root.", why);
            }
        }
        Files.setPosixFilePermissions(socket, mode);
    }
}
