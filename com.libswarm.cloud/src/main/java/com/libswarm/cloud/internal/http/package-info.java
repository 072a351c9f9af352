/** HTTP as the APIs of clouds are asked. */
package com.libswarm.cloud.internal.http;
