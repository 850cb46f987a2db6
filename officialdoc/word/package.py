"""An empty .docx to write into, and its bytes at the end: no author, no thumbnail, no clock."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip archive can hold
WORD_SETTINGS = "http://schemas.microsoft.com/office/word"
# Settings that the file format wants after w:compat.
LATER_SETTINGS = {qn(name) for name in ("w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping")}
CREATED = datetime(2020, 3, 5)  # the date of the decree: a fixed moment, the real one is nobody's business


def empty_package() -> WordDocument:
    """A new document without content, without example styles and without any person's name."""
    word = docx.Document()
    body = word.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    _drop_thumbnail(word)
    _not_in_compatibility_mode(word)
    return word


def _not_in_compatibility_mode(word: WordDocument) -> None:
    """Say that the file is of today's Word: without it Word opens the file "in compatibility mode"."""
    settings = word.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    compatibility = OxmlElement("w:compat")
    setting = OxmlElement("w:compatSetting")
    for key, value in (("name", "compatibilityMode"), ("uri", WORD_SETTINGS), ("val", "15")):
        setting.set(qn(f"w:{key}"), value)
    compatibility.append(setting)
    place = next((child for child in settings if child.tag in LATER_SETTINGS), None)
    if place is None:
        settings.append(compatibility)
    else:
        place.addprevious(compatibility)


def _drop_thumbnail(word: WordDocument) -> None:
    relations = word.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        relations.pop(key)


def set_properties(word: WordDocument, *, title: str, subject: str) -> None:
    """Set title and subject; empty every property that could name a person or a moment."""
    properties = word.core_properties
    for name in ("author", "last_modified_by", "comments", "keywords", "category", "identifier", "version"):
        setattr(properties, name, "")
    properties.title, properties.subject, properties.language = title[:255], subject[:255], "vi-VN"
    properties.created = properties.modified = CREATED
    properties.revision = 1


def package_bytes(word: WordDocument) -> bytes:
    """The package as bytes that depend on its content alone: members sorted as written, with one fixed date."""
    raw = io.BytesIO()
    word.save(raw)
    fixed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name))
    return fixed.getvalue()
