"""Whether every installed package's licence allows a product under Apache-2.0 to be run and passed on with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions

from ops.check import Problem, Tree

PERMISSIVE = (
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "BSD",
    "Apache",
    "PSF",
    "CNRI-Python",
    "ISC",
    "0BSD",
    "HPND",
    "Unlicense",
    "Zlib",
    "CC0-1.0",
)
"""Words of licences that ask for no more than a notice."""
BY_NAME = {
    # used as installed, never copied into the tree or changed: what the LGPL asks of a user of a library
    "psycopg": "LGPL",
    "psycopg-binary": "LGPL",
    "psycopg-pool": "LGPL",
    # for tests only, never passed on
    "hypothesis": "MPL",
    "pathspec": "MPL",
    "text-unidecode": "Artistic",
}
PARTS_OF_EVERY_ENVIRONMENT = {"pip", "setuptools", "wheel"}


def licences_allow(_tree: Tree) -> list[Problem]:
    """Every distribution of this environment is permissive, or is named here with the reason."""
    return refused(distributions())


def refused(installed: Iterable[Distribution]) -> list[Problem]:
    """The distributions whose licence is unknown or not allowed."""
    problems = []
    for distribution in installed:
        name = distribution.name.lower().replace("_", "-")
        if name in PARTS_OF_EVERY_ENVIRONMENT:
            continue
        licence = licence_of(distribution)
        if not (_is_permissive(licence) or (name in BY_NAME and BY_NAME[name] in licence)):
            problems.append(Problem(name, f"its licence is not among those allowed: {licence or 'unknown'}"))
    return problems


def licence_of(distribution: Distribution) -> str:
    """The licence in the words of its metadata: expression, field, classifiers, else the head of its file."""
    metadata = distribution.metadata
    classifiers = [
        line.rpartition("::")[2].strip()
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    field = _first(metadata.get_all("License")).strip().partition("\n")[0]
    return (
        _first(metadata.get_all("License-Expression")) or field or "; ".join(classifiers) or _head_of_file(distribution)
    )


def _first(values: list[str] | None) -> str:
    return values[0] if values else ""


def _is_permissive(licence: str) -> bool:
    """Every part that must be kept is permissive; of parts to choose from, one is enough."""
    if re.search(r"\b(?:A?GPL|GNU|LGPL|MPL|Mozilla|Artistic|SSPL|EUPL|CC-BY-NC)\b", licence):
        return False
    words = "|".join(re.escape(word) for word in PERMISSIVE)
    return all(
        re.search(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", part) is not None
        for part in re.split(r"\bAND\b|;", licence)
        if part.strip()
    ) and bool(licence)


def _head_of_file(distribution: Distribution) -> str:
    for path in distribution.files or []:
        if re.match(r"LICEN[CS]E|COPYING", path.name, re.I):
            head = path.read_text().strip()[:200]
            found = re.search(r"(MIT|Apache|BSD)[^\n]*", head)
            return found.group() if found else head.partition("\n")[0]
    return ""
