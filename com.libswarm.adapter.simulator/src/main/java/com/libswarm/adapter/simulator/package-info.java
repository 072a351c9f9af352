package com.libswarm.adapter.simulator;
