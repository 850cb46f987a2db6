"""The refusals of this room, in its own words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, NotFound, NotPermitted, RuleBroken, Unavailable


class NotYourStep(NotPermitted):
    """Each step belongs to one role of one office."""

    code = "documents.not_your_step"
    message = _("This step belongs to the role “%(role)s” of %(office)s. Please ask the person who holds it.")


class SamePersonTwice(NotPermitted):
    """Two persons stand behind two steps that check each other."""

    code = "documents.same_person_twice"
    message = _(
        "You took the step “%(step)s” of this document yourself, so somebody else must take this one. "
        "Please ask a colleague with this role."
    )


class StepOutOfOrder(RuleBroken):
    """Steps are taken in their order only."""

    code = "documents.step_out_of_order"
    message = _("This document is at the step “%(status)s”, so this cannot be done to it now.")


class NothingToAgree(RuleBroken):
    """The document of one office alone."""

    code = "documents.nothing_to_agree"
    message = _("This document has no partner, so nobody needs to agree. It can be signed after the form was checked.")


class AlreadySigned(RuleBroken):
    """One side signs once; what was signed is not drafted again."""

    code = "documents.already_signed"
    message = _(
        "%(office)s has signed this document already. What was signed is not changed: "
        "please return the document first, or issue one that replaces it."
    )


class FormNotAnswered(RuleBroken):
    """A broken rule of layout is mended, or answered with a reason."""

    code = "documents.form_not_answered"
    message = _(
        "%(count)s rules of layout are broken. Please have them mended in the draft, "
        "or write beside each why it may stand."
    )


class NumberTaken(RuleBroken):
    """A number is given once a register and year."""

    code = "documents.number_taken"
    message = _("Number %(number)s of %(year)s is taken in the register of %(office)s. The next free one is %(next)s.")


class NumberRefused(InputRefused):
    """No number a register can hold."""

    code = "documents.number_refused"
    message = _("A document number is a whole number from 1 to 99999. Please type it again.")


class DateBeforeSignature(InputRefused):
    """The date of a document is the day of its signature or later."""

    code = "documents.date_before_signature"
    message = _("The date cannot be earlier than the signature (%(signed_on)s). Please type the date again.")


class DateInFuture(InputRefused):
    """A document is dated on the day on which it is numbered, or before."""

    code = "documents.date_in_future"
    message = _("The date cannot lie in the future. Please type the day on which the number was given.")


class ReasonNeeded(InputRefused):
    """A step that must say why came without a reason."""

    code = "documents.reason_needed"
    message = _("Please write the reason in a sentence; it is kept with the document.")


class NoSuchDocument(NotFound):
    """The document does not exist, or is not for this hat."""

    code = "documents.no_such_document"
    message = _("This document does not exist, or it is not for your role. Please go back to the list of documents.")


class NothingToReplace(RuleBroken):
    """Only an issued document is replaced, and by one of the same office."""

    code = "documents.nothing_to_replace"
    message = _("Only an issued document can be replaced. A draft is simply drafted again.")


class NothingToAmend(RuleBroken):
    """Only an issued document in force is amended, and by one of the same office."""

    code = "documents.nothing_to_amend"
    message = _(
        "Only an issued document in force can be amended. One that was replaced or recalled is not amended any more."
    )


class MendingOnItsWay(RuleBroken):
    """One document at a time changes the content of an issued one."""

    code = "documents.mending_on_its_way"
    message = _(
        "“%(title)s” is on its way already and changes the content of the same document. "
        "Please issue that one first, or work on in it."
    )


class NothingToCorrect(RuleBroken):
    """A letter of correction speaks of an issued document, and of at least one mistake."""

    code = "documents.nothing_to_correct"
    message = _("Only an issued document is put right by a letter. A draft is simply drafted again.")


class CorrectionOfContent(InputRefused):
    """A wrong figure is content: it takes a document that replaces the issued one (Art. 18(3))."""

    code = "documents.correction_of_content"
    message = _(
        "This changes a figure, which is content and not form. A letter cannot do that: "
        "please draft a document that replaces the issued one."
    )


class ForbiddenInFile(InputRefused):
    """The file holds what the product never keeps. Nothing of it is repeated in the message."""

    code = "documents.forbidden_in_file"
    message = _(
        "This file holds %(kind)s, which must not be kept here, so nothing of it was stored. "
        "Please leave that part out of the document and bring it in again."
    )


class FileInsideFile(InputRefused):
    """Other files stand inside the file, where nobody looked for what must not be kept."""

    code = "documents.file_inside_file"
    message = _(
        "Other files are attached inside this file, and nobody can look into them here, so nothing of it was stored. "
        "Please remove the attachments and bring it in again."
    )


class ReaderBusy(Unavailable):
    """All readers are at work."""

    code = "documents.reader_busy"
    message = _("Several files are being read just now. Nothing was lost; please try again in a minute.")


class FileUnreadable(InputRefused):
    """Base of all reasons why a file could not be read; nothing of it was kept."""

    code = "documents.file_unreadable"
    message = _("This file could not be read; nothing of it was kept. Please save it again and bring it in once more.")


class FileDamaged(FileUnreadable):
    """Damaged, or written against its own format."""

    code = "documents.file_damaged"
    message = _("This file is damaged, so it could not be read. Please open it in Word, save it again and bring it in.")


class FileEmpty(FileUnreadable):
    """No bytes, or no words."""

    code = "documents.file_empty"
    message = _("There is no text in this file. Please choose the right file.")


class FileTooLarge(FileUnreadable):
    """More than can be read at once, or it unpacks to far more than its size."""

    code = "documents.file_too_large"
    message = _("This file holds more than a document does, so it was not opened. Please remove pictures from it.")


class FileOfOtherKind(FileUnreadable):
    """Not a kind of file that this place takes, or not what its name says."""

    code = "documents.file_of_other_kind"
    message = _("The content of this file is not what is needed here. Please choose a file that ends in %(wanted)s.")


class FileOfOldWord(FileUnreadable):
    """A .doc of Word 97-2003."""

    code = "documents.file_of_old_word"
    message = _("This is an old Word file (.doc). Please open it in Word and save it as Word document (.docx).")


class FileLocked(FileUnreadable):
    """Opens only with a password."""

    code = "documents.file_locked"
    message = _("This file is protected by a password. Please save a copy without the password and bring that in.")


class FileScrambled(FileUnreadable):
    """Its text comes out in wrong signs: a font of before Unicode, or a PDF without its table of signs."""

    code = "documents.file_scrambled"
    message = _("The text of this file comes out scrambled. Please bring in the Word file that it was made from.")


class ScanWithoutWord(InputRefused):
    """A scan is kept as proof; its figures are compared through the Word that was signed."""

    code = "documents.scan_without_word"
    message = _(
        "This PDF is a scan: its pages are pictures without text. "
        "Please add the Word or PDF file that was signed, so that its figures can be compared."
    )


class CompanionWithoutText(InputRefused):
    """The file beside a scan must have text."""

    code = "documents.companion_without_text"
    message = _("The file beside the scan has no text either. Please choose the Word file that was signed.")


BY_CODE: dict[str, type[FileUnreadable]] = {
    "too_large": FileTooLarge,
    "zip_bomb": FileTooLarge,
    "too_long": FileTooLarge,
    "empty_file": FileEmpty,
    "not_this_kind": FileOfOtherKind,
    "unsupported": FileOfOtherKind,
    "picture": FileOfOtherKind,
    "old_word": FileOfOldWord,
    "encrypted": FileLocked,
    "scrambled_pdf": FileScrambled,
    "legacy_encoding": FileScrambled,
    "corrupt": FileDamaged,
}


def refusal_for(code: str, *, wanted: str, field: str) -> FileUnreadable:
    """The refusal for a reader's code; `wanted` are the endings that this place takes."""
    return BY_CODE.get(code, FileUnreadable)(field=field, wanted=wanted)
