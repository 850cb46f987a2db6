"""Addresses of this room, below /to-chuc/."""

from __future__ import annotations

from django.urls import URLPattern, path

from chungtay.organisations.views import accounts, delegation, entry, offices, slips

app_name = "organisations"

urlpatterns: list[URLPattern] = [
    path("", offices.office_list, name="offices"),
    path("lap/", offices.create, name="create-office"),
    path("<int:pk>/", offices.office, name="office"),
    path("<int:pk>/truc-thuoc/", offices.place, name="place-office"),
    path("<int:pk>/tuyen-bao-cao/", offices.report_to, name="report-to"),
    path("ma-in-san/", entry.redeem, name="redeem"),
    path("vao-xem-thu/", entry.demo_sign_in, name="demo-sign-in"),
    path("khoi-tao/<slug:token>/", entry.first_administrator, name="first-administrator"),
    path("ai-dang-dung-may/", entry.who_works, name="who-works"),
    path("vai/", entry.hats, name="hats"),
    path("vai/chon/", entry.wear, name="wear"),
    path("tai-khoan/", accounts.account_list, name="accounts"),
    path("tai-khoan/mo/", accounts.open_account, name="open-account"),
    path("tai-khoan/nhap/", accounts.import_sheet, name="import-accounts"),
    path("tai-khoan/mau/", accounts.sheet_template, name="sheet-template"),
    path("tai-khoan/<int:pk>/", accounts.account, name="account"),
    path("tai-khoan/<int:pk>/cap-ma/", slips.reset, name="reset"),
    path("tai-khoan/<int:pk>/dong/", accounts.close, name="close-account"),
    path("tai-khoan/<int:pk>/vai/", accounts.grant, name="grant-role"),
    path("vai/<int:pk>/uy-quyen/", delegation.delegate, name="delegate"),
    path("uy-quyen/<int:pk>/thoi/", delegation.end_delegation, name="end-delegation"),
    path("vai/<int:pk>/ket-thuc/", accounts.end, name="end-role"),
    path("vai/<int:pk>/ban-giao/", accounts.hand_over, name="hand-over"),
]
