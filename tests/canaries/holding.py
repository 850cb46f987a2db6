"""Activities with canaries: held alone by either side, asked about, held together, noted twice, and withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from PIL import Image

from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.programmes.actions.activities import correct_activity, keep_draft, record_activity, withdraw_activity
from chungtay.programmes.actions.joining import confirm_offer, decline_offer, offer_jointly
from chungtay.programmes.actions.messages import propose_from_message
from chungtay.programmes.actions.photos import add_photos
from chungtay.programmes.activity_codes import ORGANISING, RECORDING, ActivityKind
from chungtay.programmes.activity_facts import Facts, facts_of
from chungtay.programmes.models import Activity, ActivityPhoto, JointOffer, ProposedActivity
from chungtay.programmes.pictures import Picture
from chungtay.territory.codes import Level
from tests.canaries.matter import Sent
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, WOMEN, Cast

if TYPE_CHECKING:
    from tests.canaries.planted import Aviary

# The smallest JPEG there is: what a picture shows cannot be looked for in bytes, its caption can.
PIXEL = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300"
    + "01" * 64
    + "ffc0000b080001000101011100ffc4001400010000000000"
    "000000000000000000000009ffc40014100100000000000000000000000000000000ffda0008010100003f0054bfffd9"
)
MESSAGE = "Thôn 3 tối 12/11 họp 68 người, 50 tờ rơi\nThôn 4 tối 13/11 họp 40 người"


@dataclass(frozen=True)
class Holding:
    """The activities by name, the questions about them, and what was read from a message."""

    activities: dict[str, Activity]
    offers: dict[str, JointOffer]
    proposals: tuple[ProposedActivity, ...]
    photos: tuple[ActivityPhoto, ...]
    cast: Cast


def plant_activities(cast: Cast, aviary: Aviary) -> Holding:
    """Every stage of an activity, in two communes."""
    gardener = _Holder(cast, aviary)
    police, front, women = (cast.hat(DONG_THANH, kind) for kind in (POLICE, FRONT, WOMEN))
    beside, beside_front = cast.hat(HAC_THANH, POLICE, Role.REPORTER), cast.hat(HAC_THANH, FRONT)
    activities = {
        "alone": gardener.hold("alone", police, day=1),
        "of front": gardener.hold("of front", front, day=2),
        "offered": gardener.hold("offered", beside, day=3),
        "joint": gardener.hold("joint", police, front, day=4),
        "of one side": gardener.hold("of one side", front, women, day=5),
        "declined": gardener.hold("declined", police, day=6),
        "withdrawn": gardener.hold("withdrawn", beside_front, day=7),
        "noted": gardener.hold("noted", police, day=8),
        "noted too": gardener.hold("noted too", front, day=8),
    }
    gardener.correct(activities["alone"], police)
    gardener.withdraw(activities["withdrawn"], beside_front)
    asked = gardener.ask(activities["offered"], beside_front)
    gardener.decline(activities["declined"], front)
    asked_again = gardener.ask(activities["alone"], front)
    gardener.photograph("alone", activities["alone"], police)
    gardener.photograph("joint", activities["joint"], police, front)
    keep_draft({"attendance": "40"}, by=police, now=NOW)
    proposals, _cut_out = propose_from_message(MESSAGE, by=police, now=NOW)
    return Holding(
        activities,
        {"asked": asked, "asked again": asked_again},
        tuple(proposals),
        tuple(ActivityPhoto.objects.order_by("id")),
        cast,
    )


@dataclass(frozen=True)
class _Holder:
    cast: Cast
    aviary: Aviary

    def hold(self, name: str, by: Membership, *partners: Membership, day: int) -> Activity:
        """Something that was held on one day, its words and counts canaries; the partners confirm."""
        offices = [each.organisation for each in (by, *partners)]
        facts = Facts(
            held_on=date(2026, 10, day),
            kind=ActivityKind.OUTREACH,
            village=f"Thôn {self.aviary.word('activity', f'village of {name}', *offices)}",
            attendance=900 if name.startswith("noted") else self._count(f"attendance of {name}", *offices),
            leaflets=self._count(f"leaflets of {name}", *offices),
            note=f"Ghi {self.aviary.word('activity', f'note of {name}', *offices)}",
        )
        activity = record_activity(facts, unit_id=by.organisation.unit_id, by=by, now=NOW)
        for offer in offer_jointly(activity, [each.organisation for each in partners], by=by, now=NOW):
            confirm_offer(offer, by=next(each for each in partners if each.organisation == offer.organisation), now=NOW)
        return activity

    def _count(self, place: str, *offices: Any) -> int:
        # An activity has at most a million of anything.
        value = 710_000 + 1_013 * len(self.aviary.canaries)
        self.aviary.note("activity", place, value, *offices)
        return value

    def correct(self, activity: Activity, by: Membership) -> None:
        """A second version, with a reason for the own line."""
        why = self.aviary.word("working", "reason of the corrected activity", by.organisation)
        facts = replace(facts_of(activity), times=2)
        correct_activity(activity, facts, reason=f"Đếm lại {why}", by=by, now=NOW)

    def withdraw(self, activity: Activity, by: Membership) -> None:
        """A record taken back."""
        why = self.aviary.word("activity", "reason of the withdrawn activity", by.organisation)
        withdraw_activity(activity, reason=f"Ghi nhầm {why}", by=by, now=NOW)

    def ask(self, activity: Activity, partner: Membership) -> JointOffer:
        """A question that nobody has answered."""
        by = activity.recorded_by
        (offer,) = offer_jointly(activity, [partner.organisation], by=by, now=NOW)
        return offer

    def decline(self, activity: Activity, partner: Membership) -> None:
        """A question that was answered with no; the reason is between the two bodies."""
        offer = self.ask(activity, partner)
        both = (activity.accountable, partner.organisation)
        why = self.aviary.word("answer", "reason of the declined question", *both)
        decline_offer(offer, reason=f"Họp riêng {why}", by=partner, now=NOW)

    def photograph(self, name: str, activity: Activity, by: Membership, *partners: Membership) -> None:
        """A picture with a caption."""
        offices = [each.organisation for each in (by, *partners)]
        words = self.aviary.word("photo", f"caption of {name}", *offices)
        picture = Picture(PIXEL, 1, 1)
        add_photos(activity, [b""], by=by, now=NOW, caption=words, shrinker=lambda _content: picture)


def pages_of_activities(holding: Holding) -> Iterator[tuple[str, str]]:
    """Every page about activities."""
    for name in ("activities", "record-activity", "by-village", "paste-message", "offers"):
        yield f"programmes:{name}", reverse(f"programmes:{name}")
    yield "programmes:activities", f"{reverse('programmes:activities')}?q=hoangyen&hinh-thuc=outreach&thang=2026-10"
    for activity in holding.activities.values():
        for name in ("activity", "correct-activity"):
            yield f"programmes:{name}", reverse(f"programmes:{name}", args=[activity.pk])
    for offer in JointOffer.objects.order_by("id"):
        yield "programmes:offer", reverse("programmes:offer", args=[offer.pk])
    for photo in holding.photos:
        yield "programmes:photo", reverse("programmes:photo", args=[photo.pk])


FACTS = {
    "held_on": "2026-11-12", "village": "Thôn 3", "kind": "outreach", "topic": "law", "channel": "direct",
    "audience": "people", "attendance": "40", "leaflets": "", "times": "1", "note": "",
}  # fmt: skip
ROWS = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-village": "Thôn 9", "form-0-attendance": "30",
        "form-0-times": "", "form-0-leaflets": ""}  # fmt: skip


def deeds_of_activities(holding: Holding) -> Iterator[tuple[Any, ...]]:
    """Every deed about activities: name, address, what is sent, who may, and files."""

    def records(hat: Membership) -> bool:
        return hat.role in RECORDING and hat.organisation.kind in ORGANISING

    def sits_in(office: int) -> Callable[[Membership], bool]:
        return lambda hat: records(hat) and hat.organisation_id == office

    # The province's officers name a place; a commune's form does not ask for it.
    sent = {**FACTS, "unit": str(holding.cast.units[PROVINCE].pk), "partners": [], "entry_key": ""}
    yield "programmes:record-activity", reverse("programmes:record-activity"), sent, records
    yield "programmes:activity-draft", reverse("programmes:activity-draft"), dict(FACTS), records
    yield "programmes:throw-activity-draft", reverse("programmes:throw-activity-draft"), {}, records
    yield "programmes:by-village", reverse("programmes:by-village"), {**FACTS, **ROWS}, records
    yield "programmes:paste-message", reverse("programmes:paste-message"), {"text": MESSAGE}, records
    for proposal in holding.proposals:
        own = sits_in(proposal.organisation_id)
        yield _deed("take-proposal", proposal.pk, dict(FACTS), own)
        yield _deed("leave-out", proposal.pk, {}, own)
    for name, activity in holding.activities.items():
        yield from _deeds_of_one(holding, name, activity, sits_in(activity.accountable_id))
    for photo in holding.photos:
        yield _deed("remove-photo", photo.pk, {}, sits_in(photo.activity.accountable_id))
    for offer in holding.offers.values():
        asked, asking = sits_in(offer.organisation_id), sits_in(offer.activity.accountable_id)
        yield _deed("confirm-offer", offer.pk, {"own": ""}, asked)
        yield _deed("decline-offer", offer.pk, {"reason": "Hôm đó họp riêng"}, asked)
        yield _deed("take-back-offer", offer.pk, {}, asking)


def _deeds_of_one(
    holding: Holding, name: str, activity: Activity, own: Callable[[Membership], bool]
) -> Iterator[tuple[Any, ...]]:
    women = holding.cast.office(DONG_THANH, OrganisationKind.WOMEN)
    twin = holding.activities["noted too" if name == "noted" else "noted"]
    yield _deed("correct-activity", activity.pk, {**FACTS, "reason": "Đếm lại"}, own)
    yield _deed("withdraw-activity", activity.pk, {"reason": "Ghi nhầm"}, own)
    yield _deed("ask-partners", activity.pk, {"partners": [str(women.pk)]}, own)
    answer = {"other": str(twin.pk), "word": "different", "reason": "Hai buổi"}
    yield _deed("twin", activity.pk, answer, own)
    picture = {"photos": Sent("anh.png", drawn())}
    yield (*_deed("add-photos", activity.pk, {"caption": ""}, own), picture)
    yield _deed("look-at-photos", activity.pk, {}, lambda hat: _may_ask_for_photos(hat, activity))


def _may_ask_for_photos(hat: Membership, activity: Activity) -> bool:
    """Whoever sees them, and the offices above in the lines of those who held it."""
    if hat.role == Role.AUDITOR:
        return True
    confirmed = [each.organisation for each in activity.offers.filter(status="confirmed")]
    bodies = [activity.accountable, *confirmed]
    mine = hat.organisation
    if mine in bodies:
        return True
    above = mine.level < Level.COMMUNE and any(mine.kind == body.kind for body in bodies)
    return above or (bool(confirmed) and mine.unit_id == activity.accountable.unit_id)


def _deed(name: str, key: int, data: dict[str, Any], may: Callable[[Membership], bool]) -> tuple[Any, ...]:
    return f"programmes:{name}", reverse(f"programmes:{name}", args=[key]), data, may


def drawn() -> bytes:
    """A small picture."""
    stream = BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "PNG")
    return stream.getvalue()
