"""Addresses of the reports."""

from __future__ import annotations

from django.urls import include, path

from chungtay.reporting import wording_urls
from chungtay.reporting.views import (
    accepting,
    board,
    chains,
    consolidation,
    discussion,
    extensions,
    form_file,
    incoming,
    issued,
    papers,
    pedigree,
    prefill,
    submissions,
    whole,
)

app_name = "reporting"

urlpatterns = [
    # Reports of an office
    path("phieu/", submissions.task_list, name="tasks"),
    path("phieu/<int:task_id>/", submissions.task_page, name="task"),
    path("phieu/<int:task_id>/dien/", submissions.entry, name="entry"),
    path("phieu/<int:task_id>/tu-luu/", submissions.autosave, name="autosave"),
    path("phieu/<int:task_id>/khong-phat-sinh/", submissions.nil, name="nil"),
    path("phieu/<int:task_id>/tu-hoat-dong/", prefill.from_activities, name="from-activities"),
    path("phieu/<int:task_id>/chep-ky-truoc/", submissions.copy_stocks, name="copy-stocks"),
    path("phieu/<int:task_id>/gui/", submissions.send, name="send"),
    path("phieu/<int:task_id>/nop/", whole.submit_whole, name="submit-whole"),
    path("phieu/<int:task_id>/chon/<int:conflict_id>/", submissions.settle, name="settle-conflict"),
    path("phieu/<int:task_id>/trinh/", submissions.lay_before_approver, name="lay-before-approver"),
    path("phieu/<int:task_id>/sua-lai/", submissions.correct, name="correct"),
    path("phieu/<int:task_id>/phien-ban/<int:number>/", submissions.version_page, name="version"),
    path("phieu/<int:task_id>/phien-ban/<int:number>/in/", submissions.version_sheet, name="version-sheet"),
    # The form as .xlsx
    path("phieu/<int:task_id>/phieu-excel.xlsx", form_file.form_file, name="form-file"),
    path("phieu/<int:task_id>/phieu-excel/", form_file.bring_form_in, name="bring-form-in"),
    path("phieu/<int:task_id>/phieu-excel/giu/", form_file.take_form, name="take-form"),
    # For the system that each line fills in besides
    path("mat-tran-so/", chains.week_of_the_front, name="front-week"),
    path("phieu/<int:task_id>/nhap-lai/", chains.retype_sheet, name="retype-sheet"),
    # Texts brought in
    path("phieu/<int:task_id>/van-ban/", incoming.bring_in, name="bring-in"),
    path("phieu/<int:task_id>/van-ban/<int:text_id>/", incoming.check_text, name="check-text"),
    path("phieu/<int:task_id>/van-ban/<int:text_id>/tat-ca/", incoming.take_all, name="take-all"),
    path("phieu/<int:task_id>/van-ban/<int:text_id>/loai-mo-hinh/", incoming.take_types, name="take-types"),
    path("phieu/<int:task_id>/van-ban/<int:text_id>/tep/", incoming.kept_file, name="kept-file"),
    path("phieu/<int:task_id>/van-ban/<int:text_id>/<int:figure_id>/", incoming.decide, name="decide-figure"),
    # Discussion
    path("trao-doi/", discussion.discussions, name="discussions"),
    path("phieu/<int:task_id>/trao-doi/", discussion.discussion, name="discussion"),
    path("phieu/<int:task_id>/trao-doi/da-doc/", discussion.read_discussion, name="read-discussion"),
    # The receiving office
    path("theo-doi/", board.board, name="board"),
    path("duyet/", board.review_list, name="review"),
    path("duyet/nhan-tat-ca/", accepting.accept_all, name="accept-all"),
    path("duyet/da-nhan/", accepting.accepted, name="accepted"),
    path("phieu/<int:task_id>/duyet/", board.review_one, name="review-one"),
    path("phieu/<int:task_id>/nhan/", board.accept_one, name="accept"),
    path("phieu/<int:task_id>/tra-lai/", board.return_one, name="return"),
    path("phieu/<int:task_id>/mo-lai/", board.reopen_one, name="reopen"),
    path("phieu/<int:task_id>/gia-han/", extensions.give, name="extend"),
    # The catalogue, more time, reminding
    path("", include("chungtay.reporting.catalogue_urls")),
    # Consolidation
    path("tong-hop/", consolidation.consolidations, name="consolidations"),
    path("tong-hop/<int:year>/", consolidation.consolidation, name="consolidation"),
    path("tong-hop/<int:year>/mo/", consolidation.open_year, name="open-year"),
    path("tong-hop/<int:year>/chot/", consolidation.freeze, name="freeze"),
    path("tong-hop/<int:year>/mo-lai/", consolidation.reopen, name="reopen-year"),
    path("tong-hop/<int:year>/canh-bao/", consolidation.answer, name="answer-warning"),
    *wording_urls.urlpatterns,
    # Papers
    path("van-ban/", papers.papers, name="papers"),
    path("van-ban/<int:year>/giao-chu-tri/", papers.hand_over, name="hand-over-lead"),
    path("van-ban/<int:year>/<str:kind>/", papers.draft, name="draft-paper"),
    path("van-ban/<int:year>/so-hien-tai/<str:kind>.<str:format_>", papers.live, name="live-paper"),
    path("van-ban/da-ban-hanh/<int:document_id>/", issued.issued_now, name="issued-now"),
    path("van-ban/sua-doi/<int:document_id>/", papers.amend, name="draft-amendment"),
    path("van-ban/soan-lai/<int:document_id>/", papers.draft_again, name="draft-again"),
    # Pedigree
    path("nguon-goc/", pedigree.find_figure, name="find-figure"),
    path("nguon-goc/<str:code>/", pedigree.pedigree, name="pedigree"),
    path("nguon-goc/<str:code>/phieu/", pedigree.pedigree_sheet, name="pedigree-sheet"),
]
