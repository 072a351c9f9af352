package com.libswarm.runtime.shell;

import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.ObjectPath;
import com.libswarm.api.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of {@code swarm:send}, read.
 *
 * @param message without its body
 * @param source where the body comes from: empty for none, {@code -} for standard input, else a file
 * @param showHead whether the reply's status and head are printed
 */
record SendRequest(String chain, Message message, String source, boolean showHead) {

    private static final Set<Verb> TAKE_TEXT = Set.of(Verb.Log, Verb.Ack, Verb.Error);

    /** What can be the name of an argument: a word before an {@code =} that looks otherwise is text. */
    private static final Pattern PAIR = Pattern.compile("([\\w.-]+)=(.*)", Pattern.DOTALL);

    static SendRequest read(List<String> words) {
        Command.SEND.checkHelp(words);
        return new Reader().read(words);
    }

    static Verb verb(String word) {
        return Arrays.stream(Verb.values()).filter(verb -> verb.name().equalsIgnoreCase(word)).findFirst()
                .orElseThrow(() -> new Failure(400, "There is no verb '" + word + "'. The verbs are "
                        + Arrays.stream(Verb.values()).map(Verb::name).collect(Collectors.joining(" ")) + "."));
    }

    private static final class Reader {

        private final List<String> places = new ArrayList<>();
        private final List<String> bare = new ArrayList<>();
        private final List<String> pairs = new ArrayList<>();
        private final List<String> head = new ArrayList<>();
        private String source = "";
        private boolean showHead;

        SendRequest read(List<String> words) {
            boolean optionsEnded = false;
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                if (optionsEnded) {
                    plain(word);
                } else if (word.equals("--")) {
                    optionsEnded = true;
                } else if (word.equals("-i")) {
                    showHead = true;
                } else if (word.equals("-H")) {
                    if (++i == words.size()) {
                        throw Command.SEND.misused("-H needs a field.");
                    }
                    field(words.get(i));
                } else if (word.length() > 1 && word.startsWith("-")) {
                    throw Command.SEND.misused("There is no option " + word + "; after -- a word may start with a dash.");
                } else {
                    word(word);
                }
            }
            if (places.size() < 3) {
                throw Command.SEND.misused("Something is missing.");
            }
            return new SendRequest(places.get(0), message(), source, showHead);
        }

        private void word(String word) {
            var pair = PAIR.matcher(word);
            if (places.size() < 3) {
                places.add(word);
            } else if (word.length() > 1 && word.startsWith("@")) {
                if (!source.isEmpty()) {
                    throw Command.SEND.misused("A message has one body, not both @" + source + " and " + word + ".");
                }
                source = word.substring(1);
            } else if (pair.matches()) {
                pairs.add(pair.group(1));
                pairs.add(pair.group(2));
            } else {
                bare.add(word);
            }
        }

        private void plain(String word) {
            (places.size() < 3 ? places : bare).add(word);
        }

        private void field(String field) {
            int colon = field.indexOf(':');
            String name = colon < 0 ? "" : field.substring(0, colon).strip();
            if (name.isEmpty() || field.chars().anyMatch(c -> c == '\r' || c == '\n')) {
                throw Command.SEND.misused("-H needs a field on one line, 'Name: value'.");
            }
            head.add(name);
            head.add(field.substring(colon + 1).strip());
        }

        private Message message() {
            Verb verb = verb(places.get(1));
            var message = Message.of(verb, ObjectPath.canonical(places.get(2))).withHead(Head.of(head.toArray(String[]::new)));
            Args args = Args.of(pairs.toArray(String[]::new));
            if (TAKE_TEXT.contains(verb)) {
                return message.withArgs(args.withWords(bare.toArray(String[]::new)));
            }
            if (bare.size() > 1) {
                throw Command.SEND.misused("A message has one aspect, and " + bare.size() + " words stand where it belongs: "
                        + String.join(" ", bare) + ".");
            }
            return message.withArgs(args).withAspect(bare.isEmpty() ? "" : bare.get(0));
        }
    }
}
