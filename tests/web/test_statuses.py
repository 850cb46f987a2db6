import pytest
from django.utils import translation

from chungtay.documents.codes import DocumentStatus
from chungtay.programmes.activity_codes import ActivityStatus, OfferStatus
from chungtay.programmes.codes import PlanStatus
from chungtay.reporting.codes import Certainty, ProposalStatus, SubmissionStatus
from chungtay.web.statuses import MARKS, TONES, WORDS, tone_of, words_of

STATUSES = [*SubmissionStatus, *DocumentStatus, *Certainty, *ProposalStatus, *ActivityStatus, *OfferStatus]
# A code that two rooms know has the words of the first; a choice always says its own.
STATUSES += [status for status in PlanStatus if status.value not in SubmissionStatus.values]


@pytest.mark.parametrize("status", STATUSES, ids=str)
def test_every_status_of_the_rooms_has_a_tone_and_words(status):
    assert status.value in TONES
    with translation.override("en"):
        assert words_of(status) == str(status.label)
        assert words_of(status.value) == str(status.label)


def test_every_tone_has_a_mark_so_that_no_colour_stands_alone():
    assert set(TONES.values()) == set(MARKS)
    assert len(set(MARKS.values())) == len(MARKS)


def test_every_known_code_without_choices_has_words():
    own = {status.value for status in STATUSES}

    assert set(TONES) - own == set(WORDS)


def test_an_unknown_status_is_quiet_and_says_its_code():
    assert (tone_of("elsewhere"), words_of("elsewhere")) == ("quiet", "elsewhere")
