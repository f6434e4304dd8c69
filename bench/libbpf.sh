# shellcheck shell=bash
# To be sourced by benchmarks that compare with libbpf; `root` and `out` must be set.

# debian_archive prints the address of the archive of Debian that this machine's apt is configured for.
debian_archive() {
    local codename
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
    apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 'Component: main' \
        | sed -n "s/ $codename\$//p" | sort -u | head -1
}

# find_forky sets forky to a Debian forky with a compiler and libbpf 1.7 in a folder: SKEP_FORKY, or one that is made once
# and kept.
find_forky() {
    forky=${SKEP_FORKY-}
    [[ -z $forky ]] || return 0
    forky=${XDG_CACHE_HOME:-${HOME:-~}/.cache}/skep/forky
    [[ ! -e $forky/usr/include/bpf/libbpf.h ]] || return 0
    local archive log=$out/forky.log
    type -P debootstrap >/dev/null && archive=$(debian_archive) && [[ -n $archive && $EUID == 0 ]] || {
        echo "bench: libbpf is taken from Debian forky, which takes root, debootstrap and an apt that knows Debian" >&2
        return 1
    }
    echo "bench: unpacking Debian forky into $forky for its libbpf; once" >&2
    rm -rf "$forky.new" && mkdir -p "$forky.new" || return 1
    # debootstrap may know no forky yet; its script is that of sid.
    timeout 1200 debootstrap --variant=minbase --include=gcc,libc6-dev,libbpf-dev,libelf-dev,zlib1g-dev,libzstd-dev \
        forky "$forky.new" "$archive" /usr/share/debootstrap/scripts/sid >"$log" 2>&1 \
        || { tail -3 "$log" >&2; return 1; }
    mv "$forky.new" "$forky"
}

# compile_peer NAME compiles bench/peers/NAME.c with libbpf and sets peer to the program, which needs no library to run.
compile_peer() {
    local forky work
    find_forky || return 1
    work=$(mktemp -d "$forky/tmp/skep-bench.XXXXXX") || return 1
    cp "$root"/bench/peers/* "$work/"
    chroot "$forky" gcc -std=gnu17 -O2 -Wall -Wextra -Werror -static -o "${work#"$forky"}/$1" "${work#"$forky"}/$1.c" \
        -lbpf -lelf -lz -lzstd
    local result=$?
    peer=$out/$1-peer
    ((result == 0)) && cp "$work/$1" "$peer"
    rm -rf "$work"
    return $result
}
