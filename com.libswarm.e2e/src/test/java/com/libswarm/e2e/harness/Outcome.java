package com.libswarm.e2e.harness;

/** How a process ended, and all that it printed. */
public record Outcome(int status, String out, String err) {
}
