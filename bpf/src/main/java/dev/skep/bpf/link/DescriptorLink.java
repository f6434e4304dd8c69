package dev.skep.bpf.link;

import dev.skep.bpf.handle.Descriptor;
import dev.skep.bpf.info.LinkInfo;
import dev.skep.bpf.info.ObjectInfoReader;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

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
    public Optional<String> tracefsEvent() {
        return probe == null ? Optional.empty() : Optional.of(probe.event());
    }

    @Override
    public Optional<LinkInfo> info() {
        return switch (form) {
            // Raw tracepoint descriptors are links since 5.8, as everything else.
            case PERF_EVENT_LINK,
                    RAW_TRACEPOINT,
                    TRACING,
                    ITERATOR,
                    KPROBE_MULTI,
                    UPROBE_MULTI,
                    CGROUP,
                    XDP -> {
                Descriptor link = descriptor();
                yield Optional.of(new ObjectInfoReader(link.kernel()).link(link.number()));
            }
            case PERF_EVENT_IOCTL -> Optional.empty();
        };
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
