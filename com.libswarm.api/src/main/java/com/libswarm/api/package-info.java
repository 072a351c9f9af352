/**
 * The protocol: a {@link com.libswarm.api.Message} is sent to a {@link com.libswarm.api.Sender}, and one reply comes back to
 * its {@link com.libswarm.api.Return}. Start reading there; {@link com.libswarm.api.Body} is the rest of it.
 *
 * <pre>
 *   docker  ==>  dockerserver  ->  debug  ->  dockerclient  ==>  engine
 *
 *     Attach /containers/web stdin=1  [body: keys  ]  ----------------->
 *    &lt;-------------------------------  [body: screen]  Connect
 * </pre>
 *
 * A message passes down a chain as plain nested calls on the caller's thread, and its reply comes back the same way on the
 * thread of whoever answers. There is no queue in between.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package com.libswarm.api;
