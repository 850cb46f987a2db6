import re
from pathlib import Path

import pytest
from django.test import Client

from chungtay.web.templatetags.chungtay import register

GUIDE = Path("chungtay/web/templates/web/style_guide.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(register.tags))
def test_every_component_has_its_entry(name):
    assert f'id="{name}"' in GUIDE
    assert re.search(r"{% " + name + r"\b", GUIDE)


@pytest.mark.parametrize("name", sorted(register.filters))
def test_every_filter_has_its_entry(name):
    assert f"<code>{name}</code>" in GUIDE
    assert f"|{name}" in GUIDE


@pytest.mark.django_db
def test_the_style_guide_is_open_and_draws_everything(settings):
    settings.ROOT_URLCONF = "tests.web.sample_urls"
    client = Client()
    client.cookies["django_language"] = "en"

    page = client.get("/kieu-dang/").content.decode()

    assert page.count('class="board__cell') == 166
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_the_frame_asks_the_database_one_question(settings, django_assert_num_queries):
    settings.ROOT_URLCONF = "tests.web.sample_urls"

    with django_assert_num_queries(1):
        Client().get("/kieu-dang/")
