"""The pages of the words, the six figures of a conference, and the data annex as files."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pdfplumber
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions import wording as actions
from chungtay.reporting.actions.consolidation import NotYoursToConsolidate, reopen_consolidation
from chungtay.reporting.actions.shown_figures import SixDifferentFigures, choose_figures
from chungtay.reporting.models import ShownFigures, WrittenSentence, WrittenVersion
from chungtay.reporting.papers.annual import LIVE_LINE
from chungtay.reporting.papers.six_figures import default_indicators
from chungtay.reporting.queries.consolidation import catalogue_cells
from chungtay.reporting.queries.shown_figures import shown_figures
from chungtay.reporting.themes import Theme
from tests.cast import DONG_THANH, FRONT, POLICE, PROVINCE, Cast
from tests.reporting.frozen_year import LATER
from tests.reporting.told_year import LIMIT, _django_db_helper, cast, in_force, year_2021

__all__ = ["_django_db_helper", "cast", "year_2021"]
pytestmark = pytest.mark.django_db
THEN = LATER + timedelta(hours=1)


def police(cast: Cast, role: Role = Role.CONSOLIDATOR) -> Membership:
    return cast.hat(PROVINCE, POLICE, role)


def browser(hat: Membership) -> Client:
    client = Client()
    client.force_login(hat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def page(name: str, *arguments: object) -> str:
    return reverse(f"reporting:{name}", args=[2021, *arguments])


def send(client: Client, name: str, *arguments: object, **sent: object) -> Any:
    return client.post(page(name, *arguments), sent)


def test_a_writer_ticks_a_row_and_finds_it_in_the_text(cast: Cast) -> None:
    client = browser(police(cast))
    seen = client.get(f"{page('wording')}?chu-de=limits").content.decode()
    row = seen.partition('name="place" value="')[2].partition('"')[0]

    answer = send(client, "pick-words", theme="limits", do="each", place=row)

    assert answer.headers["Location"] == f"{page('wording')}?chu-de=limits"
    assert list(WrittenSentence.objects.values_list("text", "theme")) == [(LIMIT, "limits")]
    after = client.get(answer.headers["Location"]).content.decode()
    assert (after.count("written__text"), after.count(f"<q>{LIMIT}</q>")) == (1, 0)


def test_whoever_reads_alone_has_no_buttons(cast: Cast) -> None:
    sentence = actions.write(in_force(), Theme.LIMITS, "Một câu viết chung.", by=police(cast), now=THEN)
    paths = (f"{page('wording')}?chu-de=limits", page("written", sentence.pk), page("shown-figures"))

    for path in paths:
        forms = [
            browser(hat).get(path).content.decode().count("</form>")
            for hat in (police(cast), police(cast, Role.AUDITOR))
        ]
        assert (path, forms[0] > forms[1]) == (path, True)


def test_the_one_who_comes_later_is_shown_both_and_chooses(cast: Cast) -> None:
    sentence = actions.write(in_force(), Theme.LIMITS, "Lời đầu tiên của câu.", by=police(cast), now=THEN)
    first, second = browser(police(cast)), browser(cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR))
    send(first, "rewrite-words", sentence.pk, text="Lời của công an.", theme="limits", seen="1")

    answer = send(second, "rewrite-words", sentence.pk, text="Lời của Mặt trận.", theme="limits", seen="1")

    shown = second.get(answer.headers["Location"]).content.decode()
    both = ("Lời của công an.", "Lời của Mặt trận.")
    assert [shown.count(f'<p class="written__text">{words}</p>') for words in both] == [1, 1]
    send(second, "choose-words", sentence.pk, number="3")
    sentence.refresh_from_db()
    assert sentence.text == "Lời của Mặt trận."
    assert WrittenVersion.objects.filter(sentence=sentence, is_beside=True).count() == 0


def test_a_number_that_differs_stands_beside_the_sentence_with_both_values(cast: Cast) -> None:
    sentence = actions.write(
        in_force(), Theme.RESULTS, "Toàn tỉnh tổ chức 45.000 buổi tuyên truyền.", by=police(cast), now=THEN
    )

    for path in (page("wording"), page("written", sentence.pk)):
        shown = browser(police(cast)).get(path).content.decode()
        assert (
            shown.count("number-flag"),
            shown.count(">40.312</a>"),
            shown.count("<dd>45.000 buổi"),
        ) == (1, 1, 1)


def test_pages_ask_the_same_number_of_questions_for_one_sentence_and_for_two(cast: Cast) -> None:
    client, counts = browser(police(cast)), []
    for _time in range(2):
        actions.write(
            in_force(), Theme.RESULTS, "Toàn tỉnh tổ chức 40.312 buổi tuyên truyền.", by=police(cast), now=THEN
        )
        client.get(page("wording"))
        with CaptureQueriesContext(connection) as asked:
            client.get(page("wording"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


# Six figures


def test_the_usual_figures_are_shown_with_the_year_before_code_and_source(cast: Cast) -> None:
    shown = shown_figures(in_force())

    assert shown.indicators == default_indicators()
    first, _second, third = shown.slides[:3]
    figure = shown.year.figure(catalogue_cells().number("OUT_SESSIONS"))
    assert figure is not None
    assert (first.label, first.value, first.unit, first.code) == (
        "Số buổi, cuộc tuyên truyền", "ít nhất 40.312", "buổi", figure.code,
    )  # fmt: skip
    assert first.comparison == "Năm 2020 chưa có số liệu để so sánh"
    assert first.source.startswith(f"Nguồn: {figure.reported}/{figure.expected} đơn vị đã báo cáo đủ; số đã chốt ngày ")
    assert (third.value, third.code) == ("-", "")


def test_six_different_figures_are_chosen_by_those_who_consolidate(cast: Cast) -> None:
    codes = list(catalogue_cells().by_indicator)[:6]
    with pytest.raises(SixDifferentFigures):
        choose_figures(in_force(), codes[:5], by=police(cast), now=THEN)
    with pytest.raises(SixDifferentFigures):
        choose_figures(in_force(), [*codes[:5], codes[0]], by=police(cast), now=THEN)
    with pytest.raises(SixDifferentFigures):
        choose_figures(in_force(), [*codes[:5], "NO_SUCH"], by=police(cast), now=THEN)
    with pytest.raises(NotYoursToConsolidate):
        choose_figures(in_force(), codes, by=police(cast, Role.AUDITOR), now=THEN)

    browser(police(cast)).post(page("choose-figures"), {"chosen": codes})

    assert ShownFigures.objects.get().indicators == codes
    assert len(shown_figures(in_force()).slides) == 6


def test_the_slides_of_a_year_that_is_not_frozen_say_so_on_each_page(cast: Cast) -> None:
    words = []
    for _time in range(2):
        with pdfplumber.open(io.BytesIO(browser(police(cast)).get(page("slides")).content)) as pdf:
            words.append([LIVE_LINE in each.extract_text() for each in pdf.pages])
        if len(words) == 1:
            reopen_consolidation(in_force(), reason="Một xã sửa số liệu", by=police(cast), now=THEN)

    assert words == [[False] * 7, [True] * 7]


# The data annex


def test_the_annex_is_a_workbook_with_real_numbers_and_a_sheet_for_each_table(cast: Cast) -> None:
    answer = browser(police(cast)).get(page("data-annex", "xlsx"))

    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    assert book.sheetnames[:3] == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    rows = {row[1]: row[4] for row in book["Phụ lục I"].iter_rows(values_only=True)}
    assert rows["Số buổi, cuộc tuyên truyền"] == 40_312
    by_unit = [row[1] for row in book["Phụ lục II"].iter_rows(values_only=True)]
    assert by_unit[1:3] == ["Đông Thanh", "Hạc Thành"]


def test_the_annex_alone_is_given_of_a_frozen_year_to_those_who_work_for_the_province(cast: Cast) -> None:
    hat = police(cast)

    assert [browser(hat).get(page("data-annex", each)).status_code for each in ("docx", "pdf", "odt")] == [
        200,
        200,
        404,
    ]
    for other in (cast.hat(DONG_THANH, POLICE), police(cast, Role.FORM_CHECKER)):
        assert browser(other).get(page("data-annex", "xlsx")).status_code == 404
    reopen_consolidation(in_force(), reason="Một xã sửa số liệu", by=hat, now=THEN)
    assert browser(hat).get(page("data-annex", "pdf")).status_code == 404
