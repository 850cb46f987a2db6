"""What comes out of a file: its text, part by part, each part with the place that it stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from narrative.text import normalise

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 2_000_000
_HEAD_CHARACTERS = 4_000
_HEAD_PLACES = ("header", "text box", "file name", "footer")


class Unreadable(Exception):
    """A file that cannot be read. `code` never changes; `params` holds what a sentence about it may name.

    The text of the exception is a plain English sentence for the command line.
    """

    code = "unreadable"
    sentence = "the file cannot be read"

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.sentence.format_map({**_DEFAULTS, **params}))


_DEFAULTS = {"limit": "", "what": "", "found": "", "expected": "", "encoding": ""}


class TooLarge(Unreadable):
    """More bytes, text, cells or pages than are read. params: what, limit."""

    code = "too_large"
    sentence = "the file is too large: more than {limit} {what}"


class EmptyFile(Unreadable):
    """No bytes, or no text at all."""

    code = "empty_file"
    sentence = "the file is empty"


class NotThisKind(Unreadable):
    """The content is not what the name says. params: expected, found."""

    code = "not_this_kind"
    sentence = "the file is named {expected} but its content is {found}"


class Corrupt(Unreadable):
    """The file is damaged, or written against its own format."""

    code = "corrupt"
    sentence = "the file is damaged"


class ZipBomb(Unreadable):
    """A package that unpacks to far more than its size."""

    code = "zip_bomb"
    sentence = "the file unpacks to far more than its size"


class OldWord(Unreadable):
    """A .doc of Word 97-2003: to be saved as .docx."""

    code = "old_word"
    sentence = "the file is in the old .doc format: save it as .docx"


class Picture(Unreadable):
    """A picture, or a document that holds nothing but pictures."""

    code = "picture"
    sentence = "the file is a picture: there is no text to read"


class ScannedPdf(Unreadable):
    """A PDF of page pictures. `seen` is what words it has all the same: notes, properties, a line beside a picture.

    Whoever keeps a scan as a proof has to look at them; `holds_files` says that other files stand inside it.
    """

    code = "scanned_pdf"
    sentence = "the PDF is a scan: there is no text to read"

    def __init__(self, seen: str = "", *, holds_files: bool = False) -> None:
        super().__init__()
        self.seen = seen
        self.holds_files = holds_files


class ScrambledPdf(Unreadable):
    """A PDF whose text comes out in single letters or wrong signs."""

    code = "scrambled_pdf"
    sentence = "the text of the PDF comes out scrambled"


class LegacyEncoding(Unreadable):
    """Text in a font encoding from before Unicode. params: encoding (TCVN3, VNI or unknown)."""

    code = "legacy_encoding"
    sentence = "the text is in an old encoding ({encoding}): convert it to Unicode"


class Encrypted(Unreadable):
    """A file that opens only with a password."""

    code = "encrypted"
    sentence = "the file is protected by a password"


class Unsupported(Unreadable):
    """A kind of file that is not read. params: found."""

    code = "unsupported"
    sentence = "this kind of file is not read: {found}"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text and the place in the file that it comes from.

    `place` is in English and stable: "paragraph 12", "table 2, row 3, column 4", "page 3", "sheet A, B7",
    "header", "footer", "footnote", "text box", "comment", "deleted text", "hidden text", "metadata", "file name".
    """

    start: int
    end: int
    place: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """All text of a file: first what is read for figures (`body_text`), then what is only scanned (`hidden_text`).

    Offsets of the body are the same in `text` and `body_text`. `unread` names what nobody could look into
    (pictures, embedded objects): such a file is no proof that nothing else is in it.
    """

    text: str
    parts: tuple[Part, ...]
    body_end: int
    unread: tuple[str, ...] = ()

    @property
    def body_text(self) -> str:
        """What is read for figures: paragraphs, tables, text boxes, footnotes, inserted changes."""
        return self.text[: self.body_end]

    @property
    def hidden_text(self) -> str:
        """What is only scanned: headers, footers, comments, deleted changes, properties, the file's name."""
        return self.text[self.body_end :]

    @property
    def head_text(self) -> str:
        """Where a secrecy stamp may stand: page headers, text boxes, the name, and the start of the body."""
        places = [part for part in self.parts if part.place.startswith(_HEAD_PLACES)]
        around = "\n".join(self.text[part.start : part.end] for part in places)
        return f"{around}\n{self.body_text[:_HEAD_CHARACTERS]}"

    def place_at(self, offset: int) -> str:
        """The place of the character at `offset` of `text`; empty between parts."""
        at = bisect_right([part.start for part in self.parts], offset) - 1
        if at < 0 or offset >= self.parts[at].end:
            return ""
        return self.parts[at].place


class SourceBuilder:
    """Collects the pieces of a file in order and lays them out as one text.

    Pieces of one line are joined by `add_row`; everything else gets a line of its own.
    """

    def __init__(self) -> None:
        self._body: list[list[tuple[str, str]]] = []
        self._hidden: list[tuple[str, str]] = []
        self._unread: list[str] = []
        self._characters = 0

    def add(self, text: str, place: str, *, hidden: bool = False) -> None:
        """Add a piece of text. Empty pieces are dropped. Raises TooLarge past `MAX_CHARACTERS`."""
        self._count(text)
        if not text.strip():
            return
        if hidden:
            self._hidden.append((normalise(text), place))
        else:
            self._body.append([(normalise(text), place)])

    def add_line(self, text: str, place: str) -> None:
        """Add a line as it is, an empty one too: offsets of a plain text file stay what they are."""
        self._count(text)
        self._body.append([(normalise(text), place)])

    def add_row(self, cells: Iterable[tuple[str, str]]) -> None:
        """Add a table row: (text, place) of each cell, laid out as "cell | cell | cell"."""
        row = [(" ".join(normalise(text).replace("|", "/").split()), place) for text, place in cells]
        self._count("".join(text for text, _ in row))
        if any(text for text, _ in row):
            self._body.append(row)

    def add_unread(self, what: str) -> None:
        """Note something that could not be looked into."""
        if what not in self._unread:
            self._unread.append(what)

    def has_body(self) -> bool:
        """True when something was added that is read for figures."""
        return any(text.strip() for line in self._body for text, _ in line)

    def seen(self) -> str:
        """The body's text so far, for comparisons."""
        return "\n".join(text for line in self._body for text, _ in line)

    def unread(self) -> tuple[str, ...]:
        """What could not be looked into so far."""
        return tuple(self._unread)

    def build(self) -> SourceText:
        """The finished text."""
        chunks: list[str] = []
        parts: list[Part] = []
        at = 0
        for line in self._body:
            for index, (text, place) in enumerate(line):
                if index:
                    chunks.append(" | ")
                    at += 3
                parts.append(Part(at, at + len(text), place))
                chunks.append(text)
                at += len(text)
            chunks.append("\n")
            at += 1
        body_end = at
        for text, place in self._hidden:
            parts.append(Part(at, at + len(text), place))
            chunks.append(text + "\n")
            at += len(text) + 1
        return SourceText(
            "".join(chunks), tuple(part for part in parts if part.end > part.start), body_end, self.unread()
        )

    def _count(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise TooLarge(what="characters", limit=MAX_CHARACTERS)
