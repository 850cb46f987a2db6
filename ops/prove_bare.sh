#!/bin/bash
# Proves, in a chroot of a bare Debian, that `./ct run` needs nothing but python3, python3-venv and git: as root and
# as a plain user, in a folder with spaces and diacritics, with LANG unset. User namespaces are refused in a chroot.
#
#   ops/prove_bare.sh BARE SCRATCH [--test] [--here] [--officer-only]
#
# BARE     a tree made by: debootstrap --variant=minbase --include=python3,python3-venv,git bookworm BARE
# SCRATCH  an empty or new folder; the tree is copied there and left for inspection
# --test   also runs ./ct test in there, as root and as the plain user
# --here   also as root outside the chroot, where user namespaces may work
# --officer-only   not as root inside the chroot
#
# To reach packages the chroot gets this machine's resolver, certificates, pip configuration and the local folders
# that pip's configuration names. Prints one line a measurement; exits 1 when a promise is broken.
set -u -o pipefail

bare=$(readlink -f "$1")
scratch=$(readlink -f -m "$2")
shift 2
with_tests=
with_here=
with_root=yes
for word in "$@"; do
    [ "$word" = --test ] && with_tests=yes
    [ "$word" = --here ] && with_here=yes
    [ "$word" = --officer-only ] && with_root=
done
tree=$(readlink -f "$(dirname "$0")/..")
folder='thư mục có dấu cách'
first_limit=120
later_limit=15
demo_limit=60
failed=0

say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }
fail() { say "BROKEN: $*"; failed=1; }

mounted=()
unmount() {
    for place in "${mounted[@]}"; do umount -l "$place" 2>/dev/null; done
}
trap unmount EXIT

bind() {
    mkdir -p "$scratch/root$2"
    mount --bind "$1" "$scratch/root$2" && mounted+=("$scratch/root$2")
}

make_root() {
    say "copying the bare tree"
    mkdir -p "$scratch"
    rm -rf --one-file-system "$scratch/root"
    cp -a "$bare" "$scratch/root"
    bind /proc /proc
    # No bind of /dev: a chroot has what debootstrap made there.
    cp -L /etc/resolv.conf /etc/hosts "$scratch/root/etc/" 2>/dev/null
    mkdir -p "$scratch/root/etc/ssl/certs"
    cp -L /etc/ssl/certs/ca-certificates.crt "$scratch/root/etc/ssl/certs/"
    python3 -m pip config list | sed -n "s/^[^=]*='\(.*\)'$/\1/p" | tr ' ' '\n' | sed 's,^file://,,; s,/simple$,,' |
        grep '^/' | sort -u | while read -r place; do
        [ -d "$place" ] && printf '%s\n' "$place"
    done >"$scratch/places"
    while read -r place; do bind "$place" "$place"; done <"$scratch/places"
    {
        printf '[global]\n'
        python3 -m pip config list | sed -n "s/^[^.]*\.\([a-z-]*\)='\(.*\)'$/\1 = \2/p" | sort -u -t= -k1,1
    } >"$scratch/root/etc/pip.conf"
    chroot "$scratch/root" useradd --create-home --home-dir /officer --shell /bin/sh officer
}

# inside USER COMMAND: run with an empty environment, in the project's folder of that user: root and officer in the
# chroot, "here" as root outside it, where user namespaces may work
inside() {
    local user=$1
    shift
    local home=/root
    [ "$user" = officer ] && home=/officer
    if [ "$user" = here ]; then
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/nonexistent /bin/sh -c "cd '$scratch/here/$folder' && $*"
        return
    fi
    chroot --userspec="$user:$user" "$scratch/root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" \
        /bin/sh -c "cd '$home/$folder' && $*"
}

clone_for() {
    local user=$1 place="$scratch/root/root"
    [ "$user" = officer ] && place="$scratch/root/officer"
    if [ "$user" = here ]; then
        rm -rf "$scratch/here"
        place="$scratch/here"
    fi
    git -c safe.directory='*' clone --quiet --no-hardlinks "$tree" "$place/$folder"
    [ "$user" = officer ] && chroot "$scratch/root" chown -R officer:officer "/officer/$folder"
    return 0
}

# first_page LOG: seconds until the sign-in page answers, from the start of the command that writes LOG
wait_for_page() {
    local log=$1 limit=$2 begun=$3 address=
    while [ $(($(date +%s) - begun)) -le "$limit" ]; do
        address=$(grep -o 'http://127[^ ]*' "$log" | head -1)
        if [ -n "$address" ] && sign_in_page "${address}dang-nhap/"; then
            echo $(($(date +%s) - begun))
            return 0
        fi
        sleep 0.5
    done
    return 1
}

sign_in_page() {
    python3 - "$1" <<'PY'
import sys, urllib.request
with urllib.request.urlopen(sys.argv[1], timeout=10) as answer:
    sys.exit(0 if answer.status == 200 else 1)
PY
}

stop_run() {
    local child=$1
    # The shell of the chroot execs ./ct, which execs Python: the group gets what Ctrl-C would give.
    kill -INT -- "-$child" 2>/dev/null
    wait "$child" 2>/dev/null
}

# Processes whose root folder is the chroot: whatever the last command left.
processes_left() {
    for place in /proc/[0-9]*; do
        if [ "$(readlink "$place/root")" = "$scratch/root" ] || grep -qs "$scratch/here" "$place/environ"; then
            tr '\0' ' ' <"$place/cmdline"
        fi
    done
}

wait_for_demo() {
    local user=$1 log=$2 begun waited=0
    begun=$(date +%s)
    while [ "$waited" -le $((2 * demo_limit)) ]; do
        waited=$(($(date +%s) - begun))
        if grep -q 'Tỉnh minh họa đã sẵn sàng\|demo province is ready' "$log"; then
            say "$user: demo province ready $waited s after the page (limit $demo_limit)"
            [ "$waited" -le "$demo_limit" ] || fail "$user: the demo province took $waited s"
            return
        fi
        sleep 1
    done
    fail "$user: the demo province was not ready $waited s after the page"
}

prove_as() {
    local user=$1 log begun seconds
    clone_for "$user"
    for start in first second; do
        log="$scratch/run-$user-$start.log"
        begun=$(date +%s)
        : >"$log"
        set -m
        inside "$user" "exec ./ct run" >"$log" 2>&1 &
        local child=$!
        set +m
        local limit=$first_limit
        [ "$start" = second ] && limit=$later_limit
        if seconds=$(wait_for_page "$log" "$limit" "$begun"); then
            say "$user, $start start: sign-in page after $seconds s (limit $limit)"
        else
            fail "$user, $start start: no sign-in page within $limit s; see $log"
        fi
        if [ "$start" = first ]; then
            wait_for_demo "$user" "$log"
        fi
        stop_run "$child"
        left=$(processes_left)
        if [ -n "$left" ]; then
            fail "$user, $start start: left behind after Ctrl-C: $left"
        else
            say "$user, $start start: stopped by Ctrl-C, nothing left behind"
        fi
    done
    inside "$user" ./ct doctor | sed "s/^/    /"
    if [ -n "$with_tests" ]; then
        log="$scratch/test-$user.log"
        if inside "$user" ./ct test >"$log" 2>&1; then
            say "$user, ./ct test: $(tail -1 "$log")"
        else
            fail "$user, ./ct test: $(tail -1 "$log"); see $log"
        fi
    fi
}

make_root
[ -z "$with_root" ] || prove_as root
prove_as officer
[ -z "$with_here" ] || prove_as here
if chroot "$scratch/root" unshare --user true 2>/dev/null; then
    say "note: user namespaces work in this chroot"
else
    say "user namespaces are refused in this chroot, as expected"
fi
exit $failed
