from __future__ import annotations

from importlib.metadata import Distribution, distributions
from os import PathLike
from pathlib import Path

import pytest

from ops.check.licences import licence_of, refused


class Packaged(Distribution):
    """A distribution that is nothing but its metadata."""

    def __init__(self, metadata: str) -> None:
        self._metadata = metadata

    def read_text(self, filename: str) -> str | None:
        return self._metadata if filename == "METADATA" else None

    def locate_file(self, path: str | PathLike[str]) -> Path:
        return Path(path)


def packaged(name: str, *lines: str) -> Packaged:
    return Packaged("\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1", *lines]))


def test_every_installed_package_is_allowed() -> None:
    installed = list(distributions())

    assert len(installed) > 40
    assert refused(installed) == []


@pytest.mark.parametrize(
    ("name", "line", "allowed"),
    [
        ("one", "License-Expression: MIT", True),
        ("one", "License-Expression: Apache-2.0 OR BSD-2-Clause", True),
        ("one", "License-Expression: MIT AND PSF-2.0", True),
        ("one", "License-Expression: MIT AND Secret-1.0", False),
        ("one", "License-Expression: AGPL-3.0-only", False),
        ("one", "License-Expression: LGPL-3.0-only", False),
        ("psycopg", "License-Expression: LGPL-3.0-only", True),
        ("psycopg", "License-Expression: GPL-3.0-only", False),
        ("one", "Classifier: License :: OSI Approved :: BSD License", True),
        ("one", "Classifier: License :: OSI Approved :: GNU General Public License (GPL)", False),
        ("one", "License: Submitted to nobody", False),
        ("one", "Summary: says nothing", False),
    ],
)
def test_refused_knows_what_may_be_passed_on(name: str, line: str, allowed: bool) -> None:
    assert [problem.place for problem in refused([packaged(name, line)])] == ([] if allowed else [name])


def test_licence_of_prefers_the_expression() -> None:
    both = packaged("one", "License-Expression: MIT", "Classifier: License :: OSI Approved :: BSD License")

    assert licence_of(both) == "MIT"
