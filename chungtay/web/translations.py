"""The catalogue of Vietnamese words: gathered from code and templates, merged, compiled and checked with Babel.

Needs no gettext programs and no configured Django, so set-up and `./ct check` can call it:
`python -m chungtay.web.translations update | compile | problems`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

TREE = Path(__file__).resolve().parents[2]
DOMAIN = "django"
LANGUAGE = "vi"
# `gettext as _` and the lazy forms; the number says which argument holds the words.
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|\{(\w+)\}")
# Lines that would change at every run without any word having changed.
RESTLESS = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To): .*\n', re.M
)


@dataclass(frozen=True)
class Problem:
    """One entry of the catalogue that a reader would stumble over: `missing`, `fuzzy` or `placeholders`."""

    kind: str
    source: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.source!r}{f' ({self.detail})' if self.detail else ''}"


def extract_messages(tree: Path = TREE) -> Catalog:
    """All words for readers in the rooms of `tree`: Python files and templates. Nothing is imported or run."""
    found = Catalog(charset="utf-8")
    rooms = tree / "chungtay"
    for path in sorted(rooms.rglob("*.py")):
        if "migrations" not in path.parts:
            _gather(found, path.read_bytes())
    for path in sorted((*rooms.rglob("templates/**/*.html"), *rooms.rglob("templates/**/*.txt"))):
        _gather(found, _as_python(path))
    return found


def _gather(found: Catalog, source: bytes) -> None:
    for _line, words, _comments, context in extract("python", BytesIO(source), keywords=KEYWORDS):
        if words and (words if isinstance(words, str) else words[0]):
            found.add(words, context=context)


def _as_python(template: Path) -> bytes:
    """The translatable parts of a template as Python calls, without the indentation that would confuse a tokeniser."""
    code = templatize(template.read_text(encoding="utf-8"), origin=str(template))
    return "\n".join(line.strip() for line in code.splitlines()).encode()


def catalogue_path(tree: Path = TREE, language: str = LANGUAGE) -> Path:
    """Where the catalogue of `language` stands."""
    return tree / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(tree: Path = TREE) -> Catalog:
    """The Vietnamese catalogue; an empty one when there is none yet."""
    path = catalogue_path(tree)
    if not path.exists():
        return Catalog(locale=LANGUAGE, charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE, charset="utf-8")


def update(tree: Path = TREE) -> Catalog:
    """Merge what code and templates say now into the catalogue.

    New entries are empty, gone entries are dropped, and no translation is guessed from a similar one.
    """
    catalogue = read_catalogue(tree)
    catalogue.update(extract_messages(tree), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version = "Chung Tay", "1"
    catalogue.header_comment = (
        "# Vietnamese words of Chung Tay. Source strings are English; merged by chungtay/web/translations.py."
    )
    _write(catalogue, catalogue_path(tree))
    return catalogue


def _write(catalogue: Catalog, path: Path) -> None:
    stream = BytesIO()
    catalogue.fuzzy = False
    write_po(stream, catalogue, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(RESTLESS.sub(b"", stream.getvalue()))


def compile_catalogues(tree: Path = TREE) -> list[Path]:
    """Write the `.mo` beside each catalogue of `tree`; the paths written."""
    written = []
    for source in sorted((tree / "locale").glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parents[1].name, charset="utf-8")
        target = source.with_suffix(".mo")
        with target.open("wb") as stream:
            write_mo(stream, catalogue)
        written.append(target)
    return written


def problems(tree: Path = TREE) -> list[Problem]:
    """What keeps the Vietnamese catalogue from being complete, in the order of the source words."""
    catalogue = read_catalogue(tree)
    found = []
    for message in sorted(extract_messages(tree), key=_source):
        if message.id:
            entry = catalogue.get(message.id, context=message.context)
            found += list(_problems_of(message, entry))
    return found


def _problems_of(message: Message, entry: Message | None) -> Iterator[Problem]:
    source = _source(message)
    translations = [text for text in _texts(entry.string) if text] if entry else []
    if not translations:
        yield Problem("missing", source)
        return
    if entry and entry.fuzzy:
        yield Problem("fuzzy", source)
    known = set().union(*(_placeholders(text) for text in _texts(message.id)))
    for text in translations:
        used = _placeholders(text)
        if used - known:
            yield Problem("placeholders", source, f"unknown: {', '.join(sorted(used - known))}")
        lost = known - used
        if lost and not isinstance(message.id, (tuple, list)):
            yield Problem("placeholders", source, f"lost: {', '.join(sorted(lost))}")


def _source(message: Message) -> str:
    return _texts(message.id)[0]


def _texts(words: object) -> tuple[str, ...]:
    if isinstance(words, (tuple, list)):
        return tuple(words)
    return (str(words or ""),)


def _placeholders(text: str) -> set[str]:
    return {named or braced for named, braced in PLACEHOLDER.findall(text)}


def main(arguments: list[str]) -> int:
    """`update`, `compile` or `problems`; the exit status is 1 when something needs a person."""
    if arguments == ["update"]:
        catalogue = update()
        empty = sum(1 for message in catalogue if message.id and not any(_texts(message.string)))
        print(f"{len(catalogue)} entries, {empty} empty")
        return 0
    if arguments == ["compile"]:
        print("\n".join(str(path.relative_to(TREE)) for path in compile_catalogues()))
        return 0
    if arguments == ["problems"]:
        found = problems()
        print("\n".join(map(str, found)))
        return 1 if found else 0
    print("usage: python -m chungtay.web.translations update | compile | problems", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
