"""The Vietnamese catalogue holds the sentences that Django and its forms would otherwise say badly, or in English."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

BORROWED = (
    "This field is required.",
    "Enter a whole number.",
    "Enter a valid date.",
    "Select a valid choice. That choice is not one of the available choices.",
    "The submitted file is empty.",
    "No file was submitted.",
    "Ensure this value is less than or equal to %(limit_value)s.",
    "Ensure this value is greater than or equal to %(limit_value)s.",
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "This password is too short. It must contain at least %d character.",
    "The password is too similar to the %(verbose_name)s.",
    "This password is too common.",
    "Successfully signed in as %(name)s.",
    "You have signed out.",
    "Too many failed login attempts. Try again later.",
)
# Words that offices do not use, or that only half of a translation would leave behind.
UNWANTED = ("dashboard", "approve", "submit", "pedigree", "gửi form", "nộp bài", "hoà", "thuỷ", "uỷ ban", "click")


@pytest.fixture(scope="module")
def catalogue():
    with Path("locale/vi/LC_MESSAGES/django.po").open("rb") as stream:
        return read_po(stream, locale="vi")


@pytest.mark.parametrize("sentence", BORROWED)
def test_borrowed_sentences_are_said_in_our_words(catalogue, sentence):
    entry = catalogue.get(sentence)

    assert entry is not None
    assert all(entry.string if isinstance(entry.string, tuple) else [entry.string])


@pytest.mark.parametrize("word", UNWANTED)
def test_words_that_offices_do_not_use_are_absent(catalogue, word):
    whole = re.compile(rf"\b{word}\b", re.IGNORECASE)
    said = [str(message.string) for message in catalogue if message.id and whole.search(str(message.string))]

    assert said == []
