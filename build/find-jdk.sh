# shellcheck shell=bash disable=SC2034
# Sourced by the launcher's build and by ./check: where are a JDK that can build and run Skep, and Maven?

readonly oldest_jdk=25

# jdk_version DIR sets `version` to the feature release of the JDK in DIR; returns 1 if there is none.
# Every JDK has had a `release` file since 9; reading it costs no process.
jdk_version() {
    local line
    version=
    [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 1
    while IFS= read -r line; do
        if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
            version=${BASH_REMATCH[1]}
            return 0
        fi
    done <"$1/release"
    return 1
}

# find_homes sets `homes` to the home folders in which somebody may have put a JDK or Maven: ours, and that of who
# called sudo, which clears the environment.
find_homes() {
    local home=${HOME:-~}
    homes=("$home")
    if [[ -n ${SUDO_USER-} ]] && home=$(getent passwd "$SUDO_USER" | cut -d: -f6) && [[ -n $home ]]; then
        homes+=("$home")
    fi
}

# find_jdk sets `jdk` to the folder of a JDK 25 or newer, or says in one sentence what to install and returns 1.
# It looks at JAVA_HOME, at java on the PATH, and where packages and people put JDKs.
find_jdk() {
    local candidate home version path_java best='' best_version='' newest='' newest_at=''
    find_homes
    if [[ -n ${JAVA_HOME-} ]] && jdk_version "$JAVA_HOME" && ((version >= oldest_jdk)); then
        jdk=$JAVA_HOME
        return 0
    fi
    if path_java=$(type -P java) && path_java=$(readlink -f "$path_java") \
        && jdk_version "${path_java%/bin/java}" && ((version >= oldest_jdk)); then
        jdk=${path_java%/bin/java}
        return 0
    fi
    local -a places=(/usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* /opt/*/* /usr/local/* /usr/local/lib/jvm/*)
    for home in "${homes[@]}"; do
        places+=("$home"/.sdkman/candidates/java/* "$home"/.jdks/* "$home"/.local/share/mise/installs/java/*)
    done
    for candidate in "${places[@]}"; do
        jdk_version "$candidate" || continue
        # The oldest that will do: it is the one that Skep is tested with.
        if ((version >= oldest_jdk)) && [[ -z $best || $version -lt $best_version ]]; then
            best=$candidate best_version=$version
        fi
        if [[ -z $newest || $version -gt $newest ]]; then
            newest=$version newest_at=$candidate
        fi
    done
    if [[ -z $best ]]; then
        local found=none
        [[ -z $newest ]] || found="only $newest, in $newest_at"
        echo "skep: needs a JDK $oldest_jdk or newer and found $found:" \
            "install one (openjdk-$oldest_jdk-jdk on Debian and Ubuntu, java-$oldest_jdk-openjdk-devel on Fedora, or any" \
            "build such as Temurin), or set JAVA_HOME to where it is." >&2
        return 1
    fi
    jdk=$best
}

# find_maven sets `maven` to the mvn command, or says in one sentence what to install and returns 1.
find_maven() {
    local home candidate
    find_homes
    if maven=$(type -P mvn); then
        return 0
    fi
    local -a places=("${MAVEN_HOME-}"/bin/mvn /usr/share/maven/bin/mvn /opt/*maven*/bin/mvn /usr/local/*maven*/bin/mvn)
    for home in "${homes[@]}"; do
        places+=("$home"/.sdkman/candidates/maven/current/bin/mvn)
    done
    for candidate in "${places[@]}"; do
        if [[ -x $candidate ]]; then
            maven=$candidate
            return 0
        fi
    done
    echo "skep: needs Maven to build itself on first use: install it (the package is called maven on Debian, Ubuntu and" \
        "Fedora), or put mvn on the PATH." >&2
    return 1
}
