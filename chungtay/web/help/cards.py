"""The cards of help, one a role: what it is for, and the few steps, with the buttons as the pages name them.

Every name of a button is the very sentence that its page translates, so a card says what the screen says in either
language; a test looks each of them up among the pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from chungtay.organisations.codes import Role


@dataclass(frozen=True)
class Step:
    """One step. `names` are the words of the screen that stand in the sentence, by their places in it."""

    sentence: str
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The step in the reader's language."""
        named = {place: gettext(name) for place, name in self.names.items()}
        return gettext(self.sentence) % named if named else gettext(self.sentence)


@dataclass(frozen=True)
class Card:
    """What a role does here. `code` is its place on the page."""

    code: str
    roles: tuple[Role, ...]
    purpose: str
    steps: Sequence[Step]
    page: str

    @property
    def heading(self) -> str:
        """The roles that it is for, as menus name them."""
        return ", ".join(str(role.label) for role in self.roles)

    @property
    def purpose_words(self) -> str:
        """What it is about, in the reader's language."""
        return gettext(self.purpose)


_CHOOSE_REPORT = Step(
    _("Open “%(list)s” and press “%(fill)s” beside the period."), {"list": _("Reports"), "fill": _("Fill in")}
)
_SEND = Step(
    _("Press “%(look)s”. Say in a few words why an unusual figure is right, then send."),
    {"look": _("Look once more and send")},
)
_SEND_OR_LAY = Step(
    _(
        "Press “%(look)s”. Say in a few words why an unusual figure is right, then send; where your head sends, press "
        "“%(lay)s”."
    ),
    {"look": _("Look once more and send"), "lay": _("Lay before the approver")},
)
REPORT_STEPS = (
    _CHOOSE_REPORT,
    Step(
        _("You have a Word file or a message: press “%(text)s”, choose the file or paste the text, then “%(read)s”."),
        {"text": _("From the report you already have"), "read": _("Read the figures")},
    ),
    Step(
        _(
            "Each figure is marked in its sentence. Press “%(all)s”; for those that are left “%(right)s”, "
            "“%(correct)s” or “%(out)s”."
        ),
        {"all": _("Take all sure figures"), "right": _("Right"), "correct": _("Correct"), "out": _("Leave out")},
    ),
    Step(
        _("You have none: press “%(form)s”, or “%(excel)s” and fill it in on any machine."),
        {"form": _("Fill in the form"), "excel": _("The form in Excel")},
    ),
    Step(
        _("Nothing happened in a section: press “%(nil)s”. Stocks that did not change: “%(copy)s”."),
        {"nil": _("Nothing arose"), "copy": _("Copy stocks from the period before")},
    ),
    _SEND_OR_LAY,
)
CARDS: tuple[Card, ...] = (
    Card(
        "bao-cao",
        (Role.REPORTER,),
        _("Send the report of my office in three minutes, from what is already written."),
        (
            *REPORT_STEPS,
            Step(
                _("Near an event, press “%(record)s”: the next report fills itself in from it."),
                {"record": _("Record an activity")},
            ),
        ),
        "reporting:tasks",
    ),
    Card(
        "duyet-gui",
        (Role.APPROVER,),
        _("Look at what my office states, and send it in its name."),
        (
            Step(_("Open “%(today)s”: drafts that wait for you stand first."), {"today": _("Today's work")}),
            Step(
                _("Compare with the period before and the same period last year; to change a figure press “%(form)s”."),
                {"form": _("Fill in the form")},
            ),
            _SEND,
            Step(_("On paper first: open the version and press “%(print)s”."), {"print": _("Print for signature")}),
        ),
        "today",
    ),
    Card(
        "dau-moi",
        (Role.COORDINATOR,),
        _("Keep the programme of both sides together: who has sent, what is joint, what is agreed."),
        (
            Step(
                _("“%(board)s” says who has not sent; press “%(copy)s” and paste it into the group of your line."),
                {"board": _("Follow-up"), "copy": _("Copy the reminder")},
            ),
            Step(
                _("A joint document of the other side: open it and press “%(agree)s”."),
                {"agree": _("Our side agrees")},
            ),
            Step(
                _("When the year stands, open “%(sum)s” and press “%(freeze)s”; it is frozen once both sides have."),
                {"sum": _("Consolidate"), "freeze": _("Freeze for our side")},
            ),
        ),
        "reporting:board",
    ),
    Card(
        "tong-hop",
        (Role.CONSOLIDATOR,),
        _("Take the reports of the units in, and make one report of them."),
        (
            Step(
                _("Open “%(review)s”; press “%(all)s”, then look at those with warnings one by one."),
                {"review": _("Review"), "all": _("Accept all without warnings")},
            ),
            Step(
                _("“%(accept)s”, or “%(back)s” with the reason and the person who shall complete it."),
                {"accept": _("Accept"), "back": _("Return")},
            ),
            Step(
                _("“%(board)s” says who has not sent; press “%(copy)s” and paste it into the group of your line."),
                {"board": _("Follow-up"), "copy": _("Copy the reminder")},
            ),
            Step(
                _("Open “%(sum)s”, press “%(open)s”, answer what looks unusual, then press “%(freeze)s”."),
                {"sum": _("Consolidate"), "open": _("Open the consolidation"), "freeze": _("Freeze for our side")},
            ),
            Step(_("Then press “%(draft)s”: the report is written from the frozen figures."), {"draft": _("Draft")}),
        ),
        "reporting:review",
    ),
    Card(
        "noi-dung",
        (Role.DRAFTING_HEAD,),
        _("Answer for the content of a document before it goes on."),
        (
            Step(_("Open “%(list)s”; what waits for you stands first."), {"list": _("Documents")}),
            Step(_("Read the copy for signature; each figure of the look-up copy opens to where it comes from.")),
            Step(
                _("Press “%(right)s”, or “%(back)s” and say what is missing."),
                {"right": _("The content is right"), "back": _("Return it to the drafting office")},
            ),
        ),
        "documents:documents",
    ),
    Card(
        "the-thuc",
        (Role.FORM_CHECKER,),
        _("Answer for the form of a document before it is signed."),
        (
            Step(_("Open “%(list)s”; what waits for you stands first."), {"list": _("Documents")}),
            Step(
                _("Any other Word file: open “%(check)s”, drop it there and press “%(go)s”. It is not kept."),
                {"check": _("Check the form"), "go": _("Check the layout")},
            ),
            Step(
                _("Press “%(right)s”, or “%(back)s” and say what is missing."),
                {"right": _("The form is right"), "back": _("Return it to the drafting office")},
            ),
        ),
        "documents:check",
    ),
    Card(
        "ky",
        (Role.SIGNER,),
        _("Sign on paper, and say here that it was signed."),
        (
            Step(_("Open “%(list)s”; what waits for you stands first."), {"list": _("Documents")}),
            Step(
                _("Press “%(pdf)s”, sign the paper, then press “%(signed)s”."),
                {"pdf": _("PDF, to print"), "signed": _("Our side has signed")},
            ),
        ),
        "documents:documents",
    ),
    Card(
        "van-thu",
        (Role.REGISTRY_CLERK,),
        _("Give a signed document its number and day, send it out, and bring the signed copy back."),
        (
            Step(
                _("Open the document and press “%(number)s”; both come from your own register."),
                {"number": _("Record number and date")},
            ),
            Step(_("After sending it out, press “%(issued)s”."), {"issued": _("The document was sent out")}),
            Step(
                _("Choose the signed file and press “%(compare)s”: figures that differ are shown."),
                {"compare": _("Keep it and compare its figures")},
            ),
            Step(_("“%(register)s” prints the book of the year."), {"register": _("Register")}),
        ),
        "documents:documents",
    ),
    Card(
        "giup-viec",
        (Role.AIDE,),
        _("Answer in ten seconds where a figure comes from."),
        (
            Step(
                _("Open “%(figures)s” and type the code that is printed beside the figure."), {"figures": _("Figures")}
            ),
            Step(_("Press a unit to see what stands below it, down to the sentence and the office that accepted it.")),
            Step(_("“%(print)s” gives one sheet for the table."), {"print": _("Print one page")}),
        ),
        "reporting:find-figure",
    ),
    Card(
        "tai-khoan",
        (Role.ACCOUNT_KEEPER,),
        _("Let the right people in, and hand work over when somebody moves."),
        (
            Step(
                _("Open “%(list)s”; for many at once press “%(many)s”."),
                {"list": _("Accounts"), "many": _("Open many from Excel")},
            ),
            Step(
                _("Somebody cannot sign in: open the account and press “%(code)s”; the code is used once."),
                {"code": _("Print a new code")},
            ),
            Step(
                _("Somebody moves: press “%(over)s”, so that reports and drafts pass on."),
                {"over": _("Hand the work over")},
            ),
        ),
        "organisations:accounts",
    ),
    Card(
        "quan-tri",
        (Role.ADMINISTRATOR,),
        _("Keep units, offices and accounts in order. This role sees no figures."),
        (
            Step(
                _("Open “%(list)s”; for many at once press “%(many)s”."),
                {"list": _("Accounts"), "many": _("Open many from Excel")},
            ),
            Step(_("A new office: press “%(found)s”."), {"found": _("Found an office")}),
            Step(
                _("A change of the map: open “%(units)s”, then “%(proposals)s”, and press “%(rehearse)s” first."),
                {"units": _("Units"), "proposals": _("Proposed changes"), "rehearse": _("Rehearse")},
            ),
        ),
        "organisations:accounts",
    ),
    Card(
        "bien-tap",
        (Role.EDITOR,),
        _("Show the public the figures of an issued report, and no others."),
        (
            Step(
                _("Open “%(public)s” and press “%(release)s” beside the report."),
                {"public": _("Public page"), "release": _("Release the figures")},
            ),
            Step(_("A wrong release: press “%(off)s”."), {"off": _("Take off the public page")}),
        ),
        "portal:releases",
    ),
    Card(
        "tra-cuu",
        (Role.AUDITOR, Role.CONFERENCE_SECRETARY, Role.DIRECTIVE_OWNER, Role.EVALUATOR),
        _("Look figures up, compare them, and take them away."),
        (
            Step(
                _("Open “%(figures)s” and type the code that is printed beside the figure."), {"figures": _("Figures")}
            ),
            Step(
                _(
                    "Open “%(compare)s”: choose units, periods and indicators; "
                    "the address of the page keeps the question."
                ),
                {"compare": _("Compare")},
            ),
            Step(_("“%(excel)s” stands below every list."), {"excel": _("Download as Excel (.xlsx)")}),
        ),
        "analytics:pivot",
    ),
)


def card_of(role: str) -> Card:
    """The card of a role; every role has one."""
    return next(card for card in CARDS if role in card.roles)
