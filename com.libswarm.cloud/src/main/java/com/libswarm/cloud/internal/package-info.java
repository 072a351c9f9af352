/**
 * What adapters for clouds share. {@link com.libswarm.cloud.internal.Provider} is what each of them implements; start reading there,
 * then in {@link com.libswarm.cloud.internal.CloudLink}.
 */
package com.libswarm.cloud.internal;
