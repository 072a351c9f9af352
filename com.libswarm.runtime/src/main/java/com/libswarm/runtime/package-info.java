package com.libswarm.runtime;
