"""Office packages (zip of XML parts), opened in memory under bounds: no bomb unpacks, no entity expands."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from narrative.files.source import Corrupt, Encrypted, ZipBomb

MAX_MEMBERS = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 1024 * 1024
_MAX_DEPTH = 250
_CHUNK = 1 << 16
# What a broken archive or member raises. A RuntimeError says that a member is encrypted, or that the archive or its
# compression is of a later kind than is known here.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError)


class Package:
    """A zip package. Sizes are counted while unpacking: what the directory claims is not believed."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except DAMAGE as error:
            raise Corrupt from error
        self._packed = len(content)
        self._unpacked = 0
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS:
            raise ZipBomb(what="members")
        claimed = sum(info.file_size for info in infos)
        if claimed > MAX_UNPACKED or claimed > max(_SMALL, self._packed * MAX_RATIO):
            raise ZipBomb(what="bytes")
        if any(info.flag_bits & 1 for info in infos):
            raise Encrypted
        self.names = [info.filename for info in infos]

    def read(self, name: str) -> bytes:
        """One member's bytes. Raises ZipBomb past the bounds, Corrupt for a damaged member."""
        chunks = []
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(_CHUNK):
                    self._unpacked += len(chunk)
                    if self._unpacked > min(MAX_UNPACKED, max(_SMALL, self._packed * MAX_RATIO)) * 2:
                        raise ZipBomb(what="bytes")
                    chunks.append(chunk)
        except (KeyError, *DAMAGE) as error:
            raise Corrupt from error
        return b"".join(chunks)

    def xml(self, name: str) -> Element:
        """One member as XML. Raises Corrupt where it is none or declares a document type."""
        return parse_xml(self.read(name))


def parse_xml(content: bytes) -> Element:
    """Parse XML that may come from anyone: a document type (so any entity) or absurd depth is refused as Corrupt."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise Corrupt(what="depth")
        builder.start(tag.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag.rpartition("}")[2])

    def refuse(*_: object) -> None:
        raise Corrupt(what="document type")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Corrupt from error
    return builder.close()


def all_text(root: Element, *, but: frozenset[str] = frozenset()) -> str:
    """All text of an element, a blank between elements, less that of elements named in `but`."""
    return " ".join(piece for piece in _texts(root, but) if piece)


def _texts(root: Element, but: frozenset[str]) -> Iterator[str]:
    for element in root.iter():
        if element.tag not in but and element.text:
            yield element.text.strip()
        if element.tail:
            yield element.tail.strip()
