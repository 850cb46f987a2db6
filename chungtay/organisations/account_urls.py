"""Addresses of signing in and out. Of allauth's pages these alone are open; every other one does not exist here.

Included at the root by `web.urls`; the names are allauth's, so that its flows find them.
"""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import URLPattern, path

from chungtay.organisations.access import open_to_all
from chungtay.organisations.views.entry import closed_account, no_such_page, sign_in

urlpatterns: list[URLPattern] = [
    path("dang-nhap/", sign_in, name="account_login"),
    path("dang-xuat/", open_to_all(allauth_views.logout), name="account_logout"),
    path("doi-mat-khau/", allauth_views.password_change, name="account_change_password"),
    path("tai-khoan-da-khoa/", closed_account, name="account_inactive"),
    # allauth builds a link to its sign-up page wherever it shows sign-in; here it leads nowhere.
    path("dang-ky/", no_such_page, name="account_signup"),
    path("dat-mat-khau/", no_such_page, name="account_set_password"),
]
