"""Sentences as offices of many provinces write them: their figures and where each goes. The table is a text file."""

from pathlib import Path

import pytest

from narrative import read_text


def _table():
    head = ""
    for line in Path(__file__).with_name("sentences.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            head = line[2:].replace("\\n", "\n")
        elif " => " in line:
            sentence, _, expected = line.partition(" => ")
            yield head, sentence.replace("\\n", "\n"), expected


@pytest.mark.parametrize(("head", "sentence", "expected"), list(_table()))
def test_every_figure_goes_where_the_words_send_it(head, sentence, expected):
    facts = read_text(f"{head}\n\n{sentence}\n").facts

    assert "; ".join(map(_said, facts)) == expected


def _said(fact):
    value = f"{fact.value:f}" + (f"-{fact.value_high:f}" if fact.value_high else "")
    return f"{value} {'+' if fact.comparison else ''}{fact.indicator or fact.kind}"
