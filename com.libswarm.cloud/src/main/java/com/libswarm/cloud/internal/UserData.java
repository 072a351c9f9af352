package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Optional;

/** What cloud-init does on a new host: clouds hand it over under this name. */
public final class UserData {

    public static final String FILE = "--user-data FILE  what cloud-init does on a new host";
    public static final String INSTALL_DOCKER = "--install-docker  has cloud-init install an engine that listens on 127.0.0.1 at --tun-port";

    private final byte[] content;

    private UserData(byte[] content) {
        this.content = content;
    }

    /**
     * As the options say: those of {@link #FILE}, or {@link #INSTALL_DOCKER}.
     *
     * @param tunPort where an engine is to listen that is installed
     * @param most how many bytes the cloud takes
     * @throws Failure 400 if the file cannot be read, or is too large
     */
    public static Optional<UserData> read(Settings settings, int tunPort, int most) {
        boolean install = !settings.all("install-docker").isEmpty();
        Optional<String> file = settings.get("user-data");
        if (install && file.isPresent()) {
            throw new Failure(400, "--user-data and --install-docker exclude each other: let your file install the engine.");
        }
        return install ? Optional.of(new UserData(installation(tunPort).getBytes(StandardCharsets.UTF_8))) : file.map(name -> ofFile(name, most));
    }

    private static UserData ofFile(String file, int most) {
        try {
            byte[] content = Files.readAllBytes(Settings.file(file));
            if (content.length > most) {
                throw new Failure(400, "The user data in " + file + " have " + content.length + " bytes; a host takes " + most + " at most.");
            }
            return new UserData(content);
        } catch (IOException unreadable) {
            throw new Failure(400, "The user data in " + file + " (--user-data) cannot be read: it is not there, or swarmd's user may not.", unreadable);
        }
    }

    /** For clouds that take any bytes. */
    public String base64() {
        return Base64.getEncoder().encodeToString(content);
    }

    /** For clouds that take text. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** The distribution's own engine, whose unit is told to listen on the loopback interface, too. */
    private static String installation(int tunPort) {
        return """
                #cloud-config
                package_update: true
                packages:
                  - docker.io
                write_files:
                  - path: /etc/systemd/system/docker.service.d/listen.conf
                    content: |
                      [Service]
                      ExecStart=
                      ExecStart=/usr/sbin/dockerd -H unix:///var/run/docker.sock -H tcp://127.0.0.1:%d
                runcmd:
                  - [systemctl, daemon-reload]
                  - [systemctl, restart, docker]
                """.formatted(tunPort);
    }
}
