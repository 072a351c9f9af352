package com.libswarm.e2e.storm;

import com.libswarm.conformance.stamp.Stamp;
import com.libswarm.e2e.storm.Tally.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One client with several connections: it asks one question, or several at once before the answers to them, or one in pieces, on a connection that
 * has been idle for a moment or for seconds, or on a new one. It never asks again.
 */
final class LoadClient implements Runnable {

    private static final int CONNECTIONS = 8;
    private static final int BURST = 6;
    /** One time in so many a new connection is used. */
    private static final int NEW = 16;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int number;
    private final Load.Target target;
    private final Load load;
    private final long pauseNanos;
    private final Random random;
    private final Connection[] connections = new Connection[CONNECTIONS];
    private int asked;
    private volatile boolean ending;
    private volatile int underWay;
    private volatile long since;
    private volatile Optional<Connection> waitingOn = Optional.empty();

    /** @param rate its requests a second */
    LoadClient(int number, Load.Target target, Load load, double rate, Random random) {
        this.number = number;
        this.target = target;
        this.load = load;
        this.pauseNanos = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
        this.random = random;
    }

    @Override
    public void run() {
        long due = System.nanoTime();
        while (!ending) {
            int before = asked;
            step();
            // who is late does not hurry afterwards
            due = Math.max(due, System.nanoTime() - 10 * pauseNanos) + (asked - before) * pauseNanos;
            pause(due - System.nanoTime());
        }
        Arrays.stream(connections).filter(connection -> connection != null).forEach(Connection::close);
    }

    private void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }

    private void step() {
        long began = System.nanoTime();
        if (random.nextInt(NEW) == 0) {
            onNewConnection(began);
            return;
        }
        // some are used all the time, and some hardly ever
        int slot = random.nextInt(1 + random.nextInt(CONNECTIONS));
        if (connections[slot] == null) {
            Optional<Connection> opened = open();
            connections[slot] = opened.orElse(null);
        }
        Connection connection = connections[slot];
        if (connection != null && !ask(connection, began)) {
            connection.close();
            connections[slot] = null;
        }
    }

    private Optional<Connection> open() {
        try {
            Connection connection = target.endpoint().open();
            load.tally().connected();
            return Optional.of(connection);
        } catch (IOException refused) {
            asked++;
            load.tally().fault(Fault.REFUSED, "client " + number + ": " + refused);
            return Optional.empty();
        }
    }

    private void onNewConnection(long began) {
        open().ifPresent(connection -> {
            try (connection) {
                boolean close = random.nextBoolean();
                if (ask(connection, List.of(question()), close, false, began) && close && connection.in().read() >= 0) {
                    load.tally().fault(Fault.DUPLICATED, "client " + number + ", " + connection + ": bytes after the last answer");
                }
            } catch (IOException reset) {
                load.tally().fault(Fault.RESET, "client " + number + ", " + connection + ": after the last answer: " + reset);
            }
        });
    }

    /** Gives whether the connection can go on. */
    private boolean ask(Connection connection, long began) {
        int how = random.nextInt(20);
        if (how >= 4) {
            return ask(connection, List.of(question()), false, false, began);
        }
        if (how >= 2) {
            return ask(connection, List.of(question()), false, true, began);
        }
        List<Question> burst = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(BURST - 1); i++) {
            burst.add(question());
        }
        return ask(connection, burst, false, how == 0, began);
    }

    private Question question() {
        return target.questions().next(number + "-" + asked++, random);
    }

    /**
     * @param close whether the server is asked to close afterwards
     * @param inPieces whether what is asked is sent in pieces, with pauses
     * @param began when it began for who measures
     */
    private boolean ask(Connection connection, List<Question> questions, boolean close, boolean inPieces, long began) {
        Question now = questions.get(0);
        long sent = load.stamps().now();
        begin(connection, questions.size());
        try {
            byte[] bytes = Question.join(questions.stream().map(question -> question.bytes(close)).toArray(byte[][]::new));
            if (inPieces) {
                writeInPieces(connection, bytes);
            } else {
                connection.write(bytes);
            }
            for (Question question : questions) {
                now = question;
                connection.asked();
                if (!take(question, Answer.read(connection.in(), question.isHeadOnly()), connection, close, sent)) {
                    return false;
                }
            }
            if (questions.size() == 1 && !inPieces) {
                load.took(System.nanoTime() - began);
            }
            return isQuiet(connection);
        } catch (IOException lost) {
            boolean hung = System.nanoTime() - since > PATIENCE_NANOS;
            load.tally().fault(hung ? Fault.HUNG : Fault.RESET, where(now, connection) + (inPieces ? ", in pieces" : "")
                    + (questions.size() > 1 ? ", one of " + questions.size() : "") + ": " + lost);
            return false;
        } finally {
            waitingOn = Optional.empty();
            underWay = 0;
        }
    }

    private void begin(Connection connection, int requests) {
        since = System.nanoTime();
        waitingOn = Optional.of(connection);
        underWay = requests;
    }

    private void writeInPieces(Connection connection, byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length;) {
            int length = Math.min(1 + random.nextInt(Math.max(bytes.length / 2, 1)), bytes.length - at);
            connection.write(bytes, at, length);
            at += length;
            if (random.nextBoolean()) {
                pause(TimeUnit.MICROSECONDS.toNanos(random.nextInt(5_000)));
            }
        }
    }

    /** Looks at an answer; gives whether more can come on its connection. */
    private boolean take(Question question, Answer answer, Connection connection, boolean close, long sent) {
        if (!question.isRight().test(answer)) {
            boolean unavailable = answer.status() >= 500 && (question.isHeadOnly() || answer.text().matches("\\{\"message\":\".+\"}\\s*"));
            boolean again = Pattern.compile("\\b" + number + "-\\d+\\b").matcher(answer.text()).find();
            load.tally().fault(unavailable ? Fault.UNAVAILABLE : again ? Fault.DUPLICATED : Fault.WRONG, where(question, connection) + ": " + answer);
            return false;
        }
        Optional<String> stale = load.stamps().check(target.chain(), answer.field(Stamp.FIELD), sent);
        stale.ifPresent(why -> load.tally().fault(Fault.STALE, where(question, connection) + ": " + why));
        if (answer.closes() && !close) {
            load.tally().fault(Fault.CLOSED, where(question, connection));
            return false;
        }
        load.tally().answered();
        return true;
    }

    /** Nothing was asked any more: nothing may come. */
    private boolean isQuiet(Connection connection) throws IOException {
        if (connection.in().available() > 0) {
            load.tally().fault(Fault.DUPLICATED, "client " + number + ", " + connection + ": bytes after the last answer");
            return false;
        }
        return true;
    }

    private String where(Question question, Connection connection) {
        return "client " + number + ", " + connection + ", " + question;
    }

    int underWay() {
        return underWay;
    }

    /** Closes the connection on which no answer comes. */
    void closeIfHung() {
        if (System.nanoTime() - since > PATIENCE_NANOS) {
            waitingOn.ifPresent(Connection::close);
        }
    }

    void end() {
        ending = true;
    }
}
