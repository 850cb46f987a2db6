"""The components of the interface as template tags; a builtin of every template.

Each has its entry on the style-guide page (`web:style-guide`), which shows how it is called and what it gives.
Items of lists (steps, tabs, cells, entries) are plain mappings or tuples, so that rooms need no import from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from chungtay.core.errors import InputRefused
from chungtay.core.workbook import ASKED
from chungtay.web import drawing, icons, statuses, wording
from chungtay.web.in_app import program_of

register = template.Library()

GROUPED_WIDGETS = {"radioselect", "checkboxselectmultiple"}


# Values


@register.filter
def vn_number(value: wording.Number | None, digits: int | None = None) -> str:
    """1.234,5; with `digits` after the comma. None is a dash."""
    return wording.number_text(value, digits)


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """dd/mm/yyyy. None is a dash."""
    return wording.day_text(value)


@register.filter
def vn_moment(value: datetime | None) -> str:
    """16:05, dd/mm/yyyy on Vietnamese clocks. None is a dash."""
    return wording.moment_text(value)


@register.filter
def qualifier_words(value: int | None) -> str:
    """The word of a qualifier: đúng, hơn, gần, khoảng, ít nhất, tối đa."""
    return wording.qualifier_text(value)


@register.filter
def count_words(value: int, noun: str) -> str:
    """A count in prose: "04 mô hình"."""
    return wording.count_text(value, noun)


@register.filter
def tone(status: object) -> str:
    """The tone of a status or of a pile of work: quiet, waiting, due, wrong, done or sealed."""
    return statuses.tone_of(status)


MESSAGE_TONES = {"success": "done", "warning": "due", "error": "wrong"}


@register.filter
def message_tone(level: str) -> str:
    """The tone of a message that waits for the reader."""
    return MESSAGE_TONES.get(level, "info")


@register.simple_tag
def figure(
    value: wording.Number | None,
    *,
    code: str = "",
    qualifier: int | None = None,
    high: wording.Number | None = None,
    unit: str = "",
    digits: int | None = None,
) -> SafeString:
    """A number with its qualifier and unit; with `code` it opens its pedigree. None says "not reported"."""
    if value is None:
        return format_html(
            '<span class="figure figure--absent"><span aria-hidden="true">–</span>'
            '<span class="visually-hidden">{}</span></span>',
            _("Not reported yet"),
        )
    words = wording.figure_words(value, qualifier=qualifier, high=high, digits=digits)
    href = _pedigree(code)
    if href:
        opens = _("Where this figure comes from")
        number = format_html('<a class="figure" href="{}" title="{}">{}</a>', href, opens, words)
    else:
        number = format_html('<span class="figure">{}</span>', words)
    return format_html('{} <span class="figure__unit">{}</span>', number, unit) if unit else number


def _pedigree(code: str) -> str:
    if not code:
        return ""
    try:
        return reverse("reporting:pedigree", args=[code])
    except NoReverseMatch:
        return ""


# Marks


@register.simple_tag
def icon(name: str, *, large: bool = False) -> SafeString:
    """One of the small drawings in `web/icons.py`."""
    return icons.icon(name, large=large)


@register.simple_tag
def badge(status: object, label: str = "", *, tone: str = "") -> SafeString:
    """A status as a word in its colour. Words and tone follow the status unless they are given."""
    return format_html(
        '<span class="badge badge--{}">{}</span>',
        tone or statuses.tone_of(status),
        label or statuses.words_of(status),
    )


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info", heading: str = "") -> SafeString:
    """A message in the page: info, done, due or wrong."""
    drawn = icons.icon(tone)
    title = format_html('<p class="notice__heading">{}</p>', heading) if heading else ""
    words = SafeString(content.strip())
    body = words if words.startswith("<") else format_html("<p>{}</p>", words)
    role = SafeString(' role="alert"' if tone == "wrong" else "")
    return format_html(
        '<div class="notice notice--{}"{}>{}<div class="notice__body">{}{}</div></div>',
        tone,
        role,
        drawn,
        title,
        body,
    )


# Forms


@register.inclusion_tag("web/components/_field.html")
def field(bound: BoundField, *, label: str = "", hint: str = "", boxed: bool = False, **attrs: Any) -> dict[str, Any]:
    """A form field with label, hint and error, tied together for screen readers.

    Further keywords become attributes of the control, with "_" for "-": `{% field form.n inputmode="numeric" %}`.
    """
    grouped = bound.widget_type in GROUPED_WIDGETS
    shown_hint = hint or bound.help_text
    described = [f"{bound.auto_id}_hint"] if shown_hint else []
    described += [f"{bound.auto_id}_wrong"] if bound.errors else []
    given: dict[str, str | bool] = {name.rstrip("_").replace("_", "-"): str(value) for name, value in attrs.items()}
    if described and not grouped:
        given["aria-describedby"] = " ".join(described)
    if bound.errors and not grouped:
        given["aria-invalid"] = "true"
    return {
        "bound": bound,
        "label": label or bound.label,
        "hint": shown_hint,
        "described": " ".join(described),
        "control": "" if grouped else bound.as_widget(attrs=given),
        "grouped": grouped,
        "ticked": bound.widget_type == "checkbox",
        "boxed": boxed,
        "optional": not bound.field.required and bound.widget_type != "checkbox",
    }


@register.inclusion_tag("web/components/_error_summary.html")
def error_summary(*sources: BaseForm | Iterable[InputRefused]) -> dict[str, Any]:
    """All that must be corrected, each line leading to its field. Takes forms, or problems that actions collected."""
    problems = [problem for source in sources for problem in _problems(source)]
    return {"problems": problems, "count": len(problems)}


def _problems(source: BaseForm | Iterable[InputRefused]) -> list[tuple[str, str]]:
    if not isinstance(source, BaseForm):
        return [("", problem.sentence) for problem in source or ()]
    found = []
    for name, errors in source.errors.items():
        target = _first_control(source[name]) if name in source.fields else ""
        label = f"{source[name].label}: " if name in source.fields else ""
        found += [(target, f"{label}{error}") for error in errors]
    return found


def _first_control(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if bound.widget_type in GROUPED_WIDGETS else bound.auto_id


@register.inclusion_tag("web/components/_search_box.html", takes_context=True)
def search_box(context: template.Context, name: str = "q", *, label: str = "", keep: str = "") -> dict[str, Any]:
    """A search that works without script; `keep` names the parameters of the address that stay, split by commas."""
    query = context["request"].GET
    kept = [(key, value) for key in keep.split(",") if key for value in query.getlist(key)]
    return {"name": name, "label": label or _("Search"), "value": query.get(name, ""), "kept": kept}


# Lists


@register.simple_block_tag
def data_table(
    content: SafeString, caption: str, *, firm: bool = False, cards: bool = False, hide_caption: bool = False
) -> SafeString:
    """A table that scrolls in its own frame; `firm` keeps heads in sight, `cards` makes rows to sheets on a phone.

    With `cards`, each cell names itself by `data-label`. The frame takes the keyboard, so that it can be scrolled.
    """
    classes = "table-frame" + (" table-frame--firm" if firm else "") + (" table-frame--cards" if cards else "")
    return format_html(
        '<div class="{}" role="group" aria-label="{}" tabindex="0"><table><caption{}>{}</caption>{}</table></div>',
        classes,
        caption,
        SafeString(' class="visually-hidden"' if hide_caption else ""),
        caption,
        content,
    )


@register.inclusion_tag("web/components/_pager.html", takes_context=True)
def pager(context: template.Context, page: Any) -> dict[str, Any]:
    """The way to the next page of a keyset-paged list, and back to its head. The parameter is `cursor`."""
    query = context["request"].GET.copy()
    has_cursor = bool(query.pop("cursor", None))
    first = query.urlencode()
    if page.next_cursor:
        query["cursor"] = page.next_cursor
    return {
        "first": f"?{first}" if has_cursor else "",
        "following": f"?{query.urlencode()}" if page.next_cursor else "",
    }


@register.inclusion_tag("web/components/_empty_state.html")
def empty_state(
    heading: str, text: str = "", *, href: str = "", action: str = "", drawing: str = "empty"
) -> dict[str, Any]:
    """What an empty list says: that it is empty, why, and what can be done."""
    return {"heading": heading, "text": text, "href": href, "action": action, "drawing": drawing}


@register.inclusion_tag("web/components/_definition_list.html")
def definition_list(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Terms and what stands behind them; None is a dash."""
    return {"pairs": [(term, wording.ABSENT if value is None else value) for term, value in pairs]}


@register.inclusion_tag("web/components/_timeline.html")
def timeline(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What happened, in order: entries with `at` (moment), `text`, and perhaps `by`."""
    return {"entries": entries}


@register.inclusion_tag("web/components/_tile.html")
def tile(count: Any, label: str, *, href: str = "", note: str = "", tone: str = "quiet") -> dict[str, Any]:
    """A count with its words, which opens the list behind it. Stands in `<ul class="tiles">`; a zero is quiet."""
    number = wording.number_text(count) if not isinstance(count, str) else count
    return {"number": number, "label": label, "href": href, "note": note, "tone": tone if count else "quiet"}


# Ways


@register.inclusion_tag("web/components/_tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], *, label: str = "") -> dict[str, Any]:
    """Pages side by side: items with `label`, `href`, `current`, and perhaps `count`. Links, so they work anywhere."""
    return {"items": list(items), "label": label or _("Views of this page")}


@register.inclusion_tag("web/components/_steps.html")
def steps(
    items: Sequence[Any], *, current: str = "", across: bool = False, notes: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The steps of a piece of work.

    `items` are pairs (code, label) with the code of the `current` one, or mappings with `label`, `state` (done,
    current, todo) and `note`. The last of a list of pairs counts as done when it is current: nothing follows it.
    """
    if items and not isinstance(items[0], Mapping):
        items = _steps_until(items, str(current), notes or {})
    return {"items": items, "across": across}


def _steps_until(pairs: Sequence[tuple[str, Any]], current: str, notes: Mapping[str, str]) -> list[dict[str, Any]]:
    codes = [str(code) for code, _label in pairs]
    here = codes.index(current) if current in codes else -1
    states = ["done" if place < here or place == here == len(codes) - 1 else "todo" for place in range(len(codes))]
    if 0 <= here < len(codes) - 1:
        states[here] = "current"
    return [
        {"label": label, "state": state, "note": notes.get(str(code), "")}
        for (code, label), state in zip(pairs, states, strict=True)
    ]


@register.inclusion_tag("web/components/_back_link.html")
def back_link(href: str, text: str = "") -> dict[str, Any]:
    """The way back to the page above."""
    return {"href": href, "text": text or _("Back")}


@register.inclusion_tag("web/components/_copy_button.html")
def copy_button(
    text: str = "", *, target: str = "", label: str = "", quiet: bool = False, more: str = ""
) -> dict[str, Any]:
    """Copies `text`, or the words of the element with the id `target`. Absent where scripts do not run.

    `quiet` for a list, where one stands in each row; `more` is read aloud only, to tell them apart.
    """
    return {"text": text, "target": target, "label": label or _("Copy"), "quiet": quiet, "more": more}


@register.inclusion_tag("web/components/_download_link.html", takes_context=True)
def download_link(
    context: template.Context,
    href: str,
    label: str,
    *,
    query: str = "",
    more: str = "",
    quiet: bool = False,
    opens: bool = False,
) -> dict[str, Any]:
    """A link that gives a file. Inside a chat program, which keeps none, it says how to come to a browser.

    `query` goes behind the address. `more` is read aloud only: of several links with the same word, which one this is.
    `quiet` for a list. `opens` for a file that a browser shows itself, a PDF.
    """
    href = f"{href}?{query}" if query else href
    request = context.get("request")
    program = program_of(request.headers.get("User-Agent", "")) if request else None
    return {
        "href": href,
        "label": label,
        "more": more,
        "quiet": quiet,
        "opens": opens,
        "program": program,
        "address": request.build_absolute_uri(href) if request and program is not None else "",
    }


@register.inclusion_tag("web/components/_download_link.html", takes_context=True)
def download_table(context: template.Context, *, label: str = "", what: str = "xlsx") -> dict[str, Any]:
    """The link by which the table of this page is taken away as .xlsx, with the filters of the page.

    The page answers its own address with `tai=xlsx` at its end (`core.workbook.wants_workbook`).
    """
    query = context["request"].GET.copy()
    query.pop("cursor", None)
    query[ASKED] = what
    return download_link(context, f"?{query.urlencode()}", label or _("Download as Excel (.xlsx)"))


# Drawings


@register.inclusion_tag("web/components/_progress.html")
def progress(done: int, total: int, label: str = "") -> dict[str, Any]:
    """How many of how many; 0 of 0 is an empty bar."""
    words = _("%(done)s of %(total)s") % {"done": wording.number_text(done), "total": wording.number_text(total)}
    return {"done": str(done), "total": str(max(total, 1)), "label": label, "words": words}


@register.inclusion_tag("web/components/_sparkline.html")
def sparkline(values: Sequence[drawing.Value], *, label: str = "") -> dict[str, Any]:
    """A line as small as a word. Its words: first and last known value; gaps stay gaps."""
    lines, last = drawing.spark_lines(values)
    known = [value for value in values if value is not None]
    words = ""
    if known:
        ends = {"first": wording.number_text(known[0]), "last": wording.number_text(known[-1])}
        words = _("from %(first)s to %(last)s") % ends
    return {"lines": lines, "last": last, "words": f"{label}: {words}" if label and words else words}


@register.inclusion_tag("web/components/_bars.html")
def bars(
    rows: Sequence[tuple[str, drawing.Value]], *, caption: str, unit: str = "", before: str = ""
) -> dict[str, Any]:
    """A table whose numbers are also bars; the row labelled `before` is the one compared with."""
    highest = max((value for _label, value in rows if value is not None), default=None)
    drawn = [
        {
            "label": label,
            "number": wording.number_text(value),
            "length": str(drawing.bar_length(value, highest)),
            "before": bool(before) and label == before,
        }
        for label, value in rows
    ]
    return {"rows": drawn, "caption": caption, "unit": unit}


@register.inclusion_tag("web/components/_unit_grid.html")
def unit_grid(cells: Sequence[Mapping[str, Any]], *, label: str = "") -> dict[str, Any]:
    """A board of units: cells with `name`, `status` (or `tone` and `words`), and perhaps `href`.

    Above it stands the legend: each status that occurs, with its count, in the order of first appearance.
    """
    shown = [_cell(cell) for cell in cells]
    legend: dict[str, dict[str, Any]] = {}
    for cell in shown:
        entry = legend.setdefault(cell["words"], {**cell, "count": 0})
        entry["count"] += 1
    return {"cells": shown, "legend": list(legend.values()), "label": label or _("Units")}


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    status = cell.get("status", "missing")
    tone = cell.get("tone") or statuses.tone_of(status)
    return {
        "name": cell["name"],
        "href": cell.get("href", ""),
        "tone": tone,
        "mark": statuses.MARKS[tone],
        "words": cell.get("words") or statuses.words_of(status),
    }
