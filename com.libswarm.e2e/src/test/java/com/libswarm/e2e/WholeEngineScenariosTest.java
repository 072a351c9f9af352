package com.libswarm.e2e;

import com.libswarm.e2e.harness.Chains;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The same for what concerns all of an engine: one script after the other, on an engine of their own. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholeEngineScenariosTest {

    private Engine engine;
    private Chains chains;

    @BeforeAll
    void start() {
        engine = Engine.startWithTls();
        chains = Chains.toTls(engine);
    }

    @AfterAll
    void stop() {
        chains.close();
        engine.close();
    }

    @TestFactory
    Stream<DynamicTest> wholeEngine() {
        return chains.compare("whole-engine.txt");
    }
}
