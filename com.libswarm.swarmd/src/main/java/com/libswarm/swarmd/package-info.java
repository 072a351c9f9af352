package com.libswarm.swarmd;
