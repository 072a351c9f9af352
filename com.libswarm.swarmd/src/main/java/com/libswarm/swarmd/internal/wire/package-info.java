/**
 * How {@code swarmd sh} and the swarmd that runs talk over the shell socket: frames of a type, a length and that many bytes.
 *
 * <pre>
 *   client                                    swarmd
 *     | -- OPEN (what to run, where) ----------&gt; |
 *     | -- INPUT, INPUT ... (within credit) ---&gt; |
 *     | &lt;------------------- CREDIT (n bytes) -- |   as the command reads
 *     | &lt;------------- OUTPUT, ERROR_OUTPUT ... -- |
 *     | -- RESIZE, INTERRUPT -------------------&gt; |   at any time
 *     | -- INPUT_END --------------------------&gt; |
 *     | &lt;------------------------ EXIT (status) -- |   the last frame
 * </pre>
 *
 * <p>A client that goes away cancels what it asked for. Plain Java: the client's program holds a copy of this package.
 */
package com.libswarm.swarmd.internal.wire;
