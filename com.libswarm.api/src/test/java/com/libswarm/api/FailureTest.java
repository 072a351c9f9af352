package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class FailureTest {

    @Test
    void exceptionsHaveTheStatusThatTheyMean() {
        assertThat(Failure.of(new NoSuchElementException()).status()).isEqualTo(404);
        assertThat(Failure.of(new IllegalArgumentException()).status()).isEqualTo(400);
        assertThat(Failure.of(new UnsupportedOperationException()).status()).isEqualTo(501);
        assertThat(Failure.of(new CancellationException()).status()).isEqualTo(499);
        assertThat(Failure.of(new RejectedExecutionException()).status()).isEqualTo(503);
        assertThat(Failure.of(new BrokenBodyException(502, "It broke.")).status()).isEqualTo(502);
        assertThat(Failure.of(new StackOverflowError()).status()).isEqualTo(500);
    }

    @Test
    void wrappersAreLookedThrough() {
        Failure failure = new Failure(409, "In the way.");

        assertThat(Failure.of(new CompletionException(new ExecutionException(failure)))).isSameAs(failure);
    }

    @Test
    void withoutATextItSaysWhatItIs() {
        assertThat(Failure.of(new IllegalStateException()).getMessage()).isEqualTo("IllegalStateException");
    }

    @Test
    void anErrorMessageIsAFailureAgain() {
        Failure failure = Failure.of(Message.error(404, "No such container: web."));

        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure).hasMessage("No such container: web.");
    }
}
