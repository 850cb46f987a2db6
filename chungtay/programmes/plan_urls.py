"""Addresses of programmes, plans and what they rest on."""

from __future__ import annotations

from django.urls import path

from chungtay.programmes.views import alignment, bases, papers, plans, programmes, writing

_PLAN = "ke-hoach/<int:plan_id>"

urlpatterns = [
    path("", plans.plan_list, name="plans"),
    path("khung/", programmes.framework_list, name="frameworks"),
    path("nam/<int:year>/mo/", programmes.open_year, name="open-programme"),
    path("nam/<int:year>/lap-ke-hoach/", plans.start, name="start-plan"),
    path(f"{_PLAN}/", plans.plan_page, name="plan"),
    path(f"{_PLAN}/phien-ban/<int:number>/", plans.plan_page, name="plan-version"),
    path(f"{_PLAN}/phien-ban/<int:number>/<str:kind>.<str:format_>", papers.plan_file, name="plan-file"),
    path(f"{_PLAN}/soan/", writing.edit, name="edit-plan"),
    path(f"{_PLAN}/thong-nhat/", plans.agree, name="agree-plan"),
    path(f"{_PLAN}/duyet/", plans.approve, name="approve-plan"),
    path(f"{_PLAN}/tra-lai/", plans.return_, name="return-plan"),
    path(f"{_PLAN}/giao/", plans.send_down, name="send-plan-down"),
    path(f"{_PLAN}/dieu-chinh/", plans.amend, name="amend-plan"),
    path(f"{_PLAN}/cap-tren/<int:number>/lay/", plans.take_over, name="take-from-above"),
    path(f"{_PLAN}/cap-tren/<int:number>/giu/", plans.keep_own, name="keep-own-item"),
    path(f"{_PLAN}/doi-chieu/", alignment.alignment_page, name="alignment"),
    path(f"{_PLAN}/van-ban/<str:kind>/", papers.draft, name="draft-plan-paper"),
    path(f"{_PLAN}/can-cu/", bases.record, name="record-basis"),
    path("can-cu/", bases.basis_list, name="bases"),
    path("can-cu/<int:basis_id>/", bases.basis_page, name="basis"),
]
