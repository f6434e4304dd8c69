package dev.skep.bpf.link;

import dev.skep.bpf.handle.Descriptor;

import java.util.List;

/** A link that lasts as long as its descriptors are open. */
final class DescriptorLink implements Link {

    private final String target;
    private final Form form;
    private final List<Descriptor> descriptors;
    private final LeakReport leak;

    /** Takes the ownership of descriptors, which are closed in their order. */
    DescriptorLink(String target, Form form, List<Descriptor> descriptors) {
        this.target = target;
        this.form = form;
        this.descriptors = List.copyOf(descriptors);
        this.leak = LeakReport.watch(this, target);
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public void close() {
        leak.closed();
        for (Descriptor descriptor : descriptors) {
            descriptor.close();
        }
    }

    @Override
    public String toString() {
        return target;
    }
}
