"""Addresses of the territory, below `don-vi/`."""

from __future__ import annotations

from django.urls import path

from chungtay.territory.views import proposals, units

app_name = "territory"
urlpatterns = [
    path("", units.units, name="units"),
    path("so-bien-dong/", units.ledger, name="ledger"),
    path("<int:pk>/", units.unit, name="unit"),
    path("phuong-an/", proposals.proposals, name="proposals"),
    path("phuong-an/moi/", proposals.propose, name="propose"),
    path("phuong-an/tu-bang/", proposals.upload, name="upload-proposal"),
    path("phuong-an/bang-mau/", proposals.model_sheet, name="proposal-model-sheet"),
    path("phuong-an/<int:pk>/", proposals.proposal, name="proposal"),
    path("phuong-an/<int:pk>/sua/", proposals.edit, name="edit-proposal"),
    path("phuong-an/<int:pk>/bang/", proposals.proposal_sheet, name="proposal-sheet"),
    path("phuong-an/<int:pk>/tien-do/", proposals.progress, name="proposal-progress"),
    path("phuong-an/<int:pk>/dang-chay/", proposals.run, name="proposal-run"),
    path("phuong-an/<int:pk>/dung/", proposals.stop, name="stop-proposal-run"),
    path("phuong-an/<int:pk>/chay-thu/", proposals.rehearse, name="rehearse-proposal"),
    path("phuong-an/<int:pk>/rut/", proposals.withdraw, name="withdraw-proposal"),
    path("phuong-an/<int:pk>/ap-dung/", proposals.apply, name="apply-proposal"),
    path("phuong-an/<int:pk>/hoan-tac/", proposals.undo, name="undo-proposal"),
    path("chay-thu/<int:pk>/", proposals.rehearsal, name="rehearsal"),
    path("chay-thu/<int:pk>/bang/", proposals.rehearsal_sheet, name="rehearsal-sheet"),
]
