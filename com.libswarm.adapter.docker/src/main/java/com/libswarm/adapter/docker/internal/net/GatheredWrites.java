package com.libswarm.adapter.docker.internal.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Brings what is written and flushed within one turn of the loop to the socket together: small pieces in one buffer, and all of it
 * when the turn's events are handled. So a head, a small body and its end are one system call and wake the peer once, though they
 * are written one after the other by code that does not know what will follow. Handlers before it write bytes only.
 */
public final class GatheredWrites extends ChannelOutboundHandlerAdapter {

    private ByteBuf gathered = Unpooled.EMPTY_BUFFER;
    private ChannelPromise written;
    private ChannelHandlerContext context;
    private final Runnable flush = this::flushNow;
    private boolean unflushed;
    private boolean scheduled;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        written = ctx.voidPromise();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ByteBuf bytes = (ByteBuf) message;
        unflushed = true;
        if (fits(bytes) && (written.isVoid() || promise.isVoid())) {
            gathered.writeBytes(bytes);
            bytes.release();
        } else {
            pass(ctx);
            gathered = bytes;
        }
        if (!promise.isVoid()) {
            written = promise;
        }
    }

    private boolean fits(ByteBuf bytes) {
        return gathered.isReadable() && !gathered.isReadOnly() && bytes.readableBytes() <= gathered.maxFastWritableBytes();
    }

    private void pass(ChannelHandlerContext ctx) {
        if (gathered != Unpooled.EMPTY_BUFFER || !written.isVoid()) {
            // before it is written: who hears of the writability then may write and flush
            ByteBuf bytes = gathered;
            ChannelPromise promise = written;
            gathered = Unpooled.EMPTY_BUFFER;
            written = ctx.voidPromise();
            ctx.write(bytes, promise);
        }
    }

    /** Flushes at the end of the turn, but at once when much has been written: the writer wants to know whether there is room. */
    @Override
    public void flush(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            flushNow();
        } else if (unflushed && !scheduled) {
            scheduled = true;
            ctx.executor().execute(flush);
        }
    }

    private void flushNow() {
        scheduled = false;
        unflushed = false;
        pass(context);
        context.flush();
    }

    /** Does at once what is to be done at the end of the turn. */
    void flushScheduled() {
        if (scheduled) {
            flushNow();
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        flushScheduled();
        ctx.close(promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        // of a channel that is closed: releases it
        pass(ctx);
    }
}
