"""Translations: every sentence of the sources stands in the Vietnamese catalogue, whole and with its names."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from ops.check import Problem, Tree

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
DOMAINS = {
    # catalogue: the sources whose sentences it holds
    "django": ("chungtay/**/*.py", "chungtay/**/templates/**/*.html", "chungtay/**/templates/**/*.txt"),
    "ops": ("ops/**/*.py", "ops/*.py"),
}
NAMED = re.compile(r"%\((\w+)\)[sd]")
UNNAMED = re.compile(r"(?<!%)(?:%%)*%[sd]")
Found = tuple[str, int, str | tuple[str, ...], str | None]


def translations_complete(tree: Tree) -> list[Problem]:
    """Nothing missing, nothing empty, nothing fuzzy, and the same names in the translation."""
    problems = []
    for domain, patterns in DOMAINS.items():
        catalogue = _catalogue(tree.root, domain)
        for place, line, source, context in extracted(tree, patterns):
            message = catalogue.get(source if isinstance(source, str) else source[0], context)
            words = _what_is_wrong(message)
            if words:
                problems.append(Problem(f"{place}:{line}", f"{words} in {domain}.po: {_shown(source)}"))
        problems += _entries(catalogue, domain)
    return sorted(set(problems))


def sentences_stay_whole(tree: Tree) -> list[Problem]:
    """No f-string and no unnamed placeholder in a translated sentence: the translator must see all of it."""
    problems = []
    for patterns in DOMAINS.values():
        for path in tree.those(*(pattern for pattern in patterns if pattern.endswith(".py"))):
            for node in ast.walk(ast.parse(tree.text(path))):
                if isinstance(node, ast.Call) and _is_pieced_together(node):
                    problems.append(Problem(f"{path}:{node.lineno}", "name the placeholder: no f-string in _()"))
        for place, line, source, _context in extracted(tree, patterns):
            # argparse brings its own sentences to the catalogue, not to the sources.
            if UNNAMED.search(_shown(source)):
                problems.append(Problem(f"{place}:{line}", f"name the placeholder: {_shown(source)}"))
    return problems


def add_missing(tree: Tree) -> list[Path]:
    """Write what the catalogues lack, to be translated; returns the catalogues that changed."""
    changed = []
    for domain, patterns in DOMAINS.items():
        path = _path(tree.root, domain)
        catalogue = _catalogue(tree.root, domain)
        before = len(catalogue)
        for _place, _line, source, context in extracted(tree, patterns):
            if catalogue.get(source if isinstance(source, str) else source[0], context) is None:
                catalogue.add(source, context=context)
        if len(catalogue) != before:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalogue, width=110, omit_header=False, ignore_obsolete=True)
            changed.append(path)
    return changed


def extracted(tree: Tree, patterns: Iterable[str]) -> Iterator[Found]:
    """File, line, sentence (or singular and plural) and context of everything marked for translation."""
    from django.utils.translation.template import templatize

    for path in tree.those(*patterns):
        if "migrations" in path.parts:
            continue
        text = tree.text(path)
        source = text if path.suffix == ".py" else _without_margin(templatize(text, origin=str(path)))
        for line, sentence, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS, []):
            if isinstance(sentence, tuple) or sentence:
                yield str(path), line, sentence, context


def _without_margin(source: str) -> str:
    # What is left of a page is no Python: its margin would be read as indentation.
    return "\n".join(line.lstrip() for line in source.split("\n"))


def _entries(catalogue: Catalog, domain: str) -> list[Problem]:
    """What is wrong with entries whether or not a source still uses them."""
    problems = []
    for message in catalogue:
        if not message.id:
            continue
        place = f"{domain}.po:{message.lineno}"
        if message.fuzzy:
            problems.append(Problem(place, f"is only a guess (fuzzy): {_shown(message.id)}"))
        wanted = set(NAMED.findall(_shown(message.id)))
        for text in _translated(message):
            used = set(NAMED.findall(text))
            # Vietnamese has one form: it may leave out a name only where the source's forms differ.
            if text and (used - wanted or (isinstance(message.id, str) and used != wanted)):
                problems.append(Problem(place, f"has other names than its source: {_shown(message.id)}"))
    return problems


def _what_is_wrong(message: Message | None) -> str:
    if message is None:
        return "missing"
    return "" if all(_translated(message)) else "not translated"


def _translated(message: Message) -> list[str]:
    """The translation, or its plural forms."""
    found: Any = message.string
    return [text or "" for text in (found if isinstance(found, tuple | list) else [found])]


def _catalogue(root: Path, domain: str) -> Catalog:
    path = _path(root, domain)
    if not path.exists():
        return Catalog(locale="vi", domain=domain, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="vi", domain=domain, charset="utf-8")


def _path(root: Path, domain: str) -> Path:
    return root / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.po"


def _shown(source: Any) -> str:
    # A sentence, or all its forms.
    return source if isinstance(source, str) else " / ".join(source)


def _is_pieced_together(node: ast.Call) -> bool:
    return _called(node) in KEYWORDS and bool(node.args) and isinstance(node.args[0], ast.JoinedStr)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
