"""Looking into a document that was brought in, in a bounded child: its stamp, its text, its layout; in memory alone.

`python -m chungtay.documents.reading` is the child; it imports nothing but the two pure libraries.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from chungtay.core.bounded import NotRead, answer_parent, ask_child

MAX_CHARACTERS = 600_000
NEUTRAL_NAME = "van-ban"
SCAN = "scanned_pdf"
EMBEDDED = "embedded object"
# What is never excused: such a number is forbidden wherever it stands.
HARD_KINDS = frozenset({"id_number", "phone", "bank_account"})
_QUOTATION = re.compile(r"“[^”]*”")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Upload:
    """A file as it came in, held in memory."""

    name: str
    content: bytes

    @property
    def ending(self) -> str:
        """The ending of its name in small letters, without the dot."""
        return PurePosixPath(self.name.replace("\\", "/")).suffix.lstrip(".").lower()


@dataclass(frozen=True)
class Passage:
    """A passage of forbidden matter: its kind and the span of the text it takes."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class LayoutFinding:
    """A rule of layout that a file breaks, in the words of the checker (Vietnamese, like the law it cites)."""

    rule: str
    place: str
    found: str
    wanted: str
    mend: str


@dataclass(frozen=True)
class Looked:
    """What was found in a file. `name` is a neutral one when the name itself held forbidden matter.

    `hidden` counts forbidden matter in parts that a reader of the page does not see (comments, properties, the name).
    `holds_files` says that other files stand inside it, which nobody looked into.
    """

    text: str
    name: str
    passages: tuple[Passage, ...] = ()
    hidden: tuple[str, ...] = ()
    holds_files: bool = False


class StampFound(Exception):
    """The document carries a secrecy stamp. Nothing else about it is known to the parent."""


class NotADocument(Exception):
    """The layout checker cannot open the file; `sentence` says why, in Vietnamese."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def look_into(upload: Upload) -> Looked:
    """The text of a .docx or .pdf. Raises `StampFound`, `NotRead` or `NoSeat`.

    For a scan the code is "scanned_pdf"; `params` say what is forbidden in its properties and notes (`hidden`), and
    whether other files stand inside it.
    """
    answer = _answered({"name": upload.name, "profile": ""}, upload.content)
    return Looked(
        text=answer["text"],
        name=answer["name"],
        passages=tuple(Passage(*passage) for passage in answer["passages"]),
        hidden=tuple(answer["hidden"]),
        holds_files=answer["holds_files"],
    )


def check_layout(upload: Upload, profile: str) -> tuple[LayoutFinding, ...]:
    """The rules of layout that a .docx breaks under `profile`.

    Raises `StampFound`, `NotADocument` with a sentence, `NotRead` or `NoSeat`.
    """
    answer = _answered({"name": upload.name, "profile": profile}, upload.content)
    return tuple(LayoutFinding(**finding) for finding in answer["findings"])


def forbidden_kind(looked: Looked, known_text: str) -> str | None:
    """The kind of the first forbidden passage that does not stand in `known_text`, None when there is none.

    `known_text` is what the installation itself wrote into the document: its own words are not held against it, with
    whatever figures. Numbers of persons are forbidden wherever they stand.
    """
    if looked.hidden:
        return looked.hidden[0]
    known = _words(known_text)
    for passage in looked.passages:
        if passage.kind in HARD_KINDS or not all(_words(line) in known for line in _lines_of(looked.text, passage)):
            return passage.kind
    return None


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text))} ".casefold()


def _lines_of(text: str, passage: Passage) -> Iterable[str]:
    start = text.rfind("\n", 0, passage.start) + 1
    end = text.find("\n", passage.end)
    return text[start : end if end >= 0 else len(text)].splitlines()


def _answered(head: dict[str, Any], content: bytes) -> dict[str, Any]:
    answer = ask_child("chungtay.documents.reading", head, content)
    if answer["outcome"] == "secret":
        raise StampFound
    if answer["outcome"] == "unreadable":
        raise NotRead(answer["code"], answer["params"])
    if answer["outcome"] == "not_a_document":
        raise NotADocument(answer["sentence"])
    return answer


def read_in_child(head: dict[str, Any], content: bytes) -> dict[str, Any]:
    """The child's work: the stamp first, then either the layout or the text."""
    from narrative.files import ScannedPdf, Unreadable, read_file
    from narrative.forbidden import find_secrecy_stamp

    name = PurePosixPath(head["name"].replace("\\", "/")).name
    # A name may carry a stamp even where the file cannot be opened.
    if find_secrecy_stamp(PurePosixPath(name).stem.replace("_", " ")):
        return {"outcome": "secret"}
    try:
        source = read_file(name, content)
    except ScannedPdf as scan:
        return _scan(scan)
    except Unreadable as refused:
        # The layout checker has sentences of its own for what it cannot open.
        return _layout(content, head["profile"]) if head["profile"] else _unreadable(refused.code)
    if find_secrecy_stamp(source.head_text):
        return {"outcome": "secret"}
    return _layout(content, head["profile"]) if head["profile"] else _text(name, source)


def _unreadable(code: str) -> dict[str, Any]:
    return {"outcome": "unreadable", "code": code, "params": {}}


def _scan(scan: Any) -> dict[str, Any]:
    """A scan may be kept as a proof: what words it has all the same are looked at as everywhere."""
    from narrative.forbidden import find_secrecy_stamp
    from narrative.forbidden import scan as passages_in

    if find_secrecy_stamp(scan.seen):
        return {"outcome": "secret"}
    hidden = [passage.kind for passage in passages_in(scan.seen)]
    return {**_unreadable(SCAN), "params": {"hidden": hidden, "holds_files": scan.holds_files}}


def _text(name: str, source: Any) -> dict[str, Any]:
    from narrative.forbidden import scan

    text = source.body_text
    if len(text) > MAX_CHARACTERS:
        return _unreadable("too_long")
    return {
        "outcome": "read",
        "text": text,
        "name": NEUTRAL_NAME + PurePosixPath(name).suffix[:6] if scan(name) else name,
        "passages": [[passage.kind, passage.start, passage.end] for passage in scan(text)],
        "hidden": [passage.kind for passage in scan(source.hidden_text)],
        "holds_files": EMBEDDED in source.unread,
    }


def _layout(content: bytes, profile: str) -> dict[str, Any]:
    from officialdoc.check import Unreadable, check

    try:
        findings = check(content, profile=profile)
    except Unreadable as refused:
        return {"outcome": "not_a_document", "sentence": str(refused)}
    kept = [{key: _quoting(value) for key, value in finding.as_data().items() if key != "file"} for finding in findings]
    return {"outcome": "checked", "findings": kept}


def _quoting(words: str) -> str:
    """The words of a finding; a quotation that holds forbidden matter is not repeated."""
    from narrative.forbidden import scan

    return _QUOTATION.sub("“…”", words) if scan(words) else words


if __name__ == "__main__":
    sys.exit(answer_parent(read_in_child))
