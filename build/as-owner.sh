# shellcheck shell=bash disable=SC2154
# Sourced by ./skep and ./check: root in a checkout that belongs to somebody else must not leave files there that the
# owner can neither change nor delete.

# find_owner sets `owner` and `owner_group` (numbers) and `owner_home` of the checkout in `root`.
find_owner() {
    local entry
    owner=$(stat -c %u "$root")
    owner_group=$(stat -c %g "$root")
    owner_home=
    if entry=$(getent passwd "$owner"); then
        IFS=: read -r _ _ _ _ _ owner_home _ <<<"$entry"
    fi
}

# as_owner COMMAND... runs a command as the owner of the checkout if we are root and it is not ours.
# An owner without a home (a number from outside a container) gets one in the build's own folder, for Maven's cache.
as_owner() {
    find_owner
    if ((EUID != 0 || owner == 0)); then
        "$@"
        return
    fi
    local -a become
    if type -P setpriv >/dev/null; then
        become=(setpriv --reuid "$owner" --regid "$owner_group" --clear-groups --)
        [[ -z $owner_home ]] || become=(setpriv --reuid "$owner" --regid "$owner_group" --init-groups --)
    else
        become=(runuser -u "$(id -nu "$owner")" --)
    fi
    give_to_owner
    HOME=${owner_home:-$root/target/home} "${become[@]}" "$@"
}

# give_to_owner hands over what an earlier build by root left in the build folders.
give_to_owner() {
    local folder
    for folder in "$root"/target "$root"/*/target; do
        if [[ -d $folder && ! -L $folder ]]; then
            chown -hR "$owner:$owner_group" "$folder"
        fi
    done
}
