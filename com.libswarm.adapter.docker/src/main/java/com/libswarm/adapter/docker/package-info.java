package com.libswarm.adapter.docker;
