package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.stream.JsonValues;
import com.libswarm.api.Body;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The events of all nodes up to a time that has passed, in the order in which they happened (Docker API, GET /events). */
final class PastEvents {

    private record Event(long nanos, String json) {
    }

    private PastEvents() {
    }

    static void tell(Nodes nodes, Announcements announcements, Message request) {
        Filters filters = Filters.of(request.args()).resolved(nodes);
        Message ofNode = request.withArgs(filters.putInto(request.args()));
        Reply.to(request, nodes.settled().thenCompose(all -> FanOut.ask(filters.nodes(all), ofNode, Replies::text))
                .thenApply(answers -> merged(answers.orThrow(), own(announcements, filters, Period.of(request.args())))));
    }

    private static Stream<Event> own(Announcements announcements, Filters filters, Period period) {
        return announcements.recent().stream().filter(announcement -> announcement.passes(filters) && period.contains(announcement.moment(), Instant.MAX))
                .map(announcement -> new Event(Period.nanos(announcement.moment()), announcement.json()));
    }

    private static Message merged(Answers<String> answers, Stream<Event> own) {
        List<Event> events = own.collect(Collectors.toCollection(ArrayList::new));
        answers.given().forEach((node, json) -> new JsonValues(event -> events.add(event(event, node)))
                .feed(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8))));
        events.sort(Comparator.comparing(Event::nanos));
        String lines = events.stream().map(event -> event.json + "\n").collect(Collectors.joining());
        return Message.value().withHead(answers.warn(Head.of("Content-Type", "application/json"))).withBody(Body.text(lines)).withStatus(200);
    }

    private static Event event(String json, Node node) {
        Fields fields = Fields.of(json, 502);
        return new Event(EventStream.nanos(fields), EventStream.withNode(fields, node));
    }
}
