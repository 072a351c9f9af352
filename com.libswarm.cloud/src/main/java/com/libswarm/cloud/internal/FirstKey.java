package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Whether the key by which a host was recorded unseen, the first time, is its own: if the cloud tells which keys it has, it is one of these. Looked at before
 * the host is used.
 */
final class FirstKey {

    /** The host has done all else that it does at its first start when its engine answers, or nearly so. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Parts parts;
    private final Member member;
    private final boolean isFirst;

    /** To be made before the host is reached. */
    FirstKey(Parts parts, Member member) {
        this.parts = parts;
        this.member = member;
        this.isFirst = recorded().isEmpty();
    }

    private List<String> recorded() {
        return parts.keys().recorded(member.name(), member.location().id());
    }

    /** Whether it is not known yet. */
    boolean isFirst() {
        return isFirst;
    }

    /** Fails, and the key is forgotten, if it is another's. @param beforeEach throws what is a reason to give up */
    CompletableFuture<Void> check(Runnable beforeEach) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        return parts.work().repeat(() -> LOOK_AGAIN, () -> parts.work().run(() -> {
            beforeEach.run();
            Optional<List<String>> shown = shown();
            if (shown.isEmpty() && System.nanoTime() - end < 0) {
                member.phase(Member.Phase.STARTING, "the cloud has not told the keys of its SSH server yet.");
                return Optional.<Boolean>empty();
            }
            compare(shown.orElse(List.of()));
            return Optional.of(true);
        })).thenAccept(good -> { });
    }

    /** A cloud that cannot be asked does not tell. */
    private Optional<List<String>> shown() {
        try {
            return parts.provider().hostKeys(member.location().id());
        } catch (Failure unknown) {
            return Optional.of(List.of());
        }
    }

    private void compare(List<String> shown) {
        List<String> strange = recorded().stream().filter(key -> !shown.contains(key)).toList();
        if (!shown.isEmpty() && !strange.isEmpty()) {
            parts.keys().forget(member.name(), member.location().id());
            throw new Failure(503, "The host " + member.name() + " (" + member.address() + ") cannot be used: its SSH server shows the key "
                    + prints(strange) + ", but the cloud says that it has " + prints(shown)
                    + ". Somebody else may answer at its address. Delete it (swarm:hosts CHAIN delete " + member.name() + "), or look who that is.");
        }
    }

    private static String prints(List<String> keys) {
        return keys.stream().map(FirstKey::print).collect(Collectors.joining(", "));
    }

    /** As OpenSSH writes it: {@code ssh-ed25519 SHA256:...}. */
    private static String print(String key) {
        String[] words = key.split(" ");
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(words[1].getBytes(StandardCharsets.US_ASCII)));
            return words[0] + " SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException | IllegalArgumentException unreadable) {
            return words[0];
        }
    }
}
