"""Documentation is checked like code: what exists is listed, and what is listed exists."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

from ops.check import Problem, Tree

SETTING = re.compile(r"""["'](CHUNGTAY_[A-Z_]+|DATABASE_URL)["']""")
INTERNAL = {"CHUNGTAY_TREE", "CHUNGTAY_SUPERVISED"}
"""Said by one of our processes to another; nobody sets them."""
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
README_LINES = 150


def settings_listed(tree: Tree) -> list[Problem]:
    """Every variable that is read has a line in docs/settings.md, and no other has one."""
    page = _page(tree, "docs/settings.md")
    used = {
        name: path
        for path in tree.those("chungtay/**/*.py", "ops/**/*.py", "ops/*.py")
        for name in _settings(tree, path)
    }
    problems = [
        Problem(str(used[name]), f"{name} has no line in docs/settings.md")
        for name in sorted(used.keys() - INTERNAL)
        if f"`{name}`" not in page
    ]
    listed = set(re.findall(r"`(CHUNGTAY_[A-Z_]+)`", page))
    return problems + [Problem("docs/settings.md", f"{name} is read nowhere") for name in sorted(listed - used.keys())]


def commands_listed(tree: Tree) -> list[Problem]:
    """Every word that `./ct` knows stands in docs/operations.md."""
    from ops.cli import command_names

    page = _page(tree, "docs/operations.md")
    return [
        Problem("docs/operations.md", f"./ct {name} is not described")
        for name in command_names()
        if f"./ct {name}" not in page
    ]


def error_codes_listed(tree: Tree) -> list[Problem]:
    """Every error code stands in docs/errors.md, once used it never changes."""
    page = _page(tree, "docs/errors.md")
    problems = []
    for path in tree.those("chungtay/**/*.py"):
        for line, code in _error_codes(tree.text(path)):
            if f"`{code}`" not in page:
                problems.append(Problem(f"{path}:{line}", f"the code {code} is not in docs/errors.md"))
    return problems


def dependencies_listed(tree: Tree) -> list[Problem]:
    """Every dependency of pyproject.toml has a line in docs/dependencies.md: why, how much, how we would leave."""
    page = _page(tree, "docs/dependencies.md").lower()
    return [
        Problem("docs/dependencies.md", f"{name} has no line")
        for name in declared_dependencies(tree)
        if f"| {name.lower()} |" not in page
    ]


def declared_dependencies(tree: Tree) -> list[str]:
    """Names of the dependencies of pyproject.toml, for running and for development."""
    project = tomllib.loads(tree.text(Path("pyproject.toml")))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    return sorted({re.match(r"[A-Za-z0-9_.-]+", line).group() for line in lines})  # type: ignore[union-attr]  # PEP 508


def links_lead_somewhere(tree: Tree) -> list[Problem]:
    """A relative link of a page names a file of the tree."""
    problems = []
    for path in tree.those("*.md"):
        for target in LINK.findall(tree.text(path)):
            if not (tree.root / path.parent / target).exists():
                problems.append(Problem(str(path), f"links to {target}, which is not there"))
    return problems


def readme_is_short(tree: Tree) -> list[Problem]:
    """README.md has fewer than 150 lines."""
    if Path("README.md") not in tree.files:
        return [Problem("README.md", "is missing")]
    count = tree.text(Path("README.md")).count("\n")
    return (
        [Problem("README.md", f"has {count} lines; under {README_LINES} it is read")] if count >= README_LINES else []
    )


def _settings(tree: Tree, path: Path) -> set[str]:
    return set(SETTING.findall(tree.text(path)))


def _error_codes(text: str) -> list[tuple[int, str]]:
    """Line and value of each class attribute `code = "room.name"`."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ClassDef):
            continue
        for line in node.body:
            target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
            value = getattr(line, "value", None)
            if not (isinstance(target, ast.Name) and target.id == "code" and isinstance(value, ast.Constant)):
                continue
            if re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", str(value.value)):
                found.append((line.lineno, str(value.value)))
    return found


def _page(tree: Tree, name: str) -> str:
    return tree.text(Path(name)) if Path(name) in tree.files else ""
