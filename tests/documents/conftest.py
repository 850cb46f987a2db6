"""The cast of this room: the police and the Front of a province, the people of both, and those around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from chungtay.documents import actions
from chungtay.documents.codes import PaperKind
from chungtay.documents.models import Document
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.territory.codes import Level
from tests.documents.papers import draft
from tests.reporting.stage import ALWAYS, Office, hat, make_office, make_unit

# Monday 14 December 2026, nine o'clock in the morning in Viet Nam.
NOW = datetime(2026, 12, 14, 2, tzinfo=UTC)


@dataclass(frozen=True)
class People:
    """Who works on a joint document, and who merely looks."""

    police: Office
    front: Office
    head: Membership  # of the drafting office, police
    form: Membership  # checks the form, police
    director: Membership  # signs for the police
    clerk: Membership  # keeps the register of the police
    front_coordinator: Membership  # agrees for the Front
    chair: Membership  # signs for the Front
    auditor: Membership  # reads everything
    keeper: Membership  # keeps accounts, sees no document
    commune_police: Office  # below the police
    commune_front: Office  # below the Front
    women: Office  # a member organisation of the Front at the province
    committee: Office  # a State body of the province

    @property
    def drafter(self) -> Membership:
        """The consolidator of the police, who drafts."""
        return self.police.consolidator


@pytest.fixture
def people(db: None) -> People:
    """A province with its police and Front, and one commune."""
    nation = make_unit(Level.NATION, "Việt Nam", "00", None, ALWAYS)
    province = make_unit(Level.PROVINCE, "Xứ Thanh", "38", nation, ALWAYS)
    commune = make_unit(Level.COMMUNE, "Đông Thanh", "16001", province, ALWAYS)
    police = make_office(OrganisationKind.POLICE, province, "Công an tỉnh")
    front = make_office(OrganisationKind.FRONT, province, "Mặt trận tỉnh")
    return People(
        police=police,
        front=front,
        head=hat(police.organisation, Role.DRAFTING_HEAD),
        form=hat(police.organisation, Role.FORM_CHECKER),
        director=hat(police.organisation, Role.SIGNER),
        clerk=hat(police.organisation, Role.REGISTRY_CLERK),
        front_coordinator=hat(front.organisation, Role.COORDINATOR),
        chair=hat(front.organisation, Role.SIGNER),
        auditor=hat(police.organisation, Role.AUDITOR),
        keeper=hat(police.organisation, Role.ACCOUNT_KEEPER),
        commune_police=make_office(OrganisationKind.POLICE, commune, "Công an xã Đông Thanh", police),
        commune_front=make_office(OrganisationKind.FRONT, commune, "Mặt trận xã Đông Thanh", front),
        women=make_office(OrganisationKind.WOMEN, province, "Hội Phụ nữ tỉnh"),
        committee=make_office(OrganisationKind.COMMITTEE, province, "Ban Chỉ đạo tỉnh"),
    )


def drafted(people: People, **changes: object) -> Document:
    """A joint report, drafted by the consolidator of the police."""
    given = {
        "kind": PaperKind.ANNUAL,
        "title": "Kết quả thực hiện Chương trình phối hợp năm 2026",
        "lead": people.police.organisation,
        "partner": people.front.organisation,
        "source": "consolidation:1",
        "symbol": "BC-CAT-MTTQ",
        "by": people.drafter,
        "now": NOW,
        **changes,
    }
    return actions.draft_document(**{"draft": given.pop("draft", None) or draft(), **given})  # type: ignore[arg-type]


def form_checked(people: People, document: Document) -> Document:
    """`document` after both checks."""
    actions.check_content(document, by=people.head, now=NOW)
    return actions.check_form(document, by=people.form, now=NOW)


def signed(people: People, document: Document) -> Document:
    """`document` with all its signatures."""
    form_checked(people, document)
    if document.is_joint:
        actions.agree(document, by=people.front_coordinator, now=NOW)
        actions.sign(document, by=people.chair, now=NOW)
    return actions.sign(document, by=people.director, now=NOW)


def issued(people: People, document: Document, number: int = 12) -> Document:
    """`document`, numbered and sent out."""
    later = NOW + timedelta(hours=3)
    signed(people, document)
    actions.number_document(document, number=number, dated=NOW.date(), by=people.clerk, now=later)
    return actions.issue(document, by=people.clerk, now=later)
