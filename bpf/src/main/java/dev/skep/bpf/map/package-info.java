/**
 * What only some types of maps can do, each as a view of a {@link dev.skep.bpf.BpfMap}.
 *
 * <table>
 * <caption>Which type for what</caption>
 * <tr><th>type<th>for<th>view
 * <tr><td>hash, lru_hash, array and their per-CPU forms<td>values by key or number; LRU forms drop
 *     what was used longest ago; per-CPU forms lose no update and need no atomics
 *     <td>{@link dev.skep.bpf.map.PerCpuField}
 * <tr><td>queue, stack<td>work handed from one side to the other
 *     <td>{@link dev.skep.bpf.map.ValueQueue}
 * <tr><td>bloom_filter<td>a cheap "surely not seen yet" before a lookup
 *     <td>{@link dev.skep.bpf.map.BloomFilter}
 * <tr><td>lpm_trie<td>networks and other prefixes<td>{@link dev.skep.bpf.map.PrefixTrie}
 * <tr><td>stack_trace<td>stacks by id<td>{@link dev.skep.bpf.map.StackTraces}
 * <tr><td>prog_array<td>tail calls<td>{@link dev.skep.bpf.map.ProgramArray}
 * <tr><td>array_of_maps, hash_of_maps<td>maps that are exchanged as a whole
 *     <td>{@link dev.skep.bpf.map.NestedMaps}
 * <tr><td>ringbuf, perf_event_array<td>events<td>package {@code dev.skep.bpf.event}
 * </table>
 *
 * <p>A view owns nothing: the map stays its owner's, and must stay open.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.bpf.map;
