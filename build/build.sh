#!/usr/bin/env bash
# Builds what ./skep runs: the jars, the cache that makes the JVM start fast, and the file `launch` that says how to
# start it. Run by ./skep, as the owner of the checkout: build.sh ROOT. Ends with 3 if the owner is somebody else.
#
# All of it is in target/skep, apart from what Maven makes: the cache is lost when a jar is touched, so a developer's
# own `mvn package` must not reach these. Each build has a folder of its own, for the sake of commands that are still
# running from the one before.
set -u

root=$1
build=$root/target/skep
log=$build/build.log

# shellcheck source=build/find-jdk.sh
. "$root/build/find-jdk.sh"

progress=
show_progress() {
    if [[ -t 2 ]]; then
        progress=shown
        printf 'skep: building itself, which is done once and after a change of its sources ...' >&2
    fi
}
end_progress() {
    [[ -z $progress ]] || printf '\r\033[K' >&2
    progress=
}
fail() {
    end_progress
    echo "skep: $1" >&2
    exit "${2:-1}"
}

# launch_state prints what changes when somebody builds.
launch_state() {
    stat -c %i.%y "$build/launch" 2>/dev/null
}

umask 022
if ! mkdir -p "$build" 2>/dev/null || [[ ! -w $build ]]; then
    [[ -e $build/launch ]] && exit 3
    fail "is not built yet, and you may not write to $root: ask its owner to run ./skep once."
fi
before=$(launch_state)
# Two first runs must not build over each other; the second finds the work done.
exec 9>>"$build/lock" || exit 1
flock 9
[[ $(launch_state) == "$before" ]] || exit 0

find_jdk || exit 1
find_maven || exit 1
show_progress
# What is changed while the build runs is newer than this.
touch "$build/started"
export JAVA_HOME=$jdk
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
# What Maven's own libraries still do, newer JDKs complain about.
export MAVEN_OPTS='--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED'
if ! "$maven" -q -B -ntp -f "$root/pom.xml" -Dquickly -pl cli -am compile >"$log" 2>&1 </dev/null 9>&-; then
    end_progress
    cat "$log" >&2
    fail "the build failed; the above is in $log."
fi

generation=$build/$(date +%s)-$$
mkdir "$generation" || exit 1
"$jdk/bin/java" -XX:+UseSerialGC -cp "$root/cli/target/classes" dev.skep.cli.launch.StartupJars "$generation" \
    dev.skep.cli "$root"/*/target/classes >>"$log" 2>&1 \
    || { end_progress; cat "$log" >&2; fail "the jars could not be prepared; the above is in $log."; }

# What is fixed here is fixed because the cache depends on it or because a short run gains by it:
#   the heap        another size needs another cache; a trace's own data is small and off the heap
#   the thresholds  most methods of a short run are not worth compiling: ten times later saves a fourth of its CPU time,
#                   and a long run does not notice
#   the log         the JVM's own warnings must never be among the data on standard output
java=("$jdk/bin/java" -XX:+UseSerialGC -Xmx256m -Xmn16m -XX:CompileThresholdScaling=10 -XX:-UsePerfData
    -Xlog:disable -Xlog:all=warning:stderr --enable-native-access=dev.skep.sys --module-path "$generation")
# The training run does what users do first, without a privilege and without the kernel. JDK 25 was seen to crash once in
# a while when it writes the cache; what it then has to say must not land in the user's folder.
train() {
    rm -f "$generation"/skep.aot*
    "${java[@]}" -XX:ErrorFile="$build/crash.log" -XX:AOTCacheOutput="$generation/skep.aot" \
        -m dev.skep.cli/dev.skep.cli.Training "$root/bpf/src/test/resources/dev/skep/bpf/testkit/target-6.18.zip" \
        >>"$log" 2>&1 </dev/null 9>&- && [[ -s $generation/skep.aot ]]
}
if train || train; then
    java+=(-XX:AOTCache="$generation/skep.aot")
else
    end_progress
    echo "skep: the cache that lets it start fast could not be made (see $log); it runs without." >&2
fi

IFS= read -rd '' release <"$jdk/release"
# The file appears whole or not at all.
{
    printf 'built_in=%q\njdk=%q\njdk_release=%q\n' "$root" "$jdk" "$release"
    printf 'java=('
    printf ' %q' "${java[@]}"
    printf ')\n'
} >"$build/launch.new"
touch -r "$build/started" "$build/launch.new"
mv "$build/launch.new" "$build/launch"

# A command that is still running may open jars of the build before this one; older builds go. Their names sort by time.
olds=("$build"/[0-9]*-[0-9]*)
for ((i = 0; i < ${#olds[@]} - 2; i++)); do
    rm -rf "${olds[i]}"
done
end_progress
