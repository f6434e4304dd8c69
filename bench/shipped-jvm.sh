# shellcheck shell=bash
# To be sourced by benchmarks that run a class of their own on Skep's library; `root` must be set.

# compile_bench CLASS... builds Skep, compiles bench/CLASS.java, and sets
#   run  the command that runs these classes on Skep's jars, with the JVM flags that ship with ./skep
#   out  a folder for what the benchmark makes
compile_bench() {
    "$root/skep" --version >/dev/null || return 1
    # shellcheck source=/dev/null
    . "$root/target/skep/launch"
    out=$root/target/bench
    mkdir -p "$out"
    # The JVM as it ships, but for the cache, which is of another program.
    local -a flags=()
    local -a sources=("${@/#/$root/bench/}")
    local jars= i
    # shellcheck disable=SC2154 # the launch file sets jdk and java
    for ((i = 1; i < ${#java[@]}; i++)); do
        case ${java[i]} in
            --module-path) jars=${java[++i]} ;;
            -XX:AOTCache=*) ;;
            *) flags+=("${java[i]}") ;;
        esac
    done
    "$jdk/bin/javac" -Xlint:all -Werror -d "$out/classes-$1" --module-path "$jars" --add-modules dev.skep.bpf \
        "${sources[@]}" \
        && "$jdk/bin/jar" -c -f "$out/$1.jar" -C "$out/classes-$1" . || return 1
    # shellcheck disable=SC2034 # for whoever sources this
    run=("$jdk/bin/java" "${flags[@]}" --module-path "$jars" --add-modules dev.skep.bpf -cp "$out/$1.jar")
}
