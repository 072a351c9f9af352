package com.libswarm.adapter.exec;
