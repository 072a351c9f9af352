package com.libswarm.adapter.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variables of OpenStack's clients, and their file. */
class CredentialsTest {

    private static Settings settings(Map<String, String> variables) {
        return new Settings(name -> List.of(), variables);
    }

    private static Credentials read(String... namesAndValues) {
        var variables = new HashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        Settings settings = settings(variables);
        Credentials credentials = Credentials.read(settings);
        settings.check("nova");
        return credentials;
    }

    @Test
    void aPasswordIsOfAUserInADomainForAProject() {
        Credentials credentials = read("OS_USERNAME", "joe", "OS_PASSWORD", "s3cret", "OS_TENANT_NAME", "web", "OS_USER_DOMAIN_NAME", "Corp");
        assertThat(credentials.identity().toString()).contains("name=joe", "domain={name=Corp}", "password=s3cret");
        assertThat(credentials.scope()).isEqualTo(Map.of("project", Map.of("name", "web", "domain", Map.of("id", "default"))));
        assertThat(credentials).hasToString("the password of the user joe");
        assertThat(read("OS_USER_ID", "u1", "OS_PASSWORD", "s", "OS_PROJECT_ID", "p1").scope()).isEqualTo(Map.of("project", Map.of("id", "p1")));
    }

    @Test
    void anApplicationCredentialIsTakenBeforeATokenAndThatBeforeAPassword() {
        assertThat(read("OS_APPLICATION_CREDENTIAL_ID", "c1", "OS_APPLICATION_CREDENTIAL_SECRET", "s", "OS_TOKEN", "t").identity())
                .isEqualTo(Map.of("methods", List.of("application_credential"), "application_credential", Map.of("id", "c1", "secret", "s")));
        assertThat(read("OS_APPLICATION_CREDENTIAL_NAME", "tests", "OS_USERNAME", "joe", "OS_APPLICATION_CREDENTIAL_SECRET", "s").identity().toString())
                .contains("name=tests", "user={").contains("name=joe");
        assertThat(read("OS_TOKEN", "t", "OS_PASSWORD", "s").identity()).isEqualTo(Map.of("methods", List.of("token"), "token", Map.of("id", "t")));
        assertThat(read("OS_AUTH_TYPE", "v3password", "OS_TOKEN", "t", "OS_USERNAME", "joe", "OS_PASSWORD", "s", "OS_PROJECT_NAME", "x").described())
                .isEqualTo("the password of the user joe");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> read()).hasMessageContaining("nova needs OS_USERNAME or OS_USER_ID, OS_PASSWORD, OS_PROJECT_NAME or OS_PROJECT_ID;");
        assertThatThrownBy(() -> read("OS_APPLICATION_CREDENTIAL_ID", "c1")).hasMessageContaining("nova needs OS_APPLICATION_CREDENTIAL_SECRET;");
        assertThatThrownBy(() -> read("OS_AUTH_TYPE", "kerberos")).hasMessageContaining("not kerberos");
    }

    @Test
    void anEntryOfTheFileStandsForTheVariables(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("clouds.yaml"), """
                clouds:
                  lab:
                    auth: {auth_url: "http://lab/v3", username: joe, project_name: web}
                    regions: [{name: North}]
                    interface: internal
                    cacert: /etc/lab.pem
                  open: {verify: false}
                """);
        Files.writeString(folder.resolve("secure.yaml"), "clouds:\n  lab:\n    auth:\n      password: s3cret\n");
        Path config = Files.createDirectories(folder.resolve("openstack"));
        Files.move(folder.resolve("clouds.yaml"), config.resolve("clouds.yaml"));
        Files.move(folder.resolve("secure.yaml"), config.resolve("secure.yaml"));
        var file = new CloudsFile(Map.of("XDG_CONFIG_HOME", folder.toString(), "OS_USERNAME", "jane", "OS_TOKEN", "t", "LANG", "C"));

        assertThat(file.cloud("lab")).isEqualTo(Map.of("OS_AUTH_URL", "http://lab/v3", "OS_USERNAME", "joe", "OS_PROJECT_NAME", "web", "OS_PASSWORD", "s3cret",
                "OS_REGION_NAME", "North", "OS_INTERFACE", "internal", "OS_CACERT", "/etc/lab.pem", "LANG", "C", "XDG_CONFIG_HOME", folder.toString()));
        assertThatThrownBy(() -> file.cloud("lob")).isInstanceOf(Failure.class).hasMessageContaining("There is no cloud lob in ").hasMessageContaining("lab, open.");
        assertThatThrownBy(() -> file.cloud("open")).hasMessageContaining("verify: false");
    }

    @Test
    void aFileThatIsNotYamlIsToldWithoutWhatIsInIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("clouds.yaml"), "clouds:\n  lab: {password: hunter2secret\n  :::");
        var clouds = new CloudsFile(Map.of("OS_CLIENT_CONFIG_FILE", file.toString()));
        assertThatThrownBy(() -> clouds.cloud("lab")).isInstanceOf(Failure.class)
                .hasMessageMatching("The file .*clouds.yaml is not YAML \\(line [0-9]+\\)\\.")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> new CloudsFile(Map.of("OS_CLIENT_CONFIG_FILE", "/nonexistent/clouds.yaml")).cloud("lab")).hasMessageContaining("There is no clouds.yaml");
    }
}
