package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import java.util.List;
import java.util.Map;

/** Sums over what nodes answered. */
final class Sums {

    private Sums() {
    }

    static long of(List<Map<String, Object>> answers, String field) {
        return answers.stream().mapToLong(answer -> Json.number(answer, field)).sum();
    }
}
