package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.runtime.ChangeKind;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What happens to the links of a chain when adapters come and go. What changes something is called by one thread at a time. */
final class ChainAdapters {

    private final Scope scope;
    private final Row row;

    ChainAdapters(Scope scope, Row row) {
        this.scope = scope;
        this.row = row;
    }

    /** Links that wait for an adapter of that name, or have an older one, get it. */
    void came(String name) {
        everySlot(slot -> slot.spec().adapter().equals(name) && slot.isOutdated(), slot -> {
            try {
                Swap.make(slot, slot.spec(), ChangeKind.CODE);
            } catch (Failure failure) {
                if (slot.current().isEmpty()) {
                    slot.troubled(failure.getMessage());
                }
                throw failure;
            }
        });
    }

    /**
     * Links of that source are replaced by another of its name, or leave a gap.
     *
     * @return what they still carry
     */
    List<Draining> goes(AdapterSource source) {
        everySlot(slot -> slot.uses(source) && slot.missing().isEmpty(), slot -> Swap.make(slot, slot.spec(), ChangeKind.CODE));
        everySlot(slot -> slot.uses(source), slot -> {
            History.Entry change = slot.change(ChangeKind.GAP);
            slot.vacate(change);
            change.made(true);
        });
        List<Draining> left = new ArrayList<>();
        row.all().forEach(slot -> slot.draining().stream().filter(one -> one.instance().source() == source).forEach(left::add));
        return left;
    }

    private void everySlot(Predicate<Slot> which, Consumer<Slot> change) {
        for (Slot slot : row.present()) {
            if (which.test(slot)) {
                try {
                    change.accept(slot);
                    row.tellThoseInFrontOf(slot);
                } catch (Failure failure) {
                    scope.journal(Level.WARNING, slot.place(), failure.getMessage());
                }
            }
        }
    }

    /** The links, nested ones before those in which they are, whose adapter is served by other code now. */
    List<Slot> outdated() {
        List<Slot> found = new ArrayList<>(row.present().stream().filter(slot -> slot.current().isPresent() && slot.isOutdated()).toList());
        Collections.reverse(found);
        return found;
    }

    void tellThoseInFrontOf(Slot slot) {
        row.tellThoseInFrontOf(slot);
    }

    /** The links, nested ones included, that use an adapter: as {@code web/2}. */
    List<String> usersOf(AdapterSource source) {
        return row.all().stream().filter(slot -> slot.uses(source)).map(Slot::place).toList();
    }

    /** What former instances of an adapter still carry, a line for each request. */
    List<String> carriedBy(AdapterSource source) {
        return row.all().stream().flatMap(slot -> slot.carriedBy(source).stream()).toList();
    }
}
