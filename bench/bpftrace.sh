# shellcheck shell=bash
# Read by benchmarks that compare with bpftrace. It must run as root and needs tracefs where that is usually mounted.

# inside_tracefs BENCHMARK ARGUMENT...: starts the benchmark again in a mount namespace of its own with tracefs, where the
# machine has none.
inside_tracefs() {
    local benchmark=$1
    shift
    if ((EUID != 0)); then
        echo "$benchmark: loads programs into the kernel: run it as root." >&2
        exit 1
    fi
    if [[ ! -e /sys/kernel/tracing/events && -z ${SKEP_BENCH_INSIDE-} ]]; then
        # shellcheck disable=SC2016
        SKEP_BENCH_INSIDE=1 exec unshare --mount --propagation private "$BASH" -c '
            mount -t tracefs tracefs /sys/kernel/tracing && exec "$0" "$@"' "$benchmark" "$@"
    fi
}

# find_bpftrace: sets peers to the paths of each bpftrace that is found, those that BPFTRACE names included, and versions
# to what they call themselves.
find_bpftrace() {
    local wanted peer known same
    peers=()
    declare -gA versions=()
    IFS=: read -ra wanted <<<"${BPFTRACE-}"
    for peer in $(type -aP bpftrace) "${wanted[@]}"; do
        same=
        for known in "${peers[@]}"; do
            [[ $known -ef $peer ]] && same=yes
        done
        if [[ -z $same && -x $peer ]]; then
            peers+=("$peer")
            versions[$peer]=$("$peer" --version 2>/dev/null)
        fi
    done
}

# in_words_of VERSION WORD...: sets words to the words as a bpftrace of that version knows them: before 0.19 there were
# neither `begin` nor `args.x`.
in_words_of() {
    local version=$1
    shift
    words=("$@")
    if [[ $version =~ v0\.([0-9]+) ]] && ((BASH_REMATCH[1] < 19)); then
        words=("${words[@]/#begin/BEGIN}")
        words=("${words[@]//args./args->}")
    fi
}
