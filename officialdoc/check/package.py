"""Opening a .docx from outside: bounded, no entity is resolved, nothing is fetched."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from functools import cache, cached_property

from lxml import etree

LARGEST = 64 * 2**20  # bytes of all parts that are read, once unpacked; a report of a hundred pages has three millions
MAIN = "word/document.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V = "urn:schemas-microsoft-com:vml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OLE_HEAD = b"\xd0\xcf\x11\xe0"  # old .doc, and .docx under a password

# What a broken archive or part raises. A RuntimeError says that a member is encrypted, or that the archive or its
# compression is of a later kind than is known here.
DAMAGE = (
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    RuntimeError,
)


class Unreadable(ValueError):
    """The file is no .docx that can be opened. `str()` is a Vietnamese sentence for the person who sent it."""


@cache
def w(name: str) -> str:
    """The full name of an element or attribute of the main vocabulary."""
    return f"{{{W}}}{name}"


class Package:
    """Parts of a .docx, parsed when asked for. Raises Unreadable for anything that is no whole .docx."""

    def __init__(self, content: bytes) -> None:
        if content.startswith(OLE_HEAD):
            raise Unreadable(
                "Tệp này ở dạng .doc cũ hoặc có đặt mật khẩu; hãy mở bằng Word, bỏ mật khẩu và lưu lại thành .docx."
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except DAMAGE as error:
            raise Unreadable("Không mở được tệp: đây không phải tệp Word (.docx) hoặc tệp đã hỏng.") from error
        self._parts: dict[str, etree._Element | None] = {}
        self._unpacked = 0
        if MAIN not in self._archive.namelist():
            raise Unreadable("Không mở được tệp: bên trong không có nội dung của một văn bản Word (.docx).")

    def part(self, name: str) -> etree._Element | None:
        """The root of the part `name`, None when the package has no such part. Each part is read once."""
        if name not in self._parts:
            self._parts[name] = self._read(name)
        return self._parts[name]

    def _read(self, name: str) -> etree._Element | None:
        try:
            facts = self._archive.getinfo(name)
        except KeyError:
            return None
        self._unpacked += facts.file_size
        if self._unpacked > LARGEST:
            raise Unreadable("Không mở được tệp: nội dung bên trong lớn bất thường.")
        try:
            return etree.fromstring(self._archive.read(facts), _parser())
        # An unknown way of packing and a locked archive are both told as a RuntimeError.
        except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError, OSError, RuntimeError) as error:
            raise Unreadable("Không mở được tệp: nội dung văn bản bên trong tệp đã hỏng.") from error

    @cached_property
    def main(self) -> etree._Element:
        """The body's part."""
        root = self.part(MAIN)
        if root is None or root.find(w("body")) is None:
            raise Unreadable("Không mở được tệp: bên trong không có nội dung của một văn bản Word (.docx).")
        return root

    @cached_property
    def targets(self) -> dict[str, str]:
        """Relation id -> part name, of the main part."""
        root = self.part("word/_rels/document.xml.rels")
        if root is None:
            return {}
        return {
            relation.get("Id", ""): posixpath.normpath(posixpath.join("word", relation.get("Target", "")))
            for relation in root.iterfind(f"{{{RELATIONS}}}Relationship")
            if relation.get("TargetMode") != "External"
        }


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
