import re
from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from chungtay.core.errors import InputRefused
from chungtay.core.paging import Page
from chungtay.documents.codes import DocumentStatus
from chungtay.reporting.codes import Qualifier


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def draw(source, query="", **context):
    request = RequestFactory().get(f"/somewhere/?{query}")
    page = Template(source).render(Context({"request": request, **context}))
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", page)).strip()


class Session(forms.Form):
    people = forms.IntegerField(label="People", help_text="Each once.")
    place = forms.CharField(label="Place", required=False)
    form = forms.ChoiceField(label="Form", choices=[("a", "Face to face"), ("b", "Online")], widget=forms.RadioSelect)
    joint = forms.BooleanField(label="Joint", required=False)


def test_figure_with_its_qualifier_and_unit():
    page = draw("{% figure 40000 qualifier=more unit='sessions' %}", more=Qualifier.GT)

    assert page == '<span class="figure">more than 40.000</span><span class="figure__unit">sessions</span>'


def test_figure_that_is_absent_says_so_and_is_not_zero():
    assert draw("{% figure None unit='sessions' %}") == (
        '<span class="figure figure--absent"><span aria-hidden="true">–</span>'
        '<span class="visually-hidden">Not reported yet</span></span>'
    )
    assert draw("{% figure 0 %}") == '<span class="figure">0</span>'


def test_figure_with_a_code_opens_its_pedigree(settings):
    settings.ROOT_URLCONF = "tests.web.sample_urls"

    page = draw("{% figure 12 code='OUT_SES-2021-38' %}")

    assert 'class="figure" href="/nguon-goc/OUT_SES-2021-38/"' in page


def test_badge_takes_words_and_tone_from_the_status():
    assert draw("{% badge 'returned' %}") == '<span class="badge badge--wrong">Returned for completion</span>'
    assert (
        draw("{% badge 'returned' words tone='done' %}", words="<b>")
        == '<span class="badge badge--done">&lt;b&gt;</span>'
    )


def test_notice_wraps_words_in_a_paragraph_and_escapes_what_was_typed():
    page = draw("{% notice 'due' 'Look' %}Written by {{ name }}{% endnotice %}", name="<script>")

    assert '<div class="notice__body"><p class="notice__heading">Look</p><p>Written by &lt;script&gt;</p></div>' in page
    assert 'role="alert"' not in page
    assert 'role="alert"' in draw("{% notice 'wrong' %}No.{% endnotice %}")


def test_field_ties_label_hint_and_error_to_the_control():
    form = Session({"people": "x", "form": "a"})

    page = draw("{% field form.people inputmode='numeric' %}", form=form)

    assert '<label class="field__label" for="id_people">People</label>' in page
    assert '<p class="field__hint" id="id_people_hint">Each once.</p>' in page
    assert 'id="id_people_wrong"' in page
    assert 'aria-describedby="id_people_hint id_people_wrong"' in page
    assert 'aria-invalid="true"' in page
    assert 'inputmode="numeric"' in page


def test_field_says_what_is_optional():
    assert "(optional)" in draw("{% field form.place %}", form=Session())
    assert "(optional)" not in draw("{% field form.people %}", form=Session())
    assert "(optional)" not in draw("{% field form.joint %}", form=Session())


def test_field_of_choices_is_a_group_with_a_legend():
    page = draw("{% field form.form boxed=True %}", form=Session({}))

    assert page.startswith(
        '<fieldset class="field field--wrong" aria-describedby="id_form_wrong"><legend>Form</legend>'
    )
    assert '<label class="choice" for="id_form_0">' in page
    assert '<div class="choices choices--boxed">' in page


def test_error_summary_leads_to_each_field_by_name():
    page = draw("{% error_summary form %}", form=Session({"people": "x"}))

    assert "2 places need a correction" in page
    assert re.findall(r'<a href="(#\w+)">(\w+):', page) == [("#id_people", "People"), ("#id_form_0", "Form")]


def test_error_summary_takes_what_an_action_collected():
    page = draw("{% error_summary problems %}", problems=[InputRefused(), InputRefused()])

    assert page.count(f"<li>{InputRefused().sentence}</li>") == 2


def test_error_summary_of_a_clean_form_is_nothing():
    assert draw("{% error_summary form %}", form=Session({"people": "3", "form": "a"})) == ""


def test_pager_keeps_the_rest_of_the_address():
    page = draw("{% pager page %}", query="q=dong&cursor=old", page=Page(rows=(), next_cursor="new"))

    assert re.findall(r'href="([^"]+)"', page) == ["?q=dong&amp;cursor=new", "?q=dong"]


def test_pager_of_the_only_page_is_nothing():
    assert draw("{% pager page %}", query="q=dong", page=Page(rows=(), next_cursor=None)) == ""


def test_search_box_keeps_named_parameters_and_what_was_sought():
    page = draw("{% search_box 'q' keep='year,status' %}", query="q=%3Cb%3E&year=2021&other=1")

    assert '<input type="hidden" name="year" value="2021">' in page
    assert 'value="&lt;b&gt;"' in page
    assert "other" not in page


def test_data_table_can_be_scrolled_by_keyboard():
    page = draw("{% data_table 'Sessions' firm=True %}<tbody></tbody>{% enddata_table %}")

    assert page == (
        '<div class="table-frame table-frame--firm" role="group" aria-label="Sessions" tabindex="0">'
        "<table><caption>Sessions</caption><tbody></tbody></table></div>"
    )


def test_steps_until_the_current_one_are_done():
    page = draw("{% steps choices current='signed' %}", choices=DocumentStatus.choices[:7])

    assert re.findall(r'<li(?: class="([^"]+)")?', page) == ["is-done"] * 4 + ["is-current", "", ""]
    assert page.count('aria-current="step"') == 1


def test_steps_at_the_last_one_are_all_done():
    page = draw("{% steps choices current='issued' %}", choices=DocumentStatus.choices[:7])

    assert page.count('class="is-done"') == 7
    assert "aria-current" not in page


def test_tabs_mark_the_current_page():
    items = [{"label": "Waiting", "href": "?a", "current": True, "count": 0}, {"label": "All", "href": "?b"}]

    page = draw("{% tabs items %}", items=items)

    assert '<a href="?a" aria-current="page">Waiting <span class="count">0</span></a>' in page
    assert '<a href="?b">All</a>' in page


def test_tile_without_an_address_is_no_link():
    assert draw("{% tile 1200 'Accepted' tone='done' %}") == (
        '<li><div class="tile tile--done"><span class="tile__number">1.200</span>'
        '<span class="tile__label">Accepted</span></div></li>'
    )


def test_tile_of_nothing_is_quiet():
    assert '<div class="tile tile--quiet">' in draw("{% tile 0 'Returned' tone='wrong' %}")


def test_definition_list_shows_a_dash_for_what_is_absent():
    assert draw("{% definition_list pairs %}", pairs=[("Period", None), ("Certainty", "<i>")]) == (
        '<dl class="definitions"><div><dt>Period</dt><dd>–</dd></div>'
        "<div><dt>Certainty</dt><dd>&lt;i&gt;</dd></div></dl>"
    )


def test_timeline_shows_moments_on_vietnamese_clocks():
    entries = [{"at": datetime(2026, 11, 16, 1, 30, tzinfo=UTC), "text": "Sent", "by": "Front"}]

    page = draw("{% timeline entries %}", entries=entries)

    assert '>08:30, 16/11/2026</time>Sent <span class="soft">(Front)</span>' in page


def test_progress_of_nothing_is_an_empty_bar():
    page = draw("{% progress 0 0 'Accepted' %}")

    assert '<progress value="0" max="1" aria-label="Accepted">0 of 0</progress>' in page


def test_progress_numbers_are_plain_in_attributes():
    assert 'value="1512" max="3321"' in draw("{% progress 1512 3321 %}")
    assert "1.512 of 3.321" in draw("{% progress 1512 3321 %}")


def test_sparkline_says_where_it_starts_and_ends():
    page = draw("{% sparkline values label='Sessions' %}", values=[1000, None, 2000])

    assert 'aria-label="Sessions: from 1.000 to 2.000"' in page
    assert draw("{% sparkline values %}", values=[None]) == '<span class="figure--absent">–</span>'


def test_bars_are_a_table_first():
    page = draw("{% bars rows caption='By year' before='2025' %}", rows=[("2025", 100), ("2026", 200), ("2027", None)])

    assert re.findall(r'<th scope="row">(\d+)</th>', page) == ["2025", "2026", "2027"]
    assert re.findall(r'<rect width="(\d+)"', page) == ["500", "1000", "0"]
    assert re.findall(r'<td class="number">([^<]+)</td>', page) == ["100", "200", "–"]
    assert page.count('class="is-before"') == 1


def test_unit_grid_counts_each_status_and_says_it_in_every_cell():
    cells = [
        {"name": "Đông Phú", "status": "accepted", "href": "/a/"},
        {"name": "Tân Lập", "status": "overdue"},
        {"name": "Bình Sơn", "status": "accepted"},
    ]

    page = draw("{% unit_grid cells %}", cells=cells)

    assert re.findall(r'</span>([^<]+) <span class="count">(\d+)</span>', page) == [("Accepted", "2"), ("Overdue", "1")]
    assert re.findall(r'<span>([^<]+)<span class="visually-hidden">: ([^<]+)</span>', page) == [
        ("Đông Phú", "Accepted"),
        ("Tân Lập", "Overdue"),
        ("Bình Sơn", "Accepted"),
    ]
    assert page.count("<a ") == 1


def test_empty_state_offers_a_way_on():
    page = draw("{% empty_state 'Nothing' 'Later.' href='/a/' action='All' %}")

    assert '<p class="empty__heading">Nothing</p><p class="soft">Later.</p>' in page
    assert '<a class="button button--secondary" href="/a/">All</a>' in page


def test_copy_button_names_what_it_copies():
    assert 'data-copy="a &quot;b&quot;"' in draw("{% copy_button text %}", text='a "b"')
    assert 'data-copy-from="words"' in draw("{% copy_button target='words' %}")


def test_back_link_leads_up():
    assert '<a class="back" href="/up/">' in draw("{% back_link '/up/' %}")


def test_icon_of_an_unknown_name_is_refused():
    assert 'aria-hidden="true"' in draw("{% icon 'today' %}")
    with pytest.raises(KeyError):
        draw("{% icon 'nowhere' %}")


def test_tone_of_a_pile():
    assert draw("{{ 'returned'|tone }} {{ 'decide'|tone }} {{ 'elsewhere'|tone }}") == "wrong waiting quiet"


@pytest.mark.parametrize(
    ("level", "tone"), [("success", "done"), ("warning", "due"), ("error", "wrong"), ("info", "info"), ("", "info")]
)
def test_message_tone(level, tone):
    assert draw("{{ level|message_tone }}", level=level) == tone


def test_filters_write_values_as_offices_do():
    page = draw(
        "{{ n|vn_number }} {{ n|vn_number:1 }} {{ at|vn_date }} {{ q|qualifier_words }} {{ 4|count_words:'models' }}",
        n=1234,
        at=datetime(2026, 11, 16, 1, 30, tzinfo=UTC),
        q=Qualifier.LT,
    )

    assert page == "1.234 1.234,0 16/11/2026 nearly 04 models"
