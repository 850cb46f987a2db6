"""The steps from draft to signature: their order, their people, the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chungtay.core.errors import ChungTayError
from chungtay.core.models import Deed
from chungtay.core.scanner import ForbiddenMatter
from chungtay.documents import actions, rules
from chungtay.documents.codes import DocumentStatus, PaperKind, Step
from chungtay.documents.errors import (
    AlreadySigned,
    FormNotAnswered,
    NothingToAgree,
    NotYourStep,
    ReasonNeeded,
    SamePersonTwice,
    StepOutOfOrder,
)
from chungtay.documents.models import Document
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from officialdoc import paragraph
from tests.documents.conftest import NOW, People, drafted, form_checked, issued, signed
from tests.documents.papers import draft, paper
from tests.reporting.stage import hat


def _number(document: Document, by: Membership) -> Document:
    return actions.number_document(document, number=12, dated=NOW.date(), by=by, now=NOW)


STEPS: dict[Step, Callable[[Document, Membership], object]] = {
    Step.REDRAFTED: lambda document, by: actions.redraft(document, draft(), by=by, now=NOW),
    Step.CONTENT_CHECKED: lambda document, by: actions.check_content(document, by=by, now=NOW),
    Step.FORM_CHECKED: lambda document, by: actions.check_form(document, by=by, now=NOW),
    Step.AGREED: lambda document, by: actions.agree(document, by=by, now=NOW),
    Step.SIGNED: lambda document, by: actions.sign(document, by=by, now=NOW),
    Step.NUMBERED: _number,
    Step.ISSUED: lambda document, by: actions.issue(document, by=by, now=NOW),
    Step.RECALLED: lambda document, by: actions.recall(document, reason="Sai thẩm quyền", by=by, now=NOW),
}


def _refusal(step: Step, document: Document, by: Membership) -> type[ChungTayError] | None:
    try:
        STEPS[step](document, by)
    except ChungTayError as refused:
        return type(refused)
    return None


def test_a_joint_document_goes_through_its_steps_in_order(people: People) -> None:
    document = issued(people, drafted(people))

    document.refresh_from_db()
    taken = list(document.steps.order_by("id").values_list("step", "organisation__name"))
    assert document.status == DocumentStatus.ISSUED
    assert taken == [
        ("drafted", "Công an tỉnh"),
        ("content_checked", "Công an tỉnh"),
        ("form_checked", "Công an tỉnh"),
        ("agreed", "Mặt trận tỉnh"),
        ("signed", "Mặt trận tỉnh"),
        ("signed", "Công an tỉnh"),
        ("numbered", "Công an tỉnh"),
        ("issued", "Công an tỉnh"),
    ]
    deeds = Deed.objects.filter(subject_type="documents.document", subject_id=document.pk).order_by("id")
    assert list(deeds.values_list("verb", flat=True)) == [step for step, _office in taken]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_by_the_wrong_role_is_refused(people: People, step: Step) -> None:
    document = drafted(people)
    right = {
        Step.REDRAFTED: {people.drafter, people.head},
        Step.CONTENT_CHECKED: {people.head},
        Step.FORM_CHECKED: {people.form},
        Step.AGREED: {people.front_coordinator},
        Step.SIGNED: {people.director, people.chair},
        Step.NUMBERED: {people.clerk},
        Step.ISSUED: {people.clerk},
        Step.RECALLED: {people.director},
    }[step]
    everybody = {
        *(people.drafter, people.head, people.form, people.director, people.clerk, people.front_coordinator),
        *(people.chair, people.auditor, people.keeper, people.front.consolidator, people.commune_police.consolidator),
    }

    refused = {each for each in everybody if _refusal(step, document, each) is NotYourStep}

    assert refused == everybody - right


def test_the_same_role_of_another_office_is_refused(people: People) -> None:
    document = drafted(people)
    front_head = hat(people.front.organisation, Role.DRAFTING_HEAD)
    police_coordinator = hat(people.police.organisation, Role.COORDINATOR)

    assert _refusal(Step.CONTENT_CHECKED, document, front_head) is NotYourStep
    assert _refusal(Step.AGREED, document, police_coordinator) is NotYourStep


def test_steps_are_taken_only_in_their_order(people: People) -> None:
    by = {
        Step.CONTENT_CHECKED: people.head,
        Step.FORM_CHECKED: people.form,
        Step.AGREED: people.front_coordinator,
        Step.SIGNED: people.director,
        Step.NUMBERED: people.clerk,
        Step.ISSUED: people.clerk,
        Step.RECALLED: people.director,
    }
    document = drafted(people)
    reached = []

    for step in by:
        others = [each for each in by if each is not step and _refusal(each, document, by[each]) is StepOutOfOrder]
        STEPS[step](document, by[step])
        if step is Step.SIGNED:
            actions.sign(document, by=people.chair, now=NOW)
        reached.append((step, len(others)))

    assert reached == [(step, len(by) - 1) for step in by]


def test_draft_document_is_refused_to_the_partner_and_to_readers(people: People) -> None:
    for by in (people.front.consolidator, people.auditor, people.clerk, people.police.reporter):
        with pytest.raises(NotYourStep):
            drafted(people, by=by)

    assert Document.objects.count() == 0


def test_draft_document_refuses_a_title_with_forbidden_matter(people: People) -> None:
    with pytest.raises(ForbiddenMatter):
        drafted(people, title="Liên hệ số 0912 345 678")


def test_check_content_is_not_for_who_drafted(people: People) -> None:
    document = drafted(people, by=people.head)

    with pytest.raises(SamePersonTwice):
        actions.check_content(document, by=people.head, now=NOW)


def test_check_content_is_refused_to_the_drafter_under_another_hat(people: People) -> None:
    document = drafted(people)
    same_person = hat(people.police.organisation, Role.DRAFTING_HEAD, user=people.drafter.user)

    with pytest.raises(SamePersonTwice):
        actions.check_content(document, by=same_person, now=NOW)


def test_check_form_is_not_for_who_checked_the_content(people: People) -> None:
    document = drafted(people)
    actions.check_content(document, by=people.head, now=NOW)
    same_person = hat(people.police.organisation, Role.FORM_CHECKER, user=people.head.user)

    with pytest.raises(SamePersonTwice):
        actions.check_form(document, by=same_person, now=NOW)


def test_check_form_needs_an_answer_to_each_broken_rule(people: People) -> None:
    broken = replace(paper(), symbol="bc-cat")
    document = drafted(people, draft=draft(broken))
    actions.check_content(document, by=people.head, now=NOW)
    found = list(dict.fromkeys(each["rule"] for each in document.versions.get().findings))
    assert found == ["symbol-case", "symbol-type"]

    with pytest.raises(FormNotAnswered) as refused:
        actions.check_form(document, answers={found[0]: "   "}, by=people.form, now=NOW)
    answers = dict.fromkeys(found, "Theo mẫu của hai cơ quan")
    checked = actions.check_form(document, answers={**answers, "unknown": "x"}, by=people.form, now=NOW)

    assert refused.value.data["rules"] == found
    assert checked.steps.get(step=Step.FORM_CHECKED).details == {"answers": answers}


def test_a_document_of_one_office_needs_no_agreement_and_one_signature(people: People) -> None:
    document = form_checked(people, drafted(people, partner=None))

    with pytest.raises(NothingToAgree):
        actions.agree(document, by=people.front_coordinator, now=NOW)
    document = actions.sign(document, by=people.director, now=NOW)

    assert document.status == DocumentStatus.SIGNED


def test_sign_of_a_joint_document_takes_both_sides(people: People) -> None:
    document = form_checked(people, drafted(people))
    actions.agree(document, by=people.front_coordinator, now=NOW)

    half = actions.sign(document, by=people.director, now=NOW).status
    with pytest.raises(AlreadySigned):
        actions.sign(document, by=people.director, now=NOW)
    with pytest.raises(AlreadySigned):
        actions.redraft(document, draft(), by=people.drafter, now=NOW)
    with pytest.raises(StepOutOfOrder):
        _number(document, people.clerk)
    whole = actions.sign(document, by=people.chair, now=NOW).status

    assert (half, whole) == (DocumentStatus.AGREED, DocumentStatus.SIGNED)


def test_redraft_keeps_the_earlier_version_and_begins_the_checks_again(people: People) -> None:
    document = form_checked(people, drafted(people))
    other = draft(replace(paper(), blocks=(paragraph("Đã tổ chức 41 buổi."),)))

    version = actions.redraft(document, other, by=people.drafter, now=NOW)
    document.refresh_from_db()

    assert (document.status, document.round) == (DocumentStatus.DRAFT, 2)
    assert list(document.versions.order_by("number").values_list("number", "fingerprint")) == [
        (1, draft().fingerprint),
        (2, version.fingerprint),
    ]
    assert form_checked(people, document).status == DocumentStatus.FORM_CHECKED


def test_return_document_voids_signatures_and_says_why(people: People) -> None:
    document = signed(people, drafted(people))

    with pytest.raises(ReasonNeeded):
        actions.return_document(document, reason=" ", by=people.clerk, now=NOW)
    returned = actions.return_document(document, reason="Thiếu Phụ lục V", by=people.clerk, now=NOW)

    assert (returned.status, returned.round) == (DocumentStatus.DRAFT, 2)
    assert (returned.lead_signed_at, returned.partner_signed_at) == (None, None)
    assert returned.steps.get(step=Step.RETURNED).details == {"reason": "Thiếu Phụ lục V"}


def test_return_document_is_for_whoever_it_lies_with(people: People) -> None:
    document = form_checked(people, drafted(people))

    with pytest.raises(NotYourStep):
        actions.return_document(document, reason="Chưa đúng", by=people.head, now=NOW)
    returned = actions.return_document(
        document, reason="Bên Mặt trận chưa nhất trí", by=people.front_coordinator, now=NOW
    )

    assert returned.status == DocumentStatus.DRAFT


def test_a_numbered_document_is_not_returned(people: People) -> None:
    document = signed(people, drafted(people))
    _number(document, people.clerk)

    with pytest.raises(StepOutOfOrder):
        actions.return_document(document, reason="Sai số liệu", by=people.clerk, now=NOW)


def test_open_steps_are_those_a_hat_can_take_now(people: People) -> None:
    document = drafted(people)

    found = {
        each: rules.open_steps(each, document)
        for each in (people.drafter, people.head, people.form, people.chair, people.auditor)
    }

    assert found == {
        people.drafter: (Step.REDRAFTED,),
        people.head: (Step.REDRAFTED, Step.CONTENT_CHECKED, Step.RETURNED),
        people.form: (),
        people.chair: (Step.RETURNED,),
        people.auditor: (),
    }


def test_replacing_needs_an_issued_document_of_the_same_office(people: People) -> None:
    old = issued(people, drafted(people))
    new = drafted(people, replaces=old, kind=PaperKind.ANNUAL)

    before = Document.objects.get(pk=old.pk).status
    issued(people, new, number=13)

    assert (before, Document.objects.get(pk=old.pk).status) == (DocumentStatus.ISSUED, DocumentStatus.REPLACED)
    with pytest.raises(ChungTayError) as refused:
        drafted(people, replaces=drafted(people))
    assert refused.value.code == "documents.nothing_to_replace"


def test_recall_keeps_number_and_reason(people: People) -> None:
    document = issued(people, drafted(people))

    recalled = actions.recall(document, reason="Ban hành sai thẩm quyền", by=people.director, now=NOW)

    assert (recalled.status, recalled.number) == (DocumentStatus.RECALLED, 12)
    assert recalled.steps.get(step=Step.RECALLED).details == {"reason": "Ban hành sai thẩm quyền"}
