"""The words to paste into a message to units that have not sent yet, ready for the group of one line."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from chungtay.reporting.phrases import day_words, period_words, window_words
from chungtay.reporting.queries.board import Board, BoardCell


def reminder_words(board: Board, given: Collection[int], *, address: str) -> str:
    """What is asked, by when, who is overdue, who has time left or more time, and where to send; "" for nobody.

    `given` are the keys of reports whose deadline was extended.
    """
    if not board.missing:
        return ""
    overdue = [cell for cell in board.missing if cell.status == "overdue"]
    extended = [cell for cell in board.missing if cell.task_id in given and cell not in overdue]
    waiting = [cell for cell in board.missing if cell not in overdue and cell not in extended]
    lines = [
        _("Reports for %(period)s (figures of %(window)s), to be sent by %(due)s.")
        % {
            "period": period_words(board.period),
            "window": window_words(board.period),
            "due": day_words(board.common_due_on),
        },
        _counted(_("Overdue, not sent yet (%(count)s): %(names)s."), overdue),
        _counted(_("Not sent yet (%(count)s): %(names)s."), waiting),
        _counted(_("With more time (%(count)s): %(names)s."), extended, with_day=True),
        _("Please send it at: %(address)s") % {"address": address},
    ]
    return "\n".join(filter(None, lines))


def _counted(words: str, cells: Sequence[BoardCell], *, with_day: bool = False) -> str:
    if not cells:
        return ""
    names = [f"{cell.name} ({day_words(cell.due_on)})" if with_day else cell.name for cell in cells]
    return words % {"count": len(cells), "names": ", ".join(names)}
