"""Questions about types of community models."""

from __future__ import annotations

from django.db.models import QuerySet

from chungtay.registry.models import ModelType


def model_types_in_use() -> QuerySet[ModelType]:
    """Types that were not merged into another, in dictionary order."""
    return ModelType.objects.filter(merged_into__isnull=True).order_by("sort_key", "id")


def names_of_types() -> list[tuple[str, tuple[str, ...]]]:
    """Each type's code in force with all names it goes by, those of types merged into it too."""
    names: dict[str, list[str]] = {}
    for each in ModelType.objects.select_related("merged_into").order_by("code"):
        names.setdefault((each.merged_into or each).code, []).extend([each.name, *each.aliases])
    return [(code, tuple(known)) for code, known in names.items()]
