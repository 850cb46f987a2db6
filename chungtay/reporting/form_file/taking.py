"""What was read of a file, between the page that shows it and the press that takes it: signed, in the page itself.

Nothing of a file is stored before a person has looked at it, not even for a minute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from chungtay.reporting.codes import Certainty, Qualifier
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.errors import FormFileTooOld
from chungtay.reporting.form_file.interpreting import FormReadback
from chungtay.reporting.models import ReportTask

_SALT = "reporting.form_file.taking"
_WAITS = timedelta(hours=1)


@dataclass(frozen=True)
class TakenForm:
    """Figures that are to be put into a draft, with the names that some of them count."""

    figures: Mapping[int, CellFigure]
    keys: Mapping[int, tuple[str, ...]]
    certainty: Certainty
    no_joint_work: bool


def sealed(readback: FormReadback, contents: Contents, task: ReportTask) -> str:
    """What of `readback` is new beside `contents`, as a word that only `opened` understands."""
    changes = readback.changes(contents)
    told = {
        "task": task.pk,
        "certainty": readback.certainty,
        "no_joint": readback.no_joint_work,
        "figures": [
            [cell, one.value, one.qualifier, one.high, one.joint, one.led_elsewhere, one.cumulative, one.is_nil]
            for cell, one in changes.items()
        ],
        "keys": [[cell, *names] for cell, names in readback.keys.items() if cell in changes],
    }
    return signing.dumps(told, salt=_SALT, compress=True)


def opened(word: str, task: ReportTask) -> TakenForm:
    """What `sealed` told of `task`. Raises `FormFileTooOld` for a word that is old, changed, or of another report."""
    try:
        told = signing.loads(word, salt=_SALT, max_age=_WAITS)
    except signing.BadSignature:
        raise FormFileTooOld(field="file") from None
    if told["task"] != task.pk:
        raise FormFileTooOld(field="file")
    return TakenForm(
        figures={
            cell: CellFigure(value, Qualifier(qualifier), high, joint, led_elsewhere, cumulative, nil)
            for cell, value, qualifier, high, joint, led_elsewhere, cumulative, nil in told["figures"]
        },
        keys={cell: tuple(names) for cell, *names in told["keys"]},
        certainty=Certainty(told["certainty"]),
        no_joint_work=told["no_joint"],
    )
