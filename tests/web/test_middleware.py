import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from chungtay.core.errors import RuleBroken
from chungtay.web import middleware
from chungtay.web.middleware import PlainEncoder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sample_pages(settings):
    settings.ROOT_URLCONF = "tests.web.sample_urls"
    translation.deactivate()


@pytest.fixture
def reader():
    """Somebody who reads English and is not signed in."""
    client = Client()
    client.cookies["django_language"] = "en"
    return client


def test_a_refusal_is_a_page_with_its_sentence_status_and_code(reader):
    response = reader.get("/rule/")

    page = response.content.decode()
    assert response.status_code == 409
    assert [template.name for template in response.templates][:2] == ["web/refusal.html", "web/public.html"]
    assert "<p>A rule of the programme does not allow this.</p>" in page
    assert "<code>core.rule_broken</code>" in page


def test_a_refusal_is_a_fragment_for_htmx(reader):
    response = reader.get("/rule/", headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert response.content.decode().startswith('<div class="notice notice--wrong" role="alert"')
    assert "<html" not in response.content.decode()


def test_a_refusal_is_json_for_machines(reader):
    response = reader.get("/rule/", headers={"Accept": "application/json"})

    assert response.status_code == 409
    assert response.json() == {
        "code": "core.rule_broken",
        "sentence": "A rule of the programme does not allow this.",
        "data": {"figure": 12},
    }


def test_a_browser_that_also_takes_json_gets_a_page(reader):
    response = reader.get("/rule/", headers={"Accept": "text/html,application/json;q=0.5"})

    assert response["Content-Type"] == "text/html; charset=utf-8"


def test_many_problems_are_told_one_by_one(reader):
    page = reader.get("/many/").content.decode()
    told = reader.get("/many/", headers={"Accept": "application/json"}).json()

    assert page.count("<li>Row ") == 2
    assert [problem["data"] for problem in told["problems"]] == [{"row": 4}, {"row": 9}]
    assert told["sentence"] == "2 places need a correction before this can be stored."


def test_more_problems_than_anybody_reads_are_counted(reader, monkeypatch):
    monkeypatch.setattr(middleware, "SHOWN_PROBLEMS", 1)

    page = reader.get("/many/").content.decode()

    assert page.count("<li>Row ") == 1
    assert "<p>and one more</p>" in page


def test_what_is_hidden_and_what_does_not_exist_give_one_answer(reader):
    hidden, absent = reader.get("/hidden/"), reader.get("/no-such-page/")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.decode() == absent.content.decode().replace("/no-such-page/", "/hidden/")


def test_a_fault_says_nothing_of_itself(reader):
    reader.raise_request_exception = False

    response = reader.get("/broken/")

    page = response.content.decode()
    assert response.status_code == 500
    assert "A fault on our side" in page
    assert not any(leak in page for leak in ("canary", "ZeroDivisionError", "Traceback", "sample_urls"))


def test_a_form_without_its_token_is_told_to_reload():
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = "en"

    response = client.post("/received/", {"words": "x"})

    assert response.status_code == 403
    assert "reload the page and send it once more" in response.content.decode()


@pytest.mark.parametrize("checks_token", [True, False])
def test_an_upload_beyond_the_limit_never_reaches_the_view(settings, checks_token):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    client = Client(enforce_csrf_checks=checks_token)
    client.cookies["django_language"] = "en"
    client.cookies["csrftoken"] = "a" * 32

    response = client.post("/received/", {"report": SimpleUploadedFile("a.docx", b"x" * (1024 * 1024 + 1))})

    assert response.status_code == 413
    assert "larger than 1 MB" in response.content.decode()


@pytest.mark.parametrize(("method", "sent"), [("get", {"q": "a\0b"}), ("post", {"x\0": "b"})])
def test_a_character_that_no_text_holds_is_refused_with_a_sentence(reader, method, sent):
    response = getattr(reader, method)("/received/", sent)

    assert response.status_code == 400
    assert "<code>core.not_text</code>" in response.content.decode()


def test_an_upload_within_the_limit_reaches_the_view(settings):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024

    response = Client().post("/received/", {"report": SimpleUploadedFile("a.docx", b"x" * 1024)})

    assert response.content == b"the view ran"


def test_pages_are_vietnamese_whatever_the_browser_prefers():
    response = Client().get("/rule/", headers={"Accept-Language": "en-GB,en;q=0.9"})

    assert '<html lang="vi">' in response.content.decode()


def test_the_chosen_language_stays():
    client = Client()

    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/rule/"})

    assert (answer.status_code, answer["Location"]) == (302, "/rule/")
    assert '<html lang="en">' in client.get("/rule/").content.decode()


def test_a_language_that_we_do_not_speak_is_vietnamese():
    client = Client()
    client.cookies["django_language"] = "fr"

    assert '<html lang="vi">' in client.get("/rule/").content.decode()


def test_choosing_a_language_leads_to_no_other_site():
    answer = Client().post("/ngon-ngu/", {"language": "en", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_plain_encoder_writes_dates_and_whatever_has_no_json_form():
    data = {"on": date(2026, 11, 16), "error": RuleBroken().message, "kind": RuleBroken}

    written = json.loads(json.dumps(data, cls=PlainEncoder))

    assert written["on"] == "2026-11-16"
    assert written["kind"] == str(RuleBroken)


def test_a_request_for_an_unknown_host_gets_a_bare_page(settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    response = Client().get("/rule/", headers={"Host": "elsewhere.example"})

    assert response.status_code == 400
    assert response.content.decode().count("<h1>") == 1
    assert "elsewhere.example" not in response.content.decode()
