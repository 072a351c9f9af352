package com.libswarm.runtime.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderGuardTest {

    private final List<String> warnings = new ArrayList<>();
    @TempDir
    private Path parent;

    private FolderGuard guard(Path folder) {
        return new FolderGuard(folder, warnings::add);
    }

    @Test
    void aFolderThatIsNotThereIsMadeForItsOwnerAlone() throws Exception {
        Path folder = parent.resolve("home/deploy");

        assertThat(guard(folder).isOurs()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
    }

    @Test
    void aFolderThatOthersCanUseIsNamedOnceAndUsedWhenItIsMended() throws Exception {
        Path folder = Files.createDirectory(parent.resolve("deploy"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
        FolderGuard guard = guard(folder);

        assertThat(guard.isOurs()).isFalse();
        assertThat(guard.isOurs()).isFalse();
        assertThat(warnings).singleElement().asString().contains("Nothing is deployed from " + folder, "chmod 700");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertThat(guard.isOurs()).isTrue();
    }

    @Test
    void aLinkToAFolderAndAFileAreNotUsed() throws Exception {
        Path link = Files.createSymbolicLink(parent.resolve("link"), Files.createDirectory(parent.resolve("elsewhere")));
        Path file = Files.createFile(parent.resolve("file"));

        assertThat(guard(link).isOurs()).isFalse();
        assertThat(guard(file).isOurs()).isFalse();
        assertThat(warnings).allMatch(line -> line.contains("it is not a folder"));
    }
}
