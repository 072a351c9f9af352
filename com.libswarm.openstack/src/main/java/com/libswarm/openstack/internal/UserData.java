package com.libswarm.openstack.internal;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Optional;

/** What cloud-init does on a new host, as compute services take it. */
final class UserData {

    /** Of nova, before it is encoded (compute API, create server, user_data). */
    private static final int LARGEST = 65_535 * 3 / 4;

    private UserData() {
    }

    /** @throws Failure 400 if the file cannot be read, or is too large */
    static Optional<String> read(Settings settings, int tunPort) {
        boolean install = !settings.all("install-docker").isEmpty();
        Optional<String> file = settings.get("user-data");
        if (install && file.isPresent()) {
            throw new Failure(400, "--user-data and --install-docker exclude each other: let your file install the engine.");
        }
        return install ? Optional.of(encoded(installation(tunPort).getBytes(StandardCharsets.UTF_8))) : file.map(UserData::ofFile);
    }

    private static String ofFile(String file) {
        try {
            byte[] content = Files.readAllBytes(Settings.file(file));
            if (content.length > LARGEST) {
                throw new Failure(400, "The user data in " + file + " have " + content.length + " bytes; a host takes " + LARGEST + " at most.");
            }
            return encoded(content);
        } catch (IOException unreadable) {
            throw new Failure(400, "The user data in " + file + " (--user-data) cannot be read: it is not there, or swarmd's user may not.", unreadable);
        }
    }

    private static String encoded(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }

    /** The distribution's own engine, whose unit is told to listen on the loopback interface, too. */
    static String installation(int tunPort) {
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
