"""Addresses of the documents."""

from __future__ import annotations

from django.urls import path

from chungtay.documents.views import check, documents, files, letters, mending, steps

app_name = "documents"

urlpatterns = [
    path("", documents.document_list, name="documents"),
    path("so-dang-ky/", documents.register, name="register"),
    path("kiem-tra-the-thuc/", check.check_page, name="check"),
    path("<int:document_id>/", documents.document_page, name="document"),
    # Files
    path("<int:document_id>/tep/<str:rendering>.<str:format_>", files.kept, name="file"),
    path("<int:document_id>/ban-phat-hanh.<str:format_>", files.with_number, name="issued-file"),
    path("<int:document_id>/ban-ky/<int:copy_id>/", files.signed, name="signed-file"),
    path("<int:document_id>/ban-ky/<int:copy_id>/kem-theo/", files.companion, name="companion-file"),
    # Wrong in an issued document
    path("<int:document_id>/cho-sai/", mending.mend, name="mend"),
    path("<int:document_id>/dinh-chinh/", letters.correct, name="correct"),
    # Steps
    path("<int:document_id>/du-thao/", steps.bring_draft, name="bring-draft"),
    path("<int:document_id>/noi-dung/", steps.check_content, name="check-content"),
    path("<int:document_id>/the-thuc/", steps.check_form, name="check-form"),
    path("<int:document_id>/nhat-tri/", steps.agree, name="agree"),
    path("<int:document_id>/ky/", steps.sign, name="sign"),
    path("<int:document_id>/tra-lai/", steps.return_, name="return"),
    path("<int:document_id>/cap-so/", steps.number, name="number"),
    path("<int:document_id>/phat-hanh/", steps.issue, name="issue"),
    path("<int:document_id>/thu-hoi/", steps.recall, name="recall"),
    path("<int:document_id>/ban-ky/", steps.bring_signed_copy, name="bring-signed-copy"),
]
