"""Which line of a file is which component of an official document, found by words and place, never by style names.

Finding is forgiving (marks, case and a few letters may be wrong) so that the rules, which are not, have something to
speak about. A component that is not found is None or empty; only the rules that ask for it then say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from officialdoc import wording
from officialdoc.check.folding import folded, is_near, is_upper
from officialdoc.check.seen import Block, Line, Seen, TableSeen
from officialdoc.signing import PREFIXES

NUMBER = re.compile(r"^\s*s[oố]\s*[:.]?\s*[\d.…_\s]*\s*/", re.IGNORECASE)
DATE = re.compile(r"^(?!can cu)(?:\w+ ){1,5}ngay\b.{0,24}\bthang\b.{0,12}\bnam\b(?: \d{1,4})?$")  # of folded text
ANNEX = re.compile(r"^phu luc( [ivxlc]+| \d+)?$")
LONGEST_DATE = 70  # letters; folding a long paragraph for nothing takes time
PART = re.compile(r"^(phần|chương)\s+(thứ\s+[^\s.:]+|[ivxlc]+|\d+|[a-h])\s*[.:]?$", re.IGNORECASE)
SECTION = re.compile(
    r"^([IVX]+)\.\s+\S"
)  # Roman numbers below forty: a "C." is the third of A., B., C., not the hundredth
ITEM = re.compile(r"^(\d{1,2})\.\s+\S")
POINT = re.compile(r"^([a-zđ])\)\s+\S")
SENTENCE_END = tuple(".;:,…!?")
TITLES = (
    "bi thu",
    "bo truong",
    "chanh thanh tra",
    "chanh van phong",
    "chi huy truong",
    "chu nhiem",
    "chu tich",
    "chu tri",
    "cuc truong",
    "doi truong",
    "giam doc",
    "hieu truong",
    "thu ky",
    "thu truong",
    "to truong",
    "tong giam doc",
    "truong ban",
    "truong cong an",
    "truong phong",
    "truong thon",
    "tu lenh",
    "uy vien",
    "vien truong",
    "vu truong",
)
# A công văn has no title; the word is known here so that the rule which says so can speak.
TYPE_NAMES = {folded(name) for name in (*wording.TYPE_NAMES.values(), *wording.CUSTOMARY_TYPES.values(), "CÔNG VĂN")}


@dataclass(frozen=True, slots=True)
class SignatureSeen:
    """Lines of authority and title of one signer, and the name where there is one."""

    lines: tuple[Line, ...]
    name: Line | None


@dataclass(frozen=True, slots=True)
class AnnexSeen:
    """An annex: its label, title, "(Kèm theo ...)" and what follows them."""

    label: Line
    title: tuple[Line, ...]
    enclosed: Line | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered line of the body. `kind` is "part", "section", "item" or "point"; `number` as written."""

    kind: str
    number: str
    line: Line


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The components of a document. `seen` is the whole file."""

    seen: Seen
    nation: Line | None = None
    motto: Line | None = None
    motto_rules: tuple[Line, ...] = ()
    agencies: tuple[Line, ...] = ()
    agency_rules: tuple[Line, ...] = ()
    number: Line | None = None
    date: Line | None = None
    about: tuple[Line, ...] = ()
    type_name: Line | None = None
    subject: tuple[Line, ...] = ()
    subject_rules: tuple[Line, ...] = ()
    addressees: tuple[Line, ...] = ()
    bases: tuple[Line, ...] = ()
    body: tuple[Block, ...] = ()
    recipients_word: Line | None = None
    recipients: tuple[Line, ...] = ()
    signatures: tuple[SignatureSeen, ...] = ()
    annexes: tuple[AnnexSeen, ...] = ()
    headings: tuple[Heading, ...] = field(default=())

    @property
    def is_letter(self) -> bool:
        """A công văn: its subject stands under the number as "V/v ..."."""
        return bool(self.about)

    @property
    def body_lines(self) -> tuple[Line, ...]:
        """Lines of the body outside tables that show something."""
        return tuple(block for block in self.body if isinstance(block, Line) and not block.is_blank)

    @property
    def data_tables(self) -> tuple[TableSeen, ...]:
        """Tables that hold data, of body and annexes."""
        blocks = (*self.body, *(block for annex in self.annexes for block in annex.blocks))
        return tuple(block for block in blocks if isinstance(block, TableSeen) and block.bordered)


def dissect(seen: Seen) -> Anatomy:
    """Find the components of what was read."""
    main, annexes = _split_annexes(seen.blocks)
    head_end = _head_end(main)
    head = _flat(main[:head_end])
    rest = main[head_end:]
    type_name, subject, subject_rules, rest = _title(rest)
    foot_start = _foot_start(rest)
    body_blocks, foot = rest[:foot_start], rest[foot_start:]
    word, recipients = _recipients(foot)
    addressees, body = _addressees(body_blocks)
    bases = _bases(body)
    nation = next((line for line in head if is_near(line.text, wording.NATION)), None)
    motto = next((line for line in head if is_near(line.text, wording.MOTTO)), None)
    number = next((line for line in head if NUMBER.match(line.text)), None)
    agencies = _agencies(head, nation, number)
    return Anatomy(
        seen=seen,
        nation=nation,
        motto=motto,
        motto_rules=_rules_after(head, motto),
        agencies=agencies,
        agency_rules=_rules_among(head, agencies),
        number=number,
        date=next((line for line in head if _is_date(line) and line is not number), None),
        about=_about(head, number),
        type_name=type_name,
        subject=subject,
        subject_rules=subject_rules,
        addressees=addressees,
        bases=bases,
        body=body,
        recipients_word=word,
        recipients=recipients,
        signatures=_signatures(foot, {id(line) for line in (word, *recipients)}),
        annexes=annexes,
        headings=_headings(body),
    )


def _flat(blocks: Sequence[Block]) -> tuple[Line, ...]:
    return tuple(line for block in blocks for line in (block.lines if isinstance(block, TableSeen) else (block,)))


def _split_annexes(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[AnnexSeen, ...]]:
    starts = [n for n, block in enumerate(blocks) if isinstance(block, Line) and _is_annex_label(block)]
    if not starts:
        return blocks, ()
    ends = [*starts[1:], len(blocks)]
    return blocks[: starts[0]], tuple(_annex(blocks[a:b]) for a, b in zip(starts, ends, strict=True))


def _is_annex_label(line: Line) -> bool:
    return bool(ANNEX.match(folded(line.text))) and not line.text.endswith(wording.END_MARK)


def _annex(blocks: tuple[Block, ...]) -> AnnexSeen:
    label = blocks[0]
    if not isinstance(label, Line):
        raise TypeError("an annex begins with its label")
    title: list[Line] = []
    enclosed: Line | None = None
    rest = list(blocks[1:])
    while rest and isinstance(rest[0], Line) and enclosed is None:
        line = rest[0]
        if folded(line.text).startswith("kem theo"):
            enclosed = line
        elif line.is_blank or (len(title) < 3 and (not title or line.align == "center")):
            title += [] if line.is_blank else [line]
        else:
            break
        rest.pop(0)
    return AnnexSeen(label, tuple(title), enclosed, tuple(rest))


def _head_end(blocks: Sequence[Block]) -> int:
    """The head ends with the block that holds the last of: nation, motto, number, date, among the first blocks."""
    end = 0
    for n, block in enumerate(blocks[:25]):
        for line in _flat((block,)):
            fixed = is_near(line.text, wording.NATION) or is_near(line.text, wording.MOTTO)
            if fixed or (NUMBER.match(line.text) and len(line.text) < 60) or _is_date(line):
                end = n + 1
    return end


def _is_date(line: Line) -> bool:
    return len(line.text) <= LONGEST_DATE and bool(DATE.match(folded(line.text)))


def _title(rest: tuple[Block, ...]) -> tuple[Line | None, tuple[Line, ...], tuple[Line, ...], tuple[Block, ...]]:
    """Type name, subject, the rules under it, and what follows."""
    at = next((n for n, block in enumerate(rest) if not (isinstance(block, Line) and block.is_blank)), len(rest))
    first = rest[at] if at < len(rest) else None
    if not isinstance(first, Line) or folded(first.text) not in TYPE_NAMES:
        return None, (), (), rest
    subject: list[Line] = []
    rules: list[Line] = [first] if first.drawn else []
    n = at + 1
    while n < len(rest):
        line = rest[n]
        if not isinstance(line, Line):
            break
        if line.rule_lengths:
            rules.append(line)
        if line.is_blank:
            n += 1
            if subject:
                break
            continue
        if not _may_be_subject(line) or (subject and (rules or line.align != "center")):
            break
        subject.append(line)
        n += 1
    return first, tuple(subject), tuple(rules), rest[n:]


def _may_be_subject(line: Line) -> bool:
    """A line under the type name that is neither "Kính gửi" nor a heading, and is centred or bold."""
    if folded(line.text).startswith("kinh gui") or any(pattern.match(line.text) for pattern in (PART, SECTION, ITEM)):
        return False
    return line.align == "center" or all(piece.letters.bold for piece in line.words)


def _addressees(blocks: tuple[Block, ...]) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """Lines of "Kính gửi" at the start of the body, and the body without them."""
    found: list[Line] = []
    for n, block in enumerate(blocks):
        for line in _flat((block,)):
            text = line.text
            if folded(text).startswith("kinh gui") or (found and text.startswith(("-", "–"))):
                found.append(line)
            elif not line.is_blank:
                return tuple(found), blocks[n:] if found else blocks
    return tuple(found), ()


def _bases(body: Sequence[Block]) -> tuple[Line, ...]:
    """Legal bases at the start of the body: lines "Căn cứ ...", "Theo đề nghị ..." that do not run on as a sentence."""
    found: list[Line] = []
    for block in body:
        if not isinstance(block, Line):
            break
        if block.is_blank:
            continue
        words = folded(block.text)
        starts = words.startswith(("can cu ", "theo de nghi ", "xet de nghi "))
        reads_as_basis = bool(found) or block.text.endswith(";") or _mostly_italic(block)
        if not (starts and reads_as_basis):
            break
        found.append(block)
    return tuple(found)


def _mostly_italic(line: Line) -> bool:
    return bool(line.words) and all(piece.letters.italic for piece in line.words)


def _agencies(head: tuple[Line, ...], nation: Line | None, number: Line | None) -> tuple[Line, ...]:
    """Lines of the left block above the number."""
    if nation is None or nation.address is None:
        return ()
    own = nation.address
    found = []
    for line in head:
        address = line.address
        if line is number or (address and own.table == address.table and address.row > own.row):
            break
        if address and address.table == own.table and address.column != own.column and not line.is_blank:
            found.append(line)
    return tuple(found)


def _rules_among(head: tuple[Line, ...], agencies: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines in the agencies' cell that carry a rule."""
    places = {line.address for line in agencies}
    return tuple(line for line in head if line.address in places and line.rule_lengths)


def _rules_after(head: tuple[Line, ...], motto: Line | None) -> tuple[Line, ...]:
    """The motto's own line and those after it in the same cell that carry a rule."""
    if motto is None:
        return ()
    after = head[head.index(motto) :]
    return tuple(line for line in after if line.address == motto.address and line.rule_lengths)


def _about(head: tuple[Line, ...], number: Line | None) -> tuple[Line, ...]:
    """The subject of a công văn under its number, and the lines it runs on to."""
    if number is None:
        return ()
    after = head[head.index(number) + 1 :]
    found: list[Line] = []
    for line in after:
        if line.address != number.address and not found:
            starts = line.address is not None and number.address is not None
            if starts and line.address and number.address and line.address.column != number.address.column:
                continue
        if folded(line.text).startswith(("v v ", "vv ", "ve viec ")) or (found and line.address == found[0].address):
            found += [] if line.is_blank else [line]
    return tuple(found)


def _foot_start(blocks: Sequence[Block]) -> int:
    """Where the foot begins: the recipients, and the blocks of titles just before them."""
    at = next((n for n in reversed(range(len(blocks))) if _holds_recipients(blocks[n])), None)
    start = len(blocks) if at is None else at
    while start > 0 and (_is_blank(blocks[start - 1]) or _is_signing(blocks[start - 1])):
        start -= 1
    while start < len(blocks) and _is_blank(blocks[start]):
        start += 1
    return start


def _holds_recipients(block: Block) -> bool:
    return any(folded(line.text) == "noi nhan" for line in _flat((block,)))


def _is_blank(block: Block) -> bool:
    return isinstance(block, Line) and block.is_blank


def _is_signing(block: Block) -> bool:
    """A table without borders with a title in it, or a centred line that is a title."""
    if isinstance(block, TableSeen):
        return not block.bordered and any(is_title(line.text) for line in block.lines)
    looks_signed = is_upper(block.text) or (block.align == "center" and all(p.letters.bold for p in block.words))
    return len(block.text) < 60 and looks_signed and is_title(block.text)


def is_title(text: str) -> bool:
    """Whether a line reads as authority or title of a signer ("TM. ...", "KT. GIÁM ĐỐC", "PHÓ CHỦ TỊCH")."""
    words = folded(text)
    if has_authority(text):
        return True
    bare = words.removeprefix("pho ")
    return any(bare == title or bare.startswith(title + " ") for title in TITLES) and len(words) < 60


def has_authority(text: str) -> bool:
    """Whether a line begins with "TM.", "KT.", "TL.", "TUQ." or "Q."."""
    return any(folded(text).startswith(folded(prefix) + " ") for prefix in PREFIXES)


def _recipients(foot: Sequence[Block]) -> tuple[Line | None, tuple[Line, ...]]:
    lines = _flat(foot)
    word = next((line for line in lines if folded(line.text) == "noi nhan"), None)
    if word is None:
        return None, ()
    after = lines[lines.index(word) + 1 :]
    found = []
    for line in after:
        if line.address != word.address:
            break
        if not line.is_blank:
            found.append(line)
    return word, tuple(found)


def _signatures(foot: Sequence[Block], taken: set[int]) -> tuple[SignatureSeen, ...]:
    """A signature for each cell of the foot that has titles; outside tables, one for all lines together."""
    groups: dict[object, list[Line]] = {}
    for line in _flat(foot):
        if id(line) not in taken and not line.is_blank:
            groups.setdefault(line.address and (line.address.table, line.address.column), []).append(line)
    return tuple(_signature(lines) for lines in groups.values() if any(is_title(line.text) for line in lines))


def _signature(lines: list[Line]) -> SignatureSeen:
    titles = [n for n, line in enumerate(lines) if is_title(line.text) or _stands_as_title(lines, n)]
    last_title = max(titles)
    names = lines[last_title + 1 :]
    return SignatureSeen(tuple(lines[: last_title + 1]), names[-1] if names else None)


def _stands_as_title(lines: list[Line], place: int) -> bool:
    """A title we have no word for: the first line, or the one under "TM.", "KT." and the like, in capitals."""
    above = lines[place - 1].text if place else ""
    return is_upper(lines[place].text) and (place == 0 or has_authority(above))


def _headings(body: Sequence[Block]) -> tuple[Heading, ...]:
    found = []
    for block in body:
        if isinstance(block, Line) and not block.is_blank:
            for kind, pattern in (("part", PART), ("section", SECTION), ("item", ITEM), ("point", POINT)):
                match = pattern.match(block.text)
                if match and (kind != "part" or len(block.text) < 40):
                    found.append(Heading(kind, match[2] if kind == "part" else match[1], block))
                    break
    return tuple(found)
