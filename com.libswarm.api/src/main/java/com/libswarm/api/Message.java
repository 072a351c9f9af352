package com.libswarm.api;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * One request or one reply. Immutable, except that a body flows; strings and bytes only, so that it can cross a socket.
 *
 * <pre>
 *   Verb    /object/path    aspect    word... name=value...    head    body    ret
 *   Set     /containers/web kill      signal=HUP
 *   Ls      /containers               all=1
 * </pre>
 *
 * <ul>
 * <li>The <b>path</b> is the object, decoded and canonical ({@link ObjectPath}); a name may hold slashes.
 * <li>The <b>aspect</b> is one word: a part of the object, or an action on it; empty for the object itself. It is never part of
 *     the path. What changes the meaning stands in verb, path or aspect, never in an argument that a receiver may overlook.
 * <li>The <b>body</b> flows the way the message goes. It has one reader: whoever takes the message reads the body to its end or
 *     cancels it; whoever passes the message on has passed on that duty too.
 * <li>The <b>ret</b> is where the one reply goes.
 * </ul>
 *
 * <p>Any number of threads may hold a message. {@link #toString()} is always safe to print.
 */
public final class Message {

    private final Verb verb;
    private final String path;
    private final String aspect;
    private final Args args;
    private final Head head;
    private final Body body;
    private final Return ret;
    // asked of ret once here, because every port asks
    private final boolean entered;

    private Message(Verb verb, String path, String aspect, Args args, Head head, Body body, Return ret, boolean entered) {
        this.verb = verb;
        this.path = path;
        this.aspect = aspect;
        this.args = args;
        this.head = head;
        this.body = body;
        this.ret = ret;
        this.entered = entered;
    }

    /** A message with no aspect, arguments, head, body or place for a reply: give it those that it needs. */
    public static Message of(Verb verb, String path) {
        return of(verb, path, "", Args.EMPTY, Head.EMPTY, Body.NONE);
    }

    /** A message with all but a place for a reply. */
    public static Message of(Verb verb, String path, String aspect, Args args, Head head, Body body) {
        return new Message(Objects.requireNonNull(verb), Objects.requireNonNull(path), Objects.requireNonNull(aspect),
                Objects.requireNonNull(args), Objects.requireNonNull(head), Objects.requireNonNull(body), Return.NONE, false);
    }

    /** The reply: done. */
    public static Message ack() {
        return of(Verb.Ack, "/");
    }

    /** The reply: here is the value, or with several words, here are the names. */
    public static Message value(String... words) {
        return of(Verb.Set, "/").withArgs(Args.words(words));
    }

    /**
     * The reply: it failed.
     *
     * @param status HTTP's number
     * @param sentence what failed, on what, why, what to do
     */
    public static Message error(int status, String sentence) {
        return of(Verb.Error, "/").withArgs(Args.words(sentence)).withStatus(status);
    }

    /** The reply that tells of {@code thrown}, by the rules of {@link Failure#of(Throwable)}. */
    public static Message error(Throwable thrown) {
        Failure failure = Failure.of(thrown);
        return error(failure.status(), failure.getMessage());
    }

    /** One line of text about the object at {@code path}. */
    public static Message log(String path, String line) {
        return of(Verb.Log, path).withArgs(Args.words(line));
    }

    /** What is asked for, or what this reply is. */
    public Verb verb() {
        return verb;
    }

    /** The object or the collection: decoded and canonical. On replies it has no meaning, and is {@code /}. */
    public String path() {
        return path;
    }

    /** The part of the object, or what is done to it; empty for the object itself. */
    public String aspect() {
        return aspect;
    }

    /** Words and name=value pairs. */
    public Args args() {
        return args;
    }

    /** End-to-end fields; on a reply the status is among them. */
    public Head head() {
        return head;
    }

    /** The bytes that flow with this message; {@link Body#NONE} if there are none. */
    public Body body() {
        return body;
    }

    /** Where the one reply goes; {@link Return#NONE} if none is wanted. */
    public Return ret() {
        return ret;
    }

    /** A copy with another path; not checked. */
    public Message withPath(String other) {
        return new Message(verb, Objects.requireNonNull(other), aspect, args, head, body, ret, entered);
    }

    /** A copy with another aspect. */
    public Message withAspect(String other) {
        return new Message(verb, path, Objects.requireNonNull(other), args, head, body, ret, entered);
    }

    /** A copy with other arguments. */
    public Message withArgs(Args other) {
        return new Message(verb, path, aspect, Objects.requireNonNull(other), head, body, ret, entered);
    }

    /** A copy with another head. */
    public Message withHead(Head other) {
        return new Message(verb, path, aspect, args, Objects.requireNonNull(other), body, ret, entered);
    }

    /** A copy with another body. The one that this message has is not cancelled: read it, wrap it or cancel it. */
    public Message withBody(Body other) {
        return new Message(verb, path, aspect, args, head, Objects.requireNonNull(other), ret, entered);
    }

    /** A copy whose reply goes elsewhere: a request of its own. */
    public Message withRet(Return other) {
        return new Message(verb, path, aspect, args, head, body, other, other.entered());
    }

    /** A copy with this status in its head. */
    public Message withStatus(int status) {
        return withHead(head.with(Head.STATUS, Integer.toString(status)));
    }

    /**
     * The same request, as it goes on when this link wants to see the reply: the reply passes through {@code seen} on its way
     * back, on the thread of whoever answers. The asker's cancel and the id pass as they are.
     *
     * <pre>next.send(message.onReply(reply -&gt; { ...; return reply; }));</pre>
     */
    public Message onReply(UnaryOperator<Message> seen) {
        return new Message(verb, path, aspect, args, head, body, new ReplyHook(ret, seen), entered);
    }

    /** Gives the one reply to this message. */
    public void reply(Message reply) {
        ret.send(reply);
    }

    /** Whether anybody has a use for the reply. It is given all the same, to nobody. */
    public boolean wantsReply() {
        return ret.wantsReply();
    }

    /** Whether the runtime has counted this request in already. For the runtime. */
    public boolean entered() {
        return entered;
    }

    /**
     * The status of a reply, in HTTP's numbers: what its head says, else 500 for an Error and 200 for all others.
     */
    public int status() {
        String said = head.get(Head.STATUS);
        if (!said.isEmpty()) {
            try {
                return Integer.parseInt(said);
            } catch (NumberFormatException notANumber) {
                return 500;
            }
        }
        return verb == Verb.Error ? 500 : 200;
    }

    /** Whether this is a reply that tells of a failure. */
    public boolean isError() {
        return verb == Verb.Error;
    }

    /** The words as one text: an Error's sentence, a Log's line. */
    public String text() {
        return args.words().size() == 1 ? args.words().get(0) : String.join(" ", args.words());
    }

    /** The words as one text on one line, with what looks like a secret masked: for printing. */
    public String safeText() {
        return Mask.line(Mask.text(text()));
    }

    /** Verb, path, aspect, arguments and status; never the body. Safe to print: secrets are masked. */
    @Override
    public String toString() {
        var text = new StringBuilder(verb.name());
        if (path.length() > 1 || ret != Return.NONE) {
            text.append(' ').append(Mask.line(Mask.text(path)));
        }
        if (!aspect.isEmpty()) {
            text.append(' ').append(Mask.line(aspect));
        }
        if (!args.isEmpty()) {
            text.append(' ').append(args);
        }
        if (head.has(Head.STATUS)) {
            text.append(' ').append(status());
        }
        return text.toString();
    }
}
