package com.libswarm.adapter.debug;
