"""The verbs of this room: drafting, the steps to signature, the register, the signed copy."""

from chungtay.documents.actions.drafting import (
    Draft,
    NewFile,
    bring_in_draft,
    draft_document,
    record_draft_differences,
    redraft,
)
from chungtay.documents.actions.letters import draft_letter_of_correction
from chungtay.documents.actions.register import issue, number_document, recall
from chungtay.documents.actions.signed_copies import record_differences, upload_signed_copy
from chungtay.documents.actions.steps import agree, check_content, check_form, return_document, sign

__all__ = [
    "Draft",
    "NewFile",
    "agree",
    "bring_in_draft",
    "check_content",
    "check_form",
    "draft_document",
    "draft_letter_of_correction",
    "issue",
    "number_document",
    "recall",
    "record_differences",
    "record_draft_differences",
    "redraft",
    "return_document",
    "sign",
    "upload_signed_copy",
]
