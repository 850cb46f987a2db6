"""Documentation is checked like code: what exists is listed, and what is listed exists."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ops.check import Problem, Tree

SETTING = re.compile(r"""["'](CHUNGTAY_[A-Z_]+|DATABASE_URL)["']""")
INTERNAL = {"CHUNGTAY_TREE", "CHUNGTAY_SUPERVISED"}
"""Said by one of our processes to another; nobody sets them."""
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
README_LINES = 150
ERRORS_PAGE = "docs/errors.md"
ERRORS_HEAD = """# Error codes

A person reads the sentence (in Vietnamese), a machine the code. A code that was published never changes; its sentence
may. Written from the classes by `./ct check --fix`.

| code | when | sentence |
|---|---|---|
"""


@dataclass(frozen=True)
class ErrorCode:
    """One class of the error tree: where it stands, its code, its docstring's first line, its sentence."""

    line: int
    name: str
    summary: str
    sentence: str

    @property
    def row(self) -> str:
        """Its line in the table."""
        return f"| `{self.name}` | {self.summary} | {self.sentence} |".replace("  ", " ")


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
    """docs/errors.md lists every error code with its sentence; `./ct check --fix` writes the page."""
    page = _page(tree, ERRORS_PAGE)
    problems = []
    for path in tree.those("chungtay/**/*.py"):
        for code in error_codes(tree.text(path)):
            if code.row not in page:
                problems.append(Problem(f"{path}:{code.line}", f"{code.name} is not in {ERRORS_PAGE} as it is here"))
    return problems


def write_errors_page(tree: Tree) -> bool:
    """Write docs/errors.md from the classes; says whether it changed."""
    rows = {code.row for path in tree.those("chungtay/**/*.py") for code in error_codes(tree.text(path))}
    page = ERRORS_HEAD + "".join(f"{row}\n" for row in sorted(rows))
    if page == _page(tree, ERRORS_PAGE):
        return False
    (tree.root / ERRORS_PAGE).write_text(page, encoding="utf-8")
    return True


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


def error_codes(text: str) -> list[ErrorCode]:
    """The classes of a module that have an attribute `code = "room.name"`, with what they say."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ClassDef):
            continue
        values = dict(_attributes(node))
        name = _text_in(values.get("code"))
        if re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", name):
            summary = (ast.get_docstring(node) or "").partition("\n")[0]
            found.append(ErrorCode(node.lineno, name, summary, _text_in(values.get("message"))))
    return found


def _attributes(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr | None]]:
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            yield line.targets[0].id, line.value
        elif isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            yield line.target.id, line.value


def _text_in(value: ast.expr | None) -> str:
    """A literal text, or the first one that is handed to a call such as _()."""
    if isinstance(value, ast.Call) and value.args:
        value = value.args[0]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _page(tree: Tree, name: str) -> str:
    return tree.text(Path(name)) if Path(name) in tree.files else ""
