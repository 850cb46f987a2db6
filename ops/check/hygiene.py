"""What must not stand in the tree: registry hosts, places of a machine, secrets, unfinished work."""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
from collections.abc import Mapping

from ops.check import Problem, Tree
from ops.venv import bundled_pip

# Put together so that this file does not hold what it looks for.
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|raise NotImplemented" + r"Error)\b")
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE" + r" KEY-----|postgres(?:ql)?://[^:/\s\"']+:[A-Za-z0-9_-]{16,}@")
HOME = re.compile(r"(?<![\w.])/(?:home|Users)/[a-z][\w-]*/")
URL_HOST = re.compile(r"https?://(?:[^/@\s]+@)?([\w.-]+)")
FOLDER = re.compile(r"(?:file://|(?<=['\s=]))(/[\w.-]+/[\w./-]+)")
ENDINGS = ("py", "md", "toml", "lock", "txt", "html", "css", "js", "ts", "json", "sh", "yml", "yaml", "po", "svg")
TEXTS = (*(f"*.{ending}" for ending in ENDINGS), "*.conf", "*.service", "*.cfg", "ct", "run", "NOTICE", "LICENSE")
LARGEST_BYTES = 5_000_000


def registry_hosts(tree: Tree) -> list[Problem]:
    """No host of a package registry, nor a folder of packages: both belong to the machine, not to the project.

    Which they are is asked of pip and npm as they are set up here, so that none is written down.
    """
    names = package_sources()
    problems = []
    for path in tree.those(*TEXTS):
        text = tree.text(path)
        problems += [Problem(str(path), f"names the package source {name}") for name in names if name in text]
    return problems


def locks_name_no_host(tree: Tree) -> list[Problem]:
    """The lock files hold names, versions and hashes; not one address, and not one pin without a hash."""
    problems = []
    for path in tree.those("requirements/*.lock"):
        text = tree.text(path)
        if "://" in text or re.search(r"^--(?!hash)", text, re.M):
            problems.append(Problem(str(path), "names an address or an index; rebuild it with ./ct lock"))
        for pin in re.split(r"\n(?=\S)", text.strip()):
            if "--hash=sha256:" not in pin or "==" not in pin:
                problems.append(Problem(str(path), f"has no hash or no version for {pin.split()[0]}"))
    for path in tree.those("package-lock.json"):
        if '"resolved"' in tree.text(path):
            problems.append(Problem(str(path), "names an address; set omit-lockfile-registry-resolved"))
    return problems


def machine_places(tree: Tree) -> list[Problem]:
    """No path of this machine: the tree's own, its neighbours', somebody's home."""
    places = {str(tree.root), str(tree.root.parent / "shared")}
    problems = []
    for path in tree.those(*TEXTS):
        text = tree.text(path)
        problems += [
            Problem(str(path), f"names {place}, which is on this machine only") for place in places if place in text
        ]
        problems += [Problem(str(path), f"names somebody's home: {found}") for found in set(HOME.findall(text))]
    return problems


def unfinished_work(tree: Tree) -> list[Problem]:
    """Nothing is left for later inside the code: do it, or leave it out."""
    return [
        Problem(f"{path}:{number}", "is unfinished: do it, or leave it out")
        for path in tree.those(*TEXTS)
        for number, line in enumerate(tree.text(path).splitlines(), start=1)
        if UNFINISHED.search(line)
    ]


def secrets_in_tree(tree: Tree) -> list[Problem]:
    """No private key, and no database address with a password that looks generated."""
    return [Problem(str(path), "holds a secret") for path in tree.those(*TEXTS) if SECRET.search(tree.text(path))]


def files_are_small(tree: Tree) -> list[Problem]:
    """A file above 5 MB is data that belongs elsewhere."""
    return [
        Problem(str(path), "is larger than 5 MB")
        for path in tree.files
        if (tree.root / path).stat().st_size > LARGEST_BYTES
    ]


@functools.cache
def package_sources() -> tuple[str, ...]:
    """Hosts and folders that pip and npm take packages from on this machine, longest first."""
    # An environment has no pip of its own; the one that Python brings along reads the same configuration.
    bundled = bundled_pip()
    path = {"PYTHONPATH": str(bundled)} if bundled else {}
    configured = _output([sys.executable, "-m", "pip", "config", "list"], path)
    default = _output([sys.executable, "-m", "pip", "install", "--help"], path).partition("--index-url")[2][:400]
    npm = _output(["npm", "config", "get", "registry"])
    hosts = {host for host in URL_HOST.findall(configured + default + npm) if "." in host}
    folders = {folder for folder in FOLDER.findall(configured) if not folder.startswith("/etc/")}
    return tuple(sorted(hosts | folders, key=len, reverse=True))


def _output(command: list[str], variables: Mapping[str, str] | None = None) -> str:
    environment = os.environ | dict(variables or {})
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30, env=environment).stdout
    except OSError:  # npm need not be on the machine
        return ""
