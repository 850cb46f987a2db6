"""Load and name the types of community models."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from chungtay.core.vietnamese import sort_key
from chungtay.registry.models import ModelType

DATA = Path(__file__).resolve().parent / "data"


@transaction.atomic
def load_model_types() -> int:
    """Bring the catalogue of types in step with the data file; returns how many it has.

    Loading again renames and adds aliases; it removes nothing and never gives a code to another type.
    """
    _head, *lines = (DATA / "model_types.psv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        code, name, aliases = line.split("|")
        ModelType.objects.update_or_create(
            code=code,
            defaults={
                "name": name,
                "aliases": [alias for alias in aliases.split(";") if alias],
                "sort_key": sort_key(name),
            },
        )
    return len(lines)
