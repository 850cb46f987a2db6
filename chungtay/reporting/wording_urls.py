"""Addresses of the words of a consolidated report, its six figures, and its data annex."""

from __future__ import annotations

from django.urls import path

from chungtay.reporting.views import shown_figures, wording

urlpatterns = [
    path("tong-hop/<int:year>/loi-van/", wording.wording, name="wording"),
    path("tong-hop/<int:year>/loi-van/lay/", wording.pick, name="pick-words"),
    path("tong-hop/<int:year>/loi-van/viet/", wording.write, name="write-words"),
    path("tong-hop/<int:year>/loi-van/may-chon/", wording.begin, name="begin-words"),
    path("tong-hop/<int:year>/loi-van/<int:sentence_id>/", wording.written, name="written"),
    path("tong-hop/<int:year>/loi-van/<int:sentence_id>/sua/", wording.rewrite, name="rewrite-words"),
    path("tong-hop/<int:year>/loi-van/<int:sentence_id>/chon/", wording.choose, name="choose-words"),
    path("tong-hop/<int:year>/loi-van/<int:sentence_id>/bo/", wording.take_out, name="take-out-words"),
    path("tong-hop/<int:year>/loi-van/<int:sentence_id>/dua-lai/", wording.put_back, name="put-back-words"),
    path("tong-hop/<int:year>/loi-van/<int:sentence_id>/thu-tu/", wording.move, name="move-words"),
    path("tong-hop/<int:year>/loi-van/<int:sentence_id>/so-lech/", wording.answer_number, name="answer-number"),
    path("tong-hop/<int:year>/sau-so-lieu/", shown_figures.shown, name="shown-figures"),
    path("tong-hop/<int:year>/sau-so-lieu/chon/", shown_figures.choose, name="choose-figures"),
    path("tong-hop/<int:year>/sau-so-lieu.pdf", shown_figures.slides, name="slides"),
    path("van-ban/<int:year>/phu-luc-so-lieu.<str:format_>", shown_figures.data_annex, name="data-annex"),
]
