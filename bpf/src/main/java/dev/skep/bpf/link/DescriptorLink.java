package dev.skep.bpf.link;

import dev.skep.bpf.handle.Descriptor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A link that lasts as long as its descriptors are open. */
final class DescriptorLink implements Link {

    private final String target;
    private final Form form;
    private final List<Descriptor> descriptors;
    private final @Nullable TracefsProbe probe;
    private final LeakReport leak;

    /** Takes the ownership of descriptors, which are closed in their order, then of a probe. */
    DescriptorLink(
            String target, Form form, List<Descriptor> descriptors, @Nullable TracefsProbe probe) {
        this.target = target;
        this.form = form;
        this.descriptors = List.copyOf(descriptors);
        this.probe = probe;
        this.leak = LeakReport.watch(this, target);
    }

    /** Takes the ownership of the one descriptor of a link. */
    DescriptorLink(Form form, Descriptor descriptor) {
        this(descriptor.toString(), form, List.of(descriptor), null);
    }

    /** {@return the first descriptor, which is the kernel's link where there is one} */
    Descriptor descriptor() {
        return descriptors.getFirst();
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
        if (leak.closed()) {
            for (Descriptor descriptor : descriptors) {
                descriptor.close();
            }
            if (probe != null) {
                probe.close();
            }
        }
    }

    @Override
    public String toString() {
        return target;
    }
}
