package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.schedule.Needs;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What people are told of where containers are created.
 *
 * @param strategy its name
 * @param reserved what the containers of each node have reserved of it, by its name
 * @param notices what the operator should know, a sentence each
 */
public record Scheduling(String strategy, Supplier<Map<String, Needs>> reserved, Supplier<List<String>> notices) {
}
