package com.libswarm.api.adapter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * What an adapter says of itself, once, beside its code. The list of adapters, their help, completion, the checking of a spec's
 * arguments and the documentation all come from here.
 *
 * <p>On a {@code @Component} it becomes properties of the service (so that reading it starts no code) and a capability of the
 * bundle in the namespace {@value #NAMESPACE} (so that a resolver finds the bundle for a spec).
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ComponentPropertyType
@Capability(namespace = Declaration.NAMESPACE)
public @interface Declaration {

    /** The namespace of the capability. */
    String NAMESPACE = "com.libswarm.adapter";

    /** The prefix of the service properties. */
    String PREFIX_ = "com.libswarm.adapter.";

    /** The word that stands first in a spec. */
    @Attribute("name")
    String name();

    /** What it does, in one line that starts with a verb in small letters. */
    @Attribute("summary")
    String summary();

    /**
     * The arguments in order: the name in capitals, then what it is, with two spaces or more between. A name in brackets may be left
     * out; dots after it mean that it may come again; {@code (default: X)} at the end is filled in.
     *
     * <pre>"[URL...]  where to listen, tcp://HOST:PORT or unix:///PATH (default: tcp://localhost:4243)"</pre>
     */
    String[] arguments() default {};

    /**
     * The options, which may stand anywhere: {@code --name} for a flag or {@code --name VALUE}, then what it does, with two spaces or
     * more between.
     *
     * <pre>"--tlscert FILE  the server's certificate, in PEM"</pre>
     */
    String[] options() default {};

    /** Specs that work. */
    String[] examples() default {};
}
