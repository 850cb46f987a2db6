"""Become another program as another user, and die with the parent: the last step before a child is itself.

Runs as a program of its own (`python -I spawn.py --as WHO --death SIGNAL --parent PID -- COMMAND...`), because
leaving for a user namespace is refused to a process with threads, and because the wish to die with the parent
is forgotten at each change of identity, so it must be said last.

WHO is `self`; `nobody` (user and group 65534, plainly); or `namespace` (65534 inside a user namespace, which
stays the caller outside it: files keep their owner).
"""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import sys
from pathlib import Path

NOBODY = 65534
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000


def main(arguments: list[str]) -> None:
    """Take on the identity, ask for the death signal, and exec; returns only by an exception."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--as", dest="who", choices=["self", "nobody", "namespace"], default="self")
    parser.add_argument("--death", default="SIGKILL")
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args(arguments)
    if options.who == "namespace":
        _enter_namespace()
    elif options.who == "nobody":
        _become_nobody()
    die_with_parent(getattr(signal, options.death), options.parent)
    os.execvp(options.command[0], options.command)


def _enter_namespace() -> None:
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1")
    # The kernel lets a group be mapped only by a process that can no longer change its groups.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1")


def _become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def die_with_parent(death: int, parent: int) -> None:
    """Ask the kernel to send us `death` when the process numbered `parent` dies; leave when it is gone already."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death, 0, 0, 0)
    # The parent may have died before the wish was heard: then nobody would ever send the signal.
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
