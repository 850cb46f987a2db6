"""What communes held in the last five weeks, noted near the event: alone, together, and still to be agreed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from chungtay.core.clock import VIETNAM
from chungtay.demo.story import TODAY
from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Membership, Organisation
from chungtay.programmes.actions.activities import NewActivity, record_in_bulk
from chungtay.programmes.actions.joining import confirm_offer, offer_jointly
from chungtay.programmes.actions.messages import propose_from_message
from chungtay.programmes.actions.photos import add_photos
from chungtay.programmes.activity_codes import ActivityKind, Audience, Channel, Topic
from chungtay.programmes.activity_facts import Facts, facts_of
from chungtay.programmes.models import Activity, JointOffer
from chungtay.programmes.pictures import shrink_here
from chungtay.territory.codes import Level
from chungtay.territory.models import UnitVersion

COMMUNES = 24
DAYS = 36
# What is held how often, for how many: of ten, and from how many to how many.
USUAL: tuple[tuple[ActivityKind, Audience, Topic, int, int, int], ...] = (
    (ActivityKind.VILLAGE_MEETING, Audience.PEOPLE, Topic.MOVEMENT, 40, 38, 96),
    (ActivityKind.OUTREACH, Audience.PEOPLE, Topic.FRAUD, 20, 30, 140),
    (ActivityKind.OUTREACH, Audience.MEMBERS, Topic.FIRE, 12, 25, 80),
    (ActivityKind.SCHOOL, Audience.PUPILS, Topic.TRAFFIC, 8, 160, 420),
    (ActivityKind.FORUM, Audience.PEOPLE, Topic.LAW, 4, 60, 130),
    (ActivityKind.TRAINING, Audience.OFFICERS, Topic.MODELS, 4, 30, 60),
    (ActivityKind.PATROL, Audience.OFFICERS, Topic.CRIME_PREVENTION, 12, 4, 9),
)  # fmt: skip
# Of a hundred: offered to the other side, and of those confirmed; noted by the other side too, without a word.
OFFERED, CONFIRMED, TWINS = 34, 70, 6
JOINTLY = (ActivityKind.VILLAGE_MEETING, ActivityKind.OUTREACH, ActivityKind.FORUM, ActivityKind.SCHOOL)
MESSAGE = (
    "Thôn 4 tối 18/11 họp 64 người, phát 60 tờ rơi\n"
    "Thôn 6 tối qua tuyên truyền phòng cháy 52 người dự\n"
    "Bản Hạ hôm nay tuần tra 2 lượt, 8 người"
)


def record_activities(reporters: Mapping[int, Membership], *, first: int, seed: int) -> None:
    """Activities of the commune `first` and of others; some held together, some asked about, some noted twice."""
    chance = Random(f"activities {seed}")
    pairs = _pairs(reporters, first=first)
    entries = [
        entry
        for place, pair in enumerate(pairs)
        for by, count in zip(pair, (14, 9) if place == 0 else (7, 4), strict=True)
        for entry in _of_office(by, count, chance)
    ]
    made = record_in_bulk(entries)
    beside = {by.organisation_id: other for pair in pairs for by, other in (pair, pair[::-1])}
    _ask(made, beside, chance)
    _note_twice(made, beside, chance)
    police = pairs[0][0]
    propose_from_message(MESSAGE, by=police, now=TODAY)
    shown = next(each for each in made if each.accountable_id == police.organisation_id)
    add_photos(shown, [_drawn(shade) for shade in (40, 120)], by=police, now=TODAY, caption="Toàn cảnh hội trường",
               shrinker=shrink_here)  # fmt: skip


def _pairs(reporters: Mapping[int, Membership], *, first: int) -> list[tuple[Membership, Membership]]:
    """The officers of police and Front of the communes in the story, `first` before all others."""
    today = TODAY.date()
    communes = UnitVersion.objects.filter(level=Level.COMMUNE, validity__contains=today)
    order = {unit: place for place, unit in enumerate(communes.order_by("sort_key").values_list("unit", flat=True))}
    kinds = (OrganisationKind.POLICE, OrganisationKind.FRONT)
    offices: dict[int, dict[str, Membership]] = {}
    for office in Organisation.objects.filter(unit__in=order, kind__in=kinds, validity__contains=today):
        if office.pk in reporters:
            offices.setdefault(office.unit_id, {})[office.kind] = reporters[office.pk]
    complete = (unit for unit, found in offices.items() if len(found) == len(kinds))
    both = sorted(complete, key=lambda unit: (unit != first, order[unit]))
    return [(offices[unit][kinds[0]], offices[unit][kinds[1]]) for unit in both[:COMMUNES]]


def _of_office(by: Membership, count: int, chance: Random) -> list[NewActivity]:
    weights = [usual[3] for usual in USUAL]
    entries = []
    for _number in range(count):
        kind, audience, topic, _weight, low, high = chance.choices(USUAL, weights)[0]
        day = TODAY.date() - timedelta(days=chance.randint(0, DAYS))
        attendance = chance.randint(low, high)
        is_school = kind is ActivityKind.SCHOOL
        facts = Facts(
            held_on=day,
            kind=kind,
            village="" if is_school else f"Thôn {chance.randint(1, 12)}",
            channel=Channel.DIRECT,
            topic=topic,
            audience=audience,
            times=chance.randint(1, 3) if kind is ActivityKind.PATROL else 1,
            attendance=attendance,
            leaflets=attendance // 10 * 10 if kind is not ActivityKind.PATROL and chance.random() < 0.6 else 0,
        )
        entries.append(NewActivity(facts, by.organisation.unit_id, by, _evening(day)))
    return entries


def _ask(made: Sequence[Activity], beside: Mapping[int, Membership], chance: Random) -> None:
    """Some were held together: the other side is asked, and mostly has answered."""
    for activity in made:
        if activity.kind not in JOINTLY or chance.randint(1, 100) > OFFERED:
            continue
        partner = beside[activity.accountable_id]
        now = _evening(activity.held_on)
        offers: list[JointOffer] = offer_jointly(activity, [partner.organisation], by=activity.recorded_by, now=now)
        if chance.randint(1, 100) <= CONFIRMED:
            confirm_offer(offers[0], by=partner, now=min(TODAY, now + timedelta(days=1)))


def _note_twice(made: Sequence[Activity], beside: Mapping[int, Membership], chance: Random) -> None:
    """Some events stand in the records of both sides, and nobody has said so yet."""
    asked = set(JointOffer.objects.values_list("activity_id", flat=True))
    alone = [each for each in made if each.pk not in asked and each.kind in JOINTLY]
    entries = []
    for place, activity in enumerate(alone):
        # The first one, of the commune that people look at, is always among them.
        if place and chance.randint(1, 100) > TWINS:
            continue
        other = beside[activity.accountable_id]
        facts = replace(facts_of(activity), attendance=activity.attendance + chance.randint(-4, 4), leaflets=0)
        entries.append(NewActivity(facts, activity.unit_id, other, _evening(activity.held_on)))
    record_in_bulk([replace(entry, at=min(TODAY, entry.at)) for entry in entries])


def _evening(day: date) -> datetime:
    return min(TODAY, datetime.combine(day, time(21, 15), VIETNAM))


def _drawn(shade: int) -> bytes:
    """A drawing in place of a photograph: rows of seats before a stage, nobody in it."""
    picture = Image.new("RGB", (1200, 800), (shade, 90, 70))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((120, 90, 1080, 300), fill=(150, 40, 35), outline=(212, 175, 90), width=8)
    for row in range(5):
        for seat in range(12):
            left, top = 140 + seat * 78, 360 + row * 84
            pen.rectangle((left, top, left + 54, top + 50), fill=(shade + 60, 120, 90))
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=80)
    return stream.getvalue()
