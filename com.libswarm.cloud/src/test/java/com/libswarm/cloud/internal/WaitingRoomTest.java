package com.libswarm.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {

    private final WaitingRoom room = new WaitingRoom();
    private final List<String> passed = new ArrayList<>();

    private Call send(String path) {
        return Call.ask(room::pass, Message.of(Verb.Get, path));
    }

    @Test
    void whatWaitsPassesFirst() {
        send("/1");
        send("/2").cancel();
        Sender engine = message -> {
            passed.add(message.path());
            if (message.path().equals("/1")) {
                // comes while those that wait move on
                send("/4");
            }
        };
        send("/3");
        room.open(engine);
        send("/5");
        assertThat(passed).containsExactly("/1", "/3", "/4", "/5");
    }

    @Test
    void aRoomThatIsClosedWhileItIsEmptiedStaysClosed() {
        send("/1");
        Call second = send("/2");
        room.open(message -> {
            passed.add(message.path());
            room.close();
        });
        assertThat(room.isOpen()).isFalse();
        assertThat(room.size()).isEqualTo(1);
        assertThat(passed).containsExactly("/1");
        room.refuseAll(new Failure(502, "No host."));
        assertThat(second.result().join().text()).isEqualTo("No host.");
    }
}
