package com.libswarm.openstack.internal;

import com.libswarm.cloud.internal.Settings;
import com.libswarm.cloud.internal.UserData;
import java.util.List;
import java.util.Optional;

/**
 * What a server is to be made of.
 *
 * @param flavor id or name
 * @param image id or name
 * @param networks ids or names; none for what the cloud gives by itself
 * @param floating the network from which it gets a floating address if it has no public one
 * @param onConfigDrive whether user data need a configuration drive to reach the server
 */
public record ServerOptions(String flavor, String image, Optional<String> keyName, List<String> networks, List<String> securityGroups,
        Optional<String> floating, Optional<String> userData, boolean onConfigDrive) {

    public static final String FLAVOR = "--flavor ID-or-name  how large hosts are";
    public static final String IMAGE = "--image ID-or-name  what hosts are made of";
    public static final String KEY_NAME = "--key-name NAME  the cloud's name of the public key that it puts on hosts";

    /** Of nova, before they are encoded (compute API, create server, user_data). */
    private static final int MOST_USER_DATA = 65_535 * 3 / 4;

    /** What is missing is noted for {@link Settings#check}. */
    public static ServerOptions read(Settings settings, int tunPort, boolean onConfigDrive) {
        return new ServerOptions(settings.need("flavor"), settings.need("image"), settings.get("key-name"), settings.all("network"),
                settings.all("security-group"), settings.get("floating-network"), UserData.read(settings, tunPort, MOST_USER_DATA).map(UserData::base64), onConfigDrive);
    }
}
