"""Cách nộp báo cáo: one sheet of A4 with the steps, the address and the office to call; on the screen and as a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import typst
from django.utils.translation import gettext as _

from chungtay.organisations.models import Membership
from chungtay.organisations.queries import reporting_lines_of
from chungtay.web.help.cards import REPORT_STEPS
from officialdoc.measure import FONT_FOLDER

_SETTINGS = """
#set page(paper: "a4", margin: 18mm)
#set text(font: "Tinos", size: 13pt, lang: "vi")
#set par(leading: 0.7em)
#let step(number, words) = grid(columns: (14mm, 1fr), gutter: 3mm,
  box(width: 11mm, height: 11mm, radius: 5.5mm, stroke: 0.8pt)[#align(center + horizon, text(weight: "bold", number))],
  align(horizon, text(words)))
"""


@dataclass(frozen=True)
class ReportingSheet:
    """The sheet of one office: where to go, what to do, whom to call. Telephone numbers are filled in by hand."""

    address: str
    office: str
    receiver: str

    @property
    def title(self) -> str:
        """The title."""
        return _("How to send a report")

    @property
    def steps(self) -> Sequence[str]:
        """What to do, in order."""
        return [
            _(
                "On a telephone or a computer, open %(address)s. "
                "Inside Zalo press the three dots and choose “Open in browser”."
            )
            % {"address": self.address},
            _("Sign in with your user name. The first time, choose “%(code)s” and type the code of your slip.")
            % {"code": _("I have a printed code")},
            *(step.words for step in REPORT_STEPS),
        ]

    @property
    def warning(self) -> str:
        """What must not be brought in."""
        return _(
            "Documents marked MẬT, TỐI MẬT or TUYỆT MẬT do not belong here. Names, telephone and identity numbers are "
            "left out or refused."
        )

    @property
    def call(self) -> str:
        """Whom to call."""
        return _("If something does not work, call: %(receiver)s") % {"receiver": self.receiver}

    def pdf(self) -> bytes:
        """The sheet as a PDF of one page, fonts embedded."""
        steps = "\n".join(
            f"#v(3mm)\n#step({_quoted(str(number))}, {_quoted(words)})"
            for number, words in enumerate(self.steps, start=1)
        )
        source = (
            f"{_SETTINGS}\n#text(size: 11pt, {_quoted(self.office)})\n#v(2mm)\n"
            f'#align(center, text(size: 20pt, weight: "bold", {_quoted(self.title)}))\n'
            f'#align(center, text(size: 15pt, weight: "bold", {_quoted(self.address)}))\n#v(2mm)\n{steps}\n#v(5mm)\n'
            f"#rect(width: 100%, inset: 3mm, stroke: 0.8pt, text({_quoted(self.warning)}))\n#v(3mm)\n"
            f'#text(weight: "bold", {_quoted(self.call)})\n#v(2mm)\n'
            f"#text({_quoted(_('Telephone:'))}) #box(width: 1fr, repeat[.])\n"
        )
        return typst.compile(source.encode(), font_paths=_fonts(), format="pdf")


def sheet_for(hat: Membership, address: str) -> ReportingSheet:
    """The sheet of the hat's own office; it calls the office to which that one reports, else asks its own leaders."""
    lines = [line for line in reporting_lines_of(hat.organisation) if line.validity.upper is None]
    receiver = lines[0].to_organisation.name if lines else hat.organisation.name
    return ReportingSheet(address, hat.organisation.name, receiver)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])


def _quoted(text: str) -> str:
    """`text` as a string of Typst: never as markup."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
