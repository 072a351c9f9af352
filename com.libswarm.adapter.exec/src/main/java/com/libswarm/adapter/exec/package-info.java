/** {@code exec}: a program as a filter of Log messages. */
package com.libswarm.adapter.exec;
