"""Lời văn kèm nguồn: what did the units say, what do we say of it, and do our numbers agree with the table?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.asked import number_asked, numbers_asked
from chungtay.core.errors import InputRefused
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.reporting.actions import wording as actions
from chungtay.reporting.actions.consolidation import may_consolidate
from chungtay.reporting.models import Consolidation, WrittenSentence
from chungtay.reporting.queries.wording import (
    address_of_row,
    figures_for_words,
    flags_of,
    picked_for,
    sentence_for,
    sources_for,
    told_for,
    versions_for,
    words_consolidation,
    written_for,
)
from chungtay.reporting.themes import Theme

LONGEST_SEARCH = 80


@hat_required
@require_GET
def wording(request: HatRequest, year: int) -> HttpResponse:
    """One theme: what was written of it for the whole, and beside it what the units said."""
    consolidation, theme = words_consolidation(request.hat, year), _theme(request.GET.get("chu-de", ""))
    words, unit = (request.GET.get(name, "").strip()[:LONGEST_SEARCH] for name in ("q", "don-vi"))
    page = told_for(request.hat, consolidation, theme, words=words, unit=unit, cursor=request.GET.get("cursor"))
    written = list(
        written_for(request.hat, consolidation).order_by("position", "id").prefetch_related("sources", "answers")
    )
    standing = [each for each in written if each.taken_out_at is None]
    flags = _flags(consolidation, standing)
    taken_up = {(one.text_id, one.start, one.end) for each in standing for one in each.sources.all()}
    context = {
        "consolidation": consolidation,
        "year": year,
        "theme": theme,
        "tabs": _tabs(year, theme, standing),
        "sentences": [{"sentence": each, "flags": flags[each.pk]} for each in standing if each.theme == theme],
        "taken_out": [each for each in written if each.taken_out_at is not None and each.theme == theme],
        "open_flags": sum(flag.answer is None for found in flags.values() for flag in found),
        "page": page,
        "told": [
            {
                "passage": each,
                "address": address_of_row(each),
                "is_taken_up": any((one.text_id, one.start, one.end) in taken_up for one in each.places),
            }
            for each in page.rows
        ],
        "q": words,
        "unit": unit,
        "may_write": may_consolidate(request.hat, consolidation.unit_id, clock.now()),
    }
    return render(request, "reporting/wording.html", context)


@hat_required
@require_GET
def written(request: HatRequest, year: int, sentence_id: int) -> HttpResponse:
    """One sentence: its words, its numbers beside the table's, the sentences it stands on, its versions."""
    consolidation = words_consolidation(request.hat, year)
    sentence = sentence_for(request.hat, consolidation, sentence_id)
    versions = versions_for(request.hat, sentence, clock.now())
    others = written_for(request.hat, consolidation).filter(taken_out_at__isnull=True, theme=sentence.theme)
    may_write = may_consolidate(request.hat, consolidation.unit_id, clock.now())
    context = {
        "consolidation": consolidation,
        "year": year,
        "sentence": sentence,
        "theme": Theme(sentence.theme),
        "themes": list(Theme),
        "flags": _flags(consolidation, [sentence])[sentence.pk],
        "sources": sources_for(request.hat, sentence),
        "versions": versions,
        "beside": [each for each in versions if each.version.is_beside],
        "in_force": next(each for each in versions if each.version.number == sentence.number),
        "others": others.exclude(pk=sentence.pk).order_by("position", "id"),
        "may_write": may_write and sentence.taken_out_at is None,
        "may_put_back": may_write and sentence.taken_out_at is not None,
    }
    return render(request, "reporting/written.html", context)


@hat_required
@require_POST
def pick(request: HatRequest, year: int) -> HttpResponse:
    """Take up the ticked sentences, each for itself or all as one."""
    consolidation, theme = words_consolidation(request.hat, year), _theme(request.POST.get("theme", ""))
    as_single = request.POST.get("do") == "merge"
    picked = picked_for(request.hat, consolidation, theme, request.POST.getlist("place"))
    made = actions.pick(consolidation, theme, picked, as_single=as_single, by=request.hat, now=clock.now())
    if as_single:
        return redirect("reporting:written", year, made[0].pk)
    taken = ngettext("One sentence was taken up.", "%(count)s sentences were taken up.", len(made))
    messages.success(request, taken % {"count": len(made)})
    return _to_theme(year, theme)


@hat_required
@require_POST
def write(request: HatRequest, year: int) -> HttpResponse:
    """Add a sentence of one's own."""
    consolidation, theme = words_consolidation(request.hat, year), _theme(request.POST.get("theme", ""))
    actions.write(consolidation, theme, request.POST.get("text", ""), by=request.hat, now=clock.now())
    messages.success(request, _("The sentence was added."))
    return _to_theme(year, theme)


@hat_required
@require_POST
def begin(request: HatRequest, year: int) -> HttpResponse:
    """Begin with what the machine would choose, under the themes that nobody has written of."""
    consolidation = words_consolidation(request.hat, year)
    made = actions.begin_with_choice(consolidation, by=request.hat, now=clock.now())
    taken = ngettext("One sentence was taken up.", "%(count)s sentences were taken up.", len(made))
    messages.success(request, taken % {"count": len(made)})
    return _to_theme(year, _theme(request.POST.get("theme", "")))


@hat_required
@require_POST
def rewrite(request: HatRequest, year: int, sentence_id: int) -> HttpResponse:
    """Say it otherwise; when a colleague was faster, both stand side by side."""
    sentence = _sentence(request, year, sentence_id)
    merging = written_for(request.hat, sentence.consolidation).filter(
        pk__in=numbers_asked(request.POST.getlist("with"))
    )
    version = actions.rewrite(
        sentence,
        text=request.POST.get("text", ""),
        theme=_theme(request.POST.get("theme", "")),
        seen=_number(request.POST.get("seen", "")),
        merging=list(merging),
        by=request.hat,
        now=clock.now(),
    )
    if version.is_beside:
        messages.warning(request, _("A colleague changed this sentence meanwhile. Both are kept: please choose."))
    else:
        messages.success(request, _("The sentence was kept as version %(number)s.") % {"number": version.number})
    return redirect("reporting:written", year, sentence_id)


@hat_required
@require_POST
def choose(request: HatRequest, year: int, sentence_id: int) -> HttpResponse:
    """Put one of the versions in force."""
    number = _number(request.POST.get("number", ""))
    actions.choose(_sentence(request, year, sentence_id), number, by=request.hat, now=clock.now())
    messages.success(request, _("The chosen words are in force; the others stay on record."))
    return redirect("reporting:written", year, sentence_id)


@hat_required
@require_POST
def take_out(request: HatRequest, year: int, sentence_id: int) -> HttpResponse:
    """Leave it out of the report."""
    sentence = actions.take_out(_sentence(request, year, sentence_id), by=request.hat, now=clock.now())
    messages.success(request, _("The sentence was taken out; it stands below the others and can be put back."))
    return _to_theme(year, Theme(sentence.theme))


@hat_required
@require_POST
def put_back(request: HatRequest, year: int, sentence_id: int) -> HttpResponse:
    """Let it stand again."""
    sentence = actions.put_back(_sentence(request, year, sentence_id), by=request.hat, now=clock.now())
    return _to_theme(year, Theme(sentence.theme))


@hat_required
@require_POST
def move(request: HatRequest, year: int, sentence_id: int) -> HttpResponse:
    """One place up or down."""
    is_up = request.POST.get("do") == "up"
    sentence = actions.move(_sentence(request, year, sentence_id), is_up=is_up, by=request.hat, now=clock.now())
    return _to_theme(year, Theme(sentence.theme))


@hat_required
@require_POST
def answer_number(request: HatRequest, year: int, sentence_id: int) -> HttpResponse:
    """Let a number stand that the table does not say."""
    actions.answer_number(
        _sentence(request, year, sentence_id),
        request.POST.get("flag", "")[:160],
        reason=request.POST.get("reason", ""),
        by=request.hat,
        now=clock.now(),
    )
    messages.success(request, _("The reason was kept with the number."))
    return redirect("reporting:written", year, sentence_id)


def _sentence(request: HatRequest, year: int, sentence_id: int) -> WrittenSentence:
    return sentence_for(request.hat, words_consolidation(request.hat, year), sentence_id)


def _flags(consolidation: Consolidation, sentences: Sequence[WrittenSentence]) -> dict[int, list[Any]]:
    figures = figures_for_words(consolidation, (each.text for each in sentences))
    return {each.pk: [] for each in sentences} | flags_of(sentences, figures, consolidation.period.year)


def _tabs(year: int, current: Theme, standing: Sequence[WrittenSentence]) -> list[dict[str, Any]]:
    address = reverse("reporting:wording", args=[year])
    return [
        {
            "label": theme.label,
            "href": f"{address}?chu-de={theme.value}",
            "count": sum(each.theme == theme for each in standing),
            "current": theme is current,
        }
        for theme in Theme
    ]


def _to_theme(year: int, theme: Theme) -> HttpResponse:
    return redirect(f"{reverse('reporting:wording', args=[year])}?chu-de={theme.value}")


def _theme(written: str) -> Theme:
    return Theme(written) if written in Theme.values else Theme.RESULTS


def _number(written: str) -> int:
    number = number_asked(written)
    if number is None:
        raise InputRefused(field="number")
    return number
