"""Each rule of layout catches the one change that breaks it, at the right place, and nothing else cries."""

from __future__ import annotations

import pytest

from officialdoc import render_docx
from officialdoc.check import RULES, check
from tests.officialdoc.mutations import MUTATIONS
from tests.officialdoc.samples import SAMPLES


def test_every_rule_has_a_mutation_and_every_mutation_a_rule() -> None:
    assert set(MUTATIONS) == set(RULES)


@pytest.mark.parametrize("sample", SAMPLES)
def test_check_finds_nothing_in_our_own_documents(sample: str) -> None:
    document = SAMPLES[sample]()

    assert check(render_docx(document), profile=document.profile) == []


@pytest.mark.parametrize("key", MUTATIONS)
def test_check_finds_exactly_the_rule_that_was_broken(key: str) -> None:
    content, profile, place = MUTATIONS[key].apply()

    findings = check(content, profile=profile, name="tệp.docx")

    assert {finding.rule for finding in findings} == {key}
    assert place in findings[0].place + findings[0].found
    assert findings[0].file == "tệp.docx"
    assert RULES[key].wanted in findings[0].wanted
    assert findings[0].mend == RULES[key].mend != ""
