"""A document as plain data and back, and its fingerprint: stored versions outlive the code that made them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from officialdoc import model

Data: TypeAlias = "bool | int | str | list[Data] | dict[str, Data] | None"

FORM = 1  # of the stored data; raise it when a field changes its meaning
KIND = "kind"
KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        model.Annex,
        model.Basis,
        model.Clause,
        model.Column,
        model.Document,
        model.Heading,
        model.Issuer,
        model.Note,
        model.PageBreak,
        model.Paragraph,
        model.Part,
        model.Row,
        model.Run,
        model.Signature,
        model.Source,
        model.Table,
    )
}
ENUMS: dict[str, type[StrEnum]] = {
    "profile": model.Profile,
    "rendering": model.Rendering,
    "align": model.Align,
}
DATES = frozenset({"issued_on", "expected_on"})


def to_data(document: model.Document) -> dict[str, Data]:
    """`document` as JSON-ready data. `from_data` gives an equal document back."""
    return {"form": FORM, "document": _out(document)}


def from_data(stored: dict[str, Any]) -> model.Document:
    """The document stored by `to_data`. Raises ValueError for data of another form, or that is no document."""
    if not isinstance(stored, dict) or stored.get("form") != FORM:
        raise ValueError("stored document of an unknown form")
    document = _in("document", stored.get("document"))
    if not isinstance(document, model.Document):
        raise ValueError("stored data is not a document")
    return document


def fingerprint(document: model.Document) -> str:
    """SHA-256 over the document's canonical JSON, in hexadecimal. Never over .docx bytes: the writer may change."""
    canonical = json.dumps(to_data(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _out(value: Any) -> Data:
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: _out(getattr(value, field.name)) for field in fields(value)}
        return {KIND: type(value).__name__, "fields": held}
    if isinstance(value, tuple):
        return [_out(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    raise ValueError(f"a document holds no {type(value).__name__}")


def _in(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_in(name, item) for item in value)
    if isinstance(value, dict):
        return _object(value)
    if value is None:
        return None
    if name in ENUMS:
        return ENUMS[name](value)
    return date.fromisoformat(value) if name in DATES else value


def _object(stored: dict[str, Any]) -> Any:
    kind = KINDS.get(str(stored.get(KIND)))
    if kind is None:
        raise ValueError(f"stored document holds an unknown part: {stored.get(KIND)}")
    values = {name: _in(name, value) for name, value in stored["fields"].items()}
    if kind is model.Row:
        values["kind"] = model.RowKind(values["kind"])
    return kind(**values)
