"""The words of a report: picked with their sources, rewritten, merged, held against the table, printed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chungtay.core.errors import InputRefused, NotFound
from chungtay.core.scanner import ForbiddenMatter
from chungtay.documents import queries as documents
from chungtay.documents.codes import PaperKind
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions import wording as actions
from chungtay.reporting.actions.consolidation import NotYoursToConsolidate, freeze, reopen_consolidation
from chungtay.reporting.actions.papers import draft_annual, redraft_annual
from chungtay.reporting.models import Consolidation, WrittenSentence, WrittenVersion
from chungtay.reporting.papers.annual import annual_report
from chungtay.reporting.papers.lineage import lineage_of
from chungtay.reporting.papers.matter import annual_matter
from chungtay.reporting.queries.wording import (
    address_of_row,
    figures_for_words,
    flags_of,
    open_flags,
    picked_for,
    quote_of,
    sources_for,
    told_for,
    versions_for,
    words_consolidation,
    written_for,
)
from chungtay.reporting.themes import Theme
from narrative.text import normalise
from officialdoc import Rendering
from tests.cast import DONG_THANH, FRONT, HAC_THANH, POLICE, PROVINCE, WOMEN, Cast
from tests.reporting.frozen_year import LATER
from tests.reporting.told_year import (
    CAUSE,
    FRONT_LIMIT,
    LIMIT,
    RESULT,
    _django_db_helper,
    cast,
    in_force,
    year_2021,
)

__all__ = ["_django_db_helper", "cast", "year_2021"]
pytestmark = pytest.mark.django_db
THEN = LATER + timedelta(hours=1)
WRONG = "Toàn tỉnh đã tổ chức 45.000 buổi tuyên truyền, lan tỏa rộng khắp."


def police(cast: Cast, role: Role = Role.CONSOLIDATOR) -> Membership:
    return cast.hat(PROVINCE, POLICE, role)


def front(cast: Cast) -> Membership:
    return cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR)


def reopened(cast: Cast) -> Consolidation:
    return reopen_consolidation(in_force(), reason="Một xã sửa số liệu", by=police(cast), now=THEN)


def told(hat: Membership, theme: Theme = Theme.LIMITS, **filters: str) -> list[tuple[str, tuple[str, ...]]]:
    page = told_for(hat, in_force(), theme, cursor=None, **filters)
    return [(each.text, each.units) for each in page.rows]


def picked(hat: Membership, theme: Theme = Theme.LIMITS) -> WrittenSentence:
    """The first sentence of the page, taken up."""
    row = told_for(hat, in_force(), theme, cursor=None).rows[0]
    passages = picked_for(hat, in_force(), theme, [address_of_row(row)])
    return actions.pick(in_force(), theme, passages, as_single=False, by=hat, now=THEN)[0]


def texts(hat: Membership) -> list[str]:
    standing = written_for(hat, in_force()).filter(taken_out_at__isnull=True).order_by("theme", "position")
    return list(standing.values_list("text", flat=True))


# What the units said


def test_sentences_are_told_by_theme_those_alike_as_one_and_figures_among_them(cast: Cast) -> None:
    both = ("xã Đông Thanh", "phường Hạc Thành")

    assert told(police(cast)) == [(LIMIT, both)]
    assert told(police(cast), Theme.CAUSES) == [(CAUSE, ("xã Đông Thanh",))]
    assert told(police(cast), Theme.RESULTS) == [(RESULT, ("xã Đông Thanh",))]


def test_sentences_are_found_by_their_words_and_by_the_name_of_the_unit(cast: Cast) -> None:
    assert told(police(cast), unit="hac thanh") == [(LIMIT, ("phường Hạc Thành",))]
    assert told(police(cast), words="ĐƠN ĐIỆU", unit="Đông") == [(LIMIT, ("xã Đông Thanh",))]
    assert told(police(cast), words="chặt chẽ") == []


def test_each_side_reads_the_words_of_its_own_lines_frozen_or_not(cast: Cast) -> None:
    auditor = police(cast, Role.AUDITOR)

    assert told(front(cast)) == [(FRONT_LIMIT, ("xã Đông Thanh",))]
    assert {text for text, _units in told(auditor)} == {LIMIT, FRONT_LIMIT}
    reopened(cast)
    assert told(front(cast)) == [(FRONT_LIMIT, ("xã Đông Thanh",))]


@pytest.mark.parametrize(
    "seat",
    [
        (PROVINCE, POLICE, Role.REGISTRY_CLERK),
        (PROVINCE, POLICE, Role.ADMINISTRATOR),
        (PROVINCE, WOMEN, Role.CONSOLIDATOR),
        (DONG_THANH, POLICE, Role.REPORTER),
    ],
)
def test_whose_eyes_do_not_reach_the_units_finds_no_words(cast: Cast, seat: Any) -> None:
    with pytest.raises(NotFound):
        words_consolidation(cast.hat(*seat), 2021)


def test_a_page_of_reports_leads_to_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chungtay.reporting.queries.wording.REPORTS_A_PAGE", 1)

    first = told_for(police(cast), in_force(), Theme.LIMITS, cursor=None)
    second = told_for(police(cast), in_force(), Theme.LIMITS, cursor=first.next_cursor)

    assert [[each.units for each in page.rows] for page in (first, second)] == [
        [("xã Đông Thanh",)],
        [("phường Hạc Thành",)],
    ]
    assert second.next_cursor is None


# What is written of it


def test_a_picked_sentence_keeps_the_places_of_all_who_said_it(cast: Cast) -> None:
    sentence = picked(police(cast))

    sources = list(sentence.sources.order_by("id"))
    assert (sentence.text, sentence.theme, sentence.side, sentence.number) == (LIMIT, "limits", "police", 1)
    assert [quote_of(each) for each in sources] == [LIMIT, LIMIT]
    assert [normalise(each.text.text)[each.start : each.end] for each in sources] == [LIMIT, LIMIT]
    assert [each.version.submission.task.unit for each in sources] == [cast.units[DONG_THANH], cast.units[HAC_THANH]]


def test_what_is_not_on_the_page_cannot_be_picked(cast: Cast) -> None:
    own = told_for(police(cast), in_force(), Theme.LIMITS, cursor=None).rows[0]
    address = address_of_row(own)

    for wrong in (f"{address}0", "1-2", "x", address.replace("-", "")):
        with pytest.raises(InputRefused):
            picked_for(police(cast), in_force(), Theme.LIMITS, [wrong])
    with pytest.raises(InputRefused):
        picked_for(front(cast), in_force(), Theme.LIMITS, [address])
    with pytest.raises(actions.NothingPicked):
        actions.pick(in_force(), Theme.LIMITS, [], as_single=True, by=police(cast), now=THEN)


def test_several_are_merged_into_one_with_all_their_sources(cast: Cast) -> None:
    passages = [
        passage
        for theme in (Theme.LIMITS, Theme.CAUSES)
        for row in told_for(police(cast), in_force(), theme, cursor=None).rows
        for passage in picked_for(police(cast), in_force(), theme, [address_of_row(row)])
    ]

    made = actions.pick(in_force(), Theme.LIMITS, passages, as_single=True, by=police(cast), now=THEN)

    assert [(each.text, each.sources.count()) for each in made] == [(LIMIT, 3)]


def test_a_sentence_is_rewritten_as_a_new_version_and_takes_others_in(cast: Cast) -> None:
    one, other = picked(police(cast)), picked(front(cast))

    version = actions.rewrite(
        one, text="  Sinh hoạt còn đơn điệu,\nphối hợp chưa chặt. ", theme=Theme.CAUSES, seen=1, merging=[one, other],
        by=front(cast), now=THEN,
    )  # fmt: skip

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.text, one.theme, one.number) == ("Sinh hoạt còn đơn điệu, phối hợp chưa chặt.", "causes", 2)
    assert (version.is_beside, version.number, one.sources.count()) == (False, 2, 3)
    assert (other.merged_into, other.taken_out_at) == (one, THEN)
    assert texts(front(cast)) == [one.text]


def test_two_who_write_at_the_same_time_are_kept_side_by_side_until_one_chooses(cast: Cast) -> None:
    sentence = picked(police(cast))
    actions.rewrite(sentence, text="Lời của công an về hạn chế.", theme=Theme.LIMITS, seen=1, by=police(cast), now=THEN)

    late = actions.rewrite(
        sentence, text="Lời của Mặt trận về hạn chế.", theme=Theme.LIMITS, seen=1, by=front(cast), now=THEN
    )

    sentence.refresh_from_db()
    assert (late.is_beside, sentence.number, sentence.text) == (True, 2, "Lời của công an về hạn chế.")
    actions.choose(sentence, late.number, by=police(cast, Role.COORDINATOR), now=THEN)
    sentence.refresh_from_db()
    assert (sentence.number, sentence.text) == (4, "Lời của Mặt trận về hạn chế.")
    kept = WrittenVersion.objects.filter(sentence=sentence).order_by("number").values_list("text", "is_beside")
    assert list(kept) == [
        (LIMIT, False),
        ("Lời của công an về hạn chế.", False),
        ("Lời của Mặt trận về hạn chế.", False),
        ("Lời của Mặt trận về hạn chế.", False),
    ]


def test_sentences_change_places_and_come_back_at_the_end(cast: Cast) -> None:
    hat = police(cast)
    made = [actions.write(in_force(), Theme.TASKS, f"Nhiệm vụ thứ {n} của năm sau.", by=hat, now=THEN) for n in "abc"]

    actions.move(made[2], is_up=True, by=hat, now=THEN)
    actions.move(made[0], is_up=True, by=hat, now=THEN)
    assert texts(hat) == [made[0].text, made[2].text, made[1].text]
    actions.take_out(made[0], by=hat, now=THEN)
    assert texts(hat) == [made[2].text, made[1].text]
    with pytest.raises(actions.SentenceGone):
        actions.move(made[0], is_up=True, by=hat, now=THEN)
    actions.put_back(made[0], by=hat, now=THEN)
    assert texts(hat) == [made[2].text, made[1].text, made[0].text]


@pytest.mark.parametrize("text", ["Ngắn", "", "a" * 1001])
def test_a_sentence_is_neither_a_word_nor_a_chapter(cast: Cast, text: str) -> None:
    with pytest.raises(actions.SentenceLength):
        actions.write(in_force(), Theme.TASKS, text, by=police(cast), now=THEN)


def test_every_written_sentence_passes_the_scanner(cast: Cast) -> None:
    sentence = picked(police(cast))
    telling = "Liên hệ ông An qua số 0912 345 678 để biết thêm."

    with pytest.raises(ForbiddenMatter):
        actions.write(in_force(), Theme.TASKS, telling, by=police(cast), now=THEN)
    with pytest.raises(ForbiddenMatter):
        actions.rewrite(sentence, text=telling, theme=Theme.LIMITS, seen=9, by=police(cast), now=THEN)
    assert WrittenVersion.objects.count() == 1


def test_only_those_who_consolidate_the_unit_write(cast: Cast) -> None:
    sentence = picked(police(cast))

    for by in (police(cast, Role.AUDITOR), police(cast, Role.SIGNER), cast.hat(DONG_THANH, POLICE)):
        with pytest.raises(NotYoursToConsolidate):
            actions.write(in_force(), Theme.TASKS, "Một câu của người khác.", by=by, now=THEN)
        with pytest.raises(NotYoursToConsolidate):
            actions.take_out(sentence, by=by, now=THEN)


def test_until_both_froze_each_side_sees_what_its_side_wrote(cast: Cast) -> None:
    reopened(cast)
    own = actions.write(in_force(), Theme.TASKS, "Câu của công an trước khi chốt.", by=police(cast), now=THEN)

    assert (texts(police(cast)), texts(front(cast))) == ([own.text], [])
    assert texts(police(cast, Role.AUDITOR)) == [own.text]
    for hat in (police(cast), front(cast)):
        freeze(in_force(), by=hat, now=THEN)
    assert texts(front(cast)) == [own.text]


def test_of_the_other_line_a_source_tells_office_and_version_never_words(cast: Cast) -> None:
    sentence = picked(police(cast))
    actions.rewrite(
        sentence, text="Một câu chung của hai bên.", theme=Theme.LIMITS, seen=1, merging=[picked(front(cast))],
        by=police(cast), now=THEN,
    )  # fmt: skip

    shown = {hat: sources_for(hat, sentence) for hat in (police(cast), front(cast))}

    assert [each.quote for each in shown[police(cast)]] == [LIMIT, LIMIT, ""]
    assert [each.quote for each in shown[front(cast)]] == ["", "", FRONT_LIMIT]
    assert {(each.office, each.version) for each in shown[front(cast)]} == {
        ("Công an xã Đông Thanh", 1),
        ("Công an phường Hạc Thành", 1),
        (cast.office(DONG_THANH, FRONT).name, 1),
    }
    assert [each.person for each in versions_for(front(cast), sentence, THEN)] == ["", ""]


def test_the_words_go_on_when_the_year_is_opened_again(cast: Cast) -> None:
    sentence = picked(police(cast))
    actions.take_out(picked(front(cast)), by=front(cast), now=THEN)

    reopened(cast)

    carried = WrittenSentence.objects.get(consolidation=in_force())
    assert (carried.text, carried.side, carried.sources.count()) == (sentence.text, "", 2)
    assert texts(front(cast)) == [LIMIT]


# Numbers


def test_a_number_that_differs_from_the_table_keeps_a_document_from_being_drafted(cast: Cast) -> None:
    sentence = actions.write(in_force(), Theme.RESULTS, WRONG, by=police(cast), now=THEN)

    assert open_flags(in_force()) == 1
    with pytest.raises(actions.WordsDifferFromTable):
        draft_annual(in_force(), by=police(cast), now=THEN)
    right = WRONG.replace("45.000", "hơn 40.000")
    actions.rewrite(sentence, text=right, theme=Theme.RESULTS, seen=1, by=police(cast), now=THEN)

    assert open_flags(in_force()) == 0
    document = draft_annual(in_force(), by=police(cast), now=THEN)
    assert f"- {right}" in documents.own_text(document).splitlines()


@pytest.mark.parametrize(
    ("said", "count"),
    [("40.312", 0), ("hơn 40.000", 0), ("gần 41.000", 0), ("gần 40.000", 1), ("hơn 41.000", 1), ("khoảng 40.000", 0)],
)
def test_numbers_agree_exactly_or_rounded_by_the_rule(cast: Cast, said: str, count: int) -> None:
    actions.write(in_force(), Theme.RESULTS, WRONG.replace("45.000", said), by=police(cast), now=THEN)

    assert open_flags(in_force()) == count


def test_numbers_of_the_year_before_are_not_held_against_this_one(cast: Cast) -> None:
    words = "So với năm 2020 (31.000 buổi tuyên truyền), hoạt động rộng hơn."
    actions.write(in_force(), Theme.RESULTS, words, by=police(cast), now=THEN)

    assert open_flags(in_force()) == 0


def test_an_answer_holds_until_the_number_changes(cast: Cast) -> None:
    hat = police(cast)
    sentence = actions.write(in_force(), Theme.RESULTS, WRONG, by=hat, now=THEN)
    figures = figures_for_words(in_force(), [WRONG])
    key = flags_of([sentence], figures, 2021)[sentence.pk][0].said.key

    with pytest.raises(actions.NoSuchNumber):
        actions.answer_number(sentence, f"{key}0", reason="Tính cả hoạt động khác", by=hat, now=THEN)
    actions.answer_number(sentence, key, reason="Tính cả hoạt động khác", by=hat, now=THEN)
    assert open_flags(in_force()) == 0
    actions.rewrite(sentence, text=WRONG.replace("45.000", "46.000"), theme=Theme.RESULTS, seen=1, by=hat, now=THEN)
    assert open_flags(in_force()) == 1


# What is printed


def test_written_sentences_are_printed_and_where_there_are_none_what_most_units_say(cast: Cast) -> None:
    before = annual_report(annual_matter(cast.units[PROVINCE], 2021), kind=PaperKind.ANNUAL)
    sentence = actions.write(in_force(), Theme.LIMITS, "Hạn chế chung của toàn tỉnh.", by=police(cast), now=THEN)

    after = annual_report(annual_matter(cast.units[PROVINCE], 2021), kind=PaperKind.ANNUAL)

    def items(paper: Any) -> list[str]:
        words = ["".join(run.text for run in block.runs) for block in paper.blocks if hasattr(block, "runs")]
        return [each for each in words if each.startswith("- ")]

    machine = f"- {LIMIT.rstrip('.')} (xã Đông Thanh, phường Hạc Thành)."
    assert (machine in items(before), machine in items(after)) == (True, False)
    assert f"- {sentence.text}" in items(after)
    assert [each for each in items(before) if each not in items(after)] == [
        machine,
        f"- {FRONT_LIMIT.rstrip('.')} (xã Đông Thanh).",
    ]


def test_the_lineage_and_the_look_up_copy_name_the_sources_of_a_sentence(cast: Cast) -> None:
    sentence = picked(police(cast))
    matter = annual_matter(cast.units[PROVINCE], 2021)

    clean, look_up = (
        annual_report(matter, kind=PaperKind.ANNUAL, rendering=each) for each in (Rendering.CLEAN, Rendering.LOOKUP)
    )

    written = [each for each in lineage_of(matter)["passages"] if each["code"]]
    places = [[each.text_id, each.version_id, each.start, each.end] for each in sentence.sources.order_by("id")]
    assert [(each["text"], each["places"]) for each in written] == [(LIMIT, places)]
    codes = [
        [run.figure_code for block in paper.blocks if hasattr(block, "runs") for run in block.runs if run.figure_code]
        for paper in (clean, look_up)
    ]
    assert (sentence.code in codes[0], sentence.code in codes[1]) == (False, True)
    last = look_up.sources[-1]
    assert (last.code, last.origin) == (sentence.code, "xã Đông Thanh, phường Hạc Thành")
    assert last.formula == "Viết từ 02 câu trong báo cáo đã chấp nhận"


def test_the_short_version_reads_written_sentences_aloud(cast: Cast) -> None:
    sentence = actions.write(
        in_force(), Theme.PROPOSALS, "Đề nghị sớm có hướng dẫn thống nhất.", by=police(cast), now=THEN
    )

    short = draft_annual(in_force(), PaperKind.ANNUAL_SHORT, by=police(cast), now=THEN)

    words = documents.own_text(short).splitlines()
    assert words[words.index("Đề xuất, kiến nghị") + 1] == sentence.text


def test_drafting_again_takes_the_words_that_stand_now(cast: Cast) -> None:
    sentence = picked(police(cast))
    document = draft_annual(in_force(), by=police(cast), now=THEN)
    actions.rewrite(sentence, text="Lời viết lại về hạn chế.", theme=Theme.LIMITS, seen=1, by=police(cast), now=THEN)

    redraft_annual(document, in_force(), by=police(cast), now=THEN)

    assert "- Lời viết lại về hạn chế." in documents.own_text(document).splitlines()


def test_the_writer_begins_with_what_most_units_say_in_empty_themes(cast: Cast) -> None:
    own = actions.write(in_force(), Theme.CAUSES, "Nguyên nhân do hai cơ quan nêu chung.", by=police(cast), now=THEN)

    made = actions.begin_with_choice(in_force(), by=police(cast), now=THEN)

    assert {(each.theme, each.text) for each in made} == {("limits", LIMIT), ("limits", FRONT_LIMIT)}
    assert actions.begin_with_choice(in_force(), by=police(cast), now=THEN) == []
    assert own.text in texts(front(cast))
