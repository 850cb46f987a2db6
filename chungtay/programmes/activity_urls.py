"""Addresses of activities, under `hoat-dong/`."""

from __future__ import annotations

from django.urls import path

from chungtay.programmes.views import activities, joining, messages, photos, sheets

urlpatterns = [
    path("hoat-dong/", activities.activity_list, name="activities"),
    path("hoat-dong/ghi/", activities.record, name="record-activity"),
    path("hoat-dong/ghi/tu-luu/", activities.draft, name="activity-draft"),
    path("hoat-dong/ghi/bo-nhap/", activities.throw_draft_away, name="throw-activity-draft"),
    path("hoat-dong/theo-thon/", sheets.by_village, name="by-village"),
    path("hoat-dong/tin-nhan/", messages.paste, name="paste-message"),
    path("hoat-dong/tin-nhan/<int:proposal_id>/ghi/", messages.take, name="take-proposal"),
    path("hoat-dong/tin-nhan/<int:proposal_id>/bo/", messages.leave, name="leave-out"),
    path("hoat-dong/chung/", joining.offers, name="offers"),
    path("hoat-dong/chung/<int:offer_id>/", joining.offer, name="offer"),
    path("hoat-dong/chung/<int:offer_id>/dung/", joining.confirm, name="confirm-offer"),
    path("hoat-dong/chung/<int:offer_id>/khong-phai/", joining.decline, name="decline-offer"),
    path("hoat-dong/chung/<int:offer_id>/thoi/", joining.take_back, name="take-back-offer"),
    path("hoat-dong/anh/<int:photo_id>/", photos.photo, name="photo"),
    path("hoat-dong/anh/<int:photo_id>/xoa/", photos.remove, name="remove-photo"),
    path("hoat-dong/<int:activity_id>/anh/", photos.add, name="add-photos"),
    path("hoat-dong/<int:activity_id>/xem-anh/", photos.look, name="look-at-photos"),
    path("hoat-dong/<int:activity_id>/", activities.activity, name="activity"),
    path("hoat-dong/<int:activity_id>/sua/", activities.correct, name="correct-activity"),
    path("hoat-dong/<int:activity_id>/rut/", activities.withdraw, name="withdraw-activity"),
    path("hoat-dong/<int:activity_id>/hoi/", joining.ask, name="ask-partners"),
    path("hoat-dong/<int:activity_id>/cung-buoi/", joining.twin, name="twin"),
]
