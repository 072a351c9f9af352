package com.libswarm.adapter.docker.internal.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.FileRegion;
import io.netty.channel.nio.AbstractNioByteChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * A JDK unix socket in Netty, with half-close as {@code NioSocketChannel} has it ({@link ChannelOption#ALLOW_HALF_CLOSURE}).
 * Netty's own {@code NioDomainSocketChannel} closes both directions when the peer ends one, which would lose the output of
 * {@code echo x | docker run -i}.
 */
final class UnixSocketChannel extends AbstractNioByteChannel implements DuplexChannel {

    private final ChannelConfig config = new Config();
    private volatile boolean inputShutdown;
    private volatile boolean outputShutdown;

    UnixSocketChannel(SocketChannel socket) {
        super(null, socket);
    }

    private final class Config extends DefaultChannelConfig {

        private boolean halfClosure;

        Config() {
            super(UnixSocketChannel.this);
        }

        @Override
        public <T> boolean setOption(ChannelOption<T> option, T value) {
            if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
                halfClosure = (Boolean) value;
                return true;
            }
            return super.setOption(option, value);
        }

        @Override
        protected void autoReadCleared() {
            clearReadPending();
        }
    }

    @Override
    protected int doReadBytes(ByteBuf bytes) throws IOException {
        unsafe().recvBufAllocHandle().attemptedBytesRead(bytes.writableBytes());
        int n = bytes.writeBytes(javaChannel(), bytes.writableBytes());
        if (n >= 0 || !((Config) config).halfClosure) {
            return n;
        }
        // not the end of the channel, only of its input
        clearReadPending();
        if (!inputShutdown) {
            inputShutdown = true;
            javaChannel().shutdownInput();
            eventLoop().execute(() -> pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE));
        }
        return 0;
    }

    @Override
    protected void doBeginRead() throws Exception {
        if (!inputShutdown) {
            super.doBeginRead();
        }
    }

    @Override
    protected int doWriteBytes(ByteBuf bytes) throws IOException {
        return bytes.readBytes(javaChannel(), bytes.readableBytes());
    }

    @Override
    protected long doWriteFileRegion(FileRegion region) throws IOException {
        return region.transferTo(javaChannel(), region.transferred());
    }

    @Override
    protected boolean doConnect(SocketAddress remote, SocketAddress local) throws Exception {
        return javaChannel().connect(remote);
    }

    @Override
    protected void doFinishConnect() throws Exception {
        javaChannel().finishConnect();
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void doDisconnect() throws Exception {
        doClose();
    }

    @Override
    protected void doClose() throws Exception {
        javaChannel().close();
    }

    @Override
    protected void doShutdownOutput() throws Exception {
        outputShutdown = true;
        javaChannel().shutdownOutput();
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        if (eventLoop().inEventLoop()) {
            ((AbstractUnsafe) unsafe()).shutdownOutput(promise);
        } else {
            eventLoop().execute(() -> ((AbstractUnsafe) unsafe()).shutdownOutput(promise));
        }
        return promise;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        try {
            inputShutdown = true;
            javaChannel().shutdownInput();
            return promise.setSuccess();
        } catch (IOException why) {
            return promise.setFailure(why);
        }
    }

    @Override
    public ChannelFuture shutdown() {
        return close();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        return close(promise);
    }

    @Override
    public boolean isInputShutdown() {
        return inputShutdown;
    }

    @Override
    protected boolean isInputShutdown0() {
        return inputShutdown;
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown;
    }

    @Override
    public boolean isShutdown() {
        return inputShutdown && outputShutdown;
    }

    @Override
    public boolean isActive() {
        return javaChannel().isOpen() && javaChannel().isConnected();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    protected SocketAddress localAddress0() {
        return address(true);
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return address(false);
    }

    private SocketAddress address(boolean local) {
        try {
            return local ? javaChannel().getLocalAddress() : javaChannel().getRemoteAddress();
        } catch (IOException closed) {
            return UnixDomainSocketAddress.of("");
        }
    }

    @Override
    protected SocketChannel javaChannel() {
        return (SocketChannel) super.javaChannel();
    }
}
