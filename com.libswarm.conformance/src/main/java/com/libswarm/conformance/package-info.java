package com.libswarm.conformance;
