"""Files to text, in memory only: .txt, .docx, .pdf and .xlsx, under bounds, each refusal with a code.

Nothing is written to disk. What a file says it is (its name) and what it is (its bytes) must agree.
"""

from __future__ import annotations

from narrative.files.docx import MAIN as DOCX_MAIN
from narrative.files.docx import read_docx
from narrative.files.encoding import decode_text, legacy_encoding
from narrative.files.package import Package
from narrative.files.pdf import read_pdf
from narrative.files.source import (
    MAX_BYTES,
    Corrupt,
    EmptyFile,
    Encrypted,
    LegacyEncoding,
    NotThisKind,
    OldWord,
    Part,
    Picture,
    ScannedPdf,
    ScrambledPdf,
    SourceBuilder,
    SourceText,
    TooLarge,
    Unreadable,
    Unsupported,
    ZipBomb,
)
from narrative.files.xlsx import MAIN as XLSX_MAIN
from narrative.files.xlsx import read_xlsx
from narrative.text import normalise

__all__ = [
    "MAX_BYTES",
    "Corrupt",
    "EmptyFile",
    "Encrypted",
    "LegacyEncoding",
    "NotThisKind",
    "OldWord",
    "Part",
    "Picture",
    "ScannedPdf",
    "ScrambledPdf",
    "SourceText",
    "TooLarge",
    "Unreadable",
    "Unsupported",
    "ZipBomb",
    "read_file",
]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGICS = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (_OLE, "ole"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"BM", "picture"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
)
_PICTURE_NAMES = frozenset({"jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "webp", "heic", "heif"})
_READ_NAMES = frozenset({"txt", "docx", "pdf", "xlsx"})


def read_file(name: str, content: bytes) -> SourceText:
    """All text of a file, given its name and bytes; nothing is written anywhere.

    Raises a subclass of Unreadable, each with a `code` and `params`: too_large, empty_file, not_this_kind,
    corrupt, zip_bomb, old_word, picture, scanned_pdf, scrambled_pdf, legacy_encoding, encrypted, unsupported.
    """
    if len(content) > MAX_BYTES:
        raise TooLarge(what="bytes", limit=MAX_BYTES)
    if not content:
        raise EmptyFile
    named = normalise(name).rpartition(".")[2].lower() if "." in name else ""
    source = SourceBuilder()
    _read_into(source, named, _kind_of(content), content)
    if not source.has_body():
        raise EmptyFile
    encoding = legacy_encoding(source.seen())
    if encoding:
        raise LegacyEncoding(encoding=encoding)
    source.add(name.replace("\\", "/").rpartition("/")[2], "file name", hidden=True)
    return source.build()


def _kind_of(content: bytes) -> str:
    for magic, kind in _MAGICS:
        if content.startswith(magic):
            return kind
    if content[4:8] == b"ftyp" or content[:4] == b"RIFF":
        return "picture"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return "text"


def _read_into(source: SourceBuilder, named: str, kind: str, content: bytes) -> None:
    if kind == "picture" or named in _PICTURE_NAMES:
        raise Picture
    if kind == "ole":
        _refuse_ole(named, content)
    if named not in _READ_NAMES:
        raise Unsupported(found=f".{named}" if named else "a file without an ending")
    if kind == "zip":
        _read_package(source, named, Package(content))
    elif kind == "pdf" and named == "pdf":
        read_pdf(content, source)
    elif kind == "text" and named == "txt":
        for number, line in enumerate(decode_text(content).splitlines(), 1):
            source.add_line(line, f"line {number}")
    else:
        raise NotThisKind(expected=f".{named}", found=kind)


def _read_package(source: SourceBuilder, named: str, package: Package) -> None:
    is_docx, is_xlsx = DOCX_MAIN in package.names, XLSX_MAIN in package.names
    if named == "docx" and is_docx:
        read_docx(package, source)
    elif named == "xlsx" and is_xlsx:
        read_xlsx(package, source)
    else:
        found = ".docx" if is_docx else ".xlsx" if is_xlsx else "a package"
        raise NotThisKind(expected=f".{named}", found=found)


def _refuse_ole(named: str, content: bytes) -> None:
    """The old binary container: an encrypted package, a .doc, or something else."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Encrypted
    if "WordDocument".encode("utf-16-le") in content and named in {"doc", "docx", "dot"}:
        raise OldWord
    if named in {"doc", "dot"}:
        raise OldWord
    raise Unsupported(found="an old binary Office file")
