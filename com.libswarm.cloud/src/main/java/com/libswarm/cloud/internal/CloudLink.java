package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The link of any adapter for a cloud: answers for {@code /hosts} itself, and sends everything else to the engines on its hosts, which it
 * has built where there are none.
 *
 * <pre>
 *   start    looks whether the cloud takes the credentials and has what a host needs
 *   active   finds its hosts by their names, and orders what is missing
 *   send     to the engine; or to the waiting room, until one is ready or it is known why none will be
 *   drain    orders nothing more
 *   stop     hosts stay
 * </pre>
 */
public final class CloudLink implements Link {

    /** Less than the runtime gives a link to start. */
    private static final long CHECK_MILLIS = 8_000;
    /** Errors of somebody in front of an engine. */
    private static final Set<Integer> UNREACHED = Set.of(502, 503, 504);

    private final Context context;
    private final Provider provider;
    private final CloudOptions options;
    private final KeptHosts kept;
    private final WaitingRoom room = new WaitingRoom();
    private final Work work;
    private final HostPool pool;
    private final Growth growth;
    private final IdleHosts idle;
    private final Router router;

    private CloudLink(Context context, Provider provider, CloudOptions options) {
        this.context = context;
        this.provider = provider;
        this.options = options;
        this.work = new Work(context);
        this.kept = new KeptHosts(context.kept(), options.names().first() + "@" + provider.region().toLowerCase(Locale.ROOT) + (options.many() ? "/many" : "/one"));
        Engines engines = options.many() ? new ManyEngines(context, work) : new OneEngine(context, work);
        var parts = new Parts(context, provider, options, kept, engines, work, new HostKeys(options.reach().knownHosts(), context.log()));
        this.pool = new HostPool(parts, room);
        this.growth = new Growth(context, pool, engines, this::pass);
        var deletion = new Deletion(parts, pool);
        this.idle = new IdleHosts(context, options, pool, engines, work, deletion);
        this.router = new HostObjects(pool, deletion, work).routes(Router.before(this::toEngine));
    }

    /** A link for {@code provider}, which it closes when it ends. */
    public static Link of(Context context, Provider provider, CloudOptions options) {
        return new CloudLink(context, provider, options);
    }

    @Override
    public void start() throws InterruptedException {
        kept.require();
        options.reach().check();
        try {
            work.run(() -> {
                provider.check();
                return true;
            }).get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            context.log().log(Level.WARNING, "The cloud has not said within " + CHECK_MILLIS / 1_000 + " s whether it has what a host needs.");
        } catch (ExecutionException failed) {
            Failure failure = Failure.of(failed);
            if (failure.status() < 500) {
                throw failure;
            }
            context.log().log(Level.WARNING, failure.getMessage());
        }
    }

    @Override
    public void active() {
        kept.convert();
        pool.activate();
        idle.begin();
    }

    @Override
    public CompletionStage<?> drain() {
        return pool.drain();
    }

    @Override
    public void stop() {
        room.refuseAll(new Failure(503, "The link " + context.name() + " has stopped."));
        provider.close();
    }

    @Override
    public void send(Message message) {
        router.send(message);
    }

    private void toEngine(Message message) {
        idle.asked();
        if (options.many() && growth.concerns(message)) {
            growth.create(message);
        } else {
            pass(message);
        }
    }

    private void pass(Message message) {
        boolean passed = room.pass(message.onReply(reply -> {
            if (reply.isError() && UNREACHED.contains(reply.status())) {
                pool.doubt();
            }
            return reply;
        }));
        if (!passed) {
            pool.wanted();
        }
    }

    @Override
    public Map<String, String> details() {
        var details = new LinkedHashMap<String, String>();
        details.put("region", provider.region());
        details.put("hosts", pool.members().ready().size() + " of " + options.least()
                + (options.many() || options.least() == 0 ? ".." + options.most() : "") + " ready"
                + (room.size() == 0 ? "" : ", " + room.size() + " requests wait"));
        pool.members().all().forEach(member -> details.put(member.name(), shown(member)));
        pool.trouble().filter(why -> pool.members().all().isEmpty()).ifPresent(why -> details.put("problem", why));
        return details;
    }

    private static String shown(Member member) {
        return (member.address().isEmpty() ? "" : member.address() + " ") + member.condition();
    }
}
