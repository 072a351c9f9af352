/** The runtime's threads, and what each link is lent of them: it ends with the link. */
package com.libswarm.runtime.internal.work;
