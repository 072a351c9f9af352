package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.Node;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One object of a node's list. */
record Element(Node node, Fields fields) {

    /** The objects of all lists, in the order of the nodes. */
    static Stream<Element> of(Answers<List<Fields>> answers) {
        return answers.given().entrySet().stream().flatMap(answer -> answer.getValue().stream()
                .map(fields -> new Element(answer.getKey(), fields)));
    }

    Element with(String field, Object value) {
        return new Element(node, fields.with(field, value));
    }

    /** With another value of that field, if it is there. */
    Element map(String field, UnaryOperator<String> change) {
        return fields.get(field).map(json -> new Element(node, fields.withJson(field, change.apply(json)))).orElse(this);
    }

    /** Empty if it is no text. */
    String text(String field) {
        return fields.text(field);
    }

    /** 0 if it is no whole number. */
    long number(String field) {
        return fields.number(field);
    }

    List<String> texts(String field) {
        return Json.texts(fields.value(field), field);
    }

    /** All as a JSON array. */
    static String array(List<Element> elements) {
        var json = new StringBuilder("[");
        for (Element element : elements) {
            json.append(json.length() == 1 ? "" : ",").append(element.fields.json());
        }
        return json.append(']').toString();
    }
}
