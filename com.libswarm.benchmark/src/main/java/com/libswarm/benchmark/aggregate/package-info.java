/** What an aggregate of many engines costs; see docs/aggregate.md. */
package com.libswarm.benchmark.aggregate;
