"""Which room may import what of another, and where a view may start from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ops.check import Problem, Tree

ORDER = (
    "core",
    "territory",
    "organisations",
    "documents",
    "programmes",
    "registry",
    "reporting",
    "analytics",
    "conferences",
    "portal",
)
JOINING = ("web", "demo")
OPEN_MODULES = {"actions", "queries", "models", "rules", "codes", "signals"}
GATES = {
    # private by its name, open by decision, each with its reason
    "chungtay.organisations.access": "the gate of every view: who is signed in, under which hat",
    "chungtay.reporting.figures": "the readers of totals, open as queries are",
    "chungtay.reporting.addresses": "the printed code under which a figure opens",
    "chungtay.reporting.phrases": "the words of periods and figures, said alike in every room",
}
PURE = ("narrative", "officialdoc")
NAMELESS = {"utils", "helpers", "common"}
CLOCKS = {("datetime", "now"), ("datetime", "today"), ("date", "today"), ("time", "time"), ("datetime", "utcnow")}


def across_rooms(tree: Tree) -> list[Problem]:
    """Imports point backwards only, and reach only the six open modules of another room.

    `core` has no closed modules: errors, clock, record and scanner are what it is for. `web` and `demo` may
    import everything; nothing imports them.
    """
    problems = []
    for path in tree.those("chungtay/**/*.py"):
        room = path.parts[1]
        if room in JOINING or len(path.parts) < 3:
            continue
        for line, name in _imports(tree, path):
            words = _why_not(room, name)
            if words:
                problems.append(Problem(f"{path}:{line}", words))
    return problems


def pure_libraries(tree: Tree) -> list[Problem]:
    """narrative and officialdoc import none of our rooms, no Django, no database, and read no clock."""
    problems = []
    for path in tree.those(*(f"{library}/**/*.py" for library in PURE), *(f"{library}/*.py" for library in PURE)):
        if path.parts[0] not in PURE:
            continue
        for line, name in _imports(tree, path):
            if name.split(".")[0] in {"chungtay", "ops", "django", "psycopg", "procrastinate"}:
                problems.append(Problem(f"{path}:{line}", f"a pure library does not import {name}"))
        for node in ast.walk(ast.parse(tree.text(path))):
            if isinstance(node, ast.Attribute) and (_last_name(node.value), node.attr) in CLOCKS:
                problems.append(Problem(f"{path}:{node.lineno}", "a pure library reads no clock: pass the date in"))
    return problems


def views_start_from_queries(tree: Tree) -> list[Problem]:
    """A view never starts from `X.objects`: it asks a query that begins with what the viewer may see."""
    problems = []
    for path in tree.those("chungtay/**/views.py", "chungtay/**/views/*.py"):
        for node in ast.walk(ast.parse(tree.text(path))):
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
                words = f"a view never starts from {ast.unparse(node)}; ask a query, as submissions_for(user)"
                problems.append(Problem(f"{path}:{node.lineno}", words))
    return problems


def modules_have_names(tree: Tree) -> list[Problem]:
    """No utils, helpers or common: a function without a home is a concept without a name."""
    return [
        Problem(str(path), "name the module after the concept it holds")
        for path in tree.those("*.py")
        if path.stem in NAMELESS
    ]


def _why_not(room: str, name: str) -> str:
    """Why the room may not import `name`; empty when it may."""
    parts = name.split(".")
    if parts[0] != "chungtay" or len(parts) < 2 or parts[1] == room:
        return ""
    other = parts[1]
    if other in JOINING:
        return f"nothing imports {other}; link by URL name, or move what is needed down"
    if other not in ORDER or room not in ORDER:
        return ""
    if ORDER.index(other) > ORDER.index(room):
        return f"{room} comes before {other}: imports point backwards only"
    if ".".join(parts[:3]) in GATES:
        return ""
    if other != "core" and (len(parts) < 3 or parts[2] not in OPEN_MODULES):
        return f"{name} is private to {other}; open are {', '.join(sorted(OPEN_MODULES))}"
    return ""


def _imports(tree: Tree, path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything `path` imports, at the top or inside a function."""
    package = path.parts[:-1]
    for node in ast.walk(ast.parse(tree.text(path))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}"


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
