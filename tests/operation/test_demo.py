"""`manage.py demo`, but for the serving, which the browser tests see."""

import socket

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from learning.models import Partnership, Theme
from reviews_portal import fixtures
from reviews_portal.management.commands import demo


@pytest.fixture
def prepare(db, monkeypatch):
    """Return `manage.py demo --setup-only`, without the commands that it calls first."""
    monkeypatch.setattr(demo, "call_command", lambda *arguments, **options: None)
    return lambda **options: call_command("demo", setup_only=True, **options)


def test_it_refuses_outside_the_demo(settings):
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError, match="set PORTAL_DEMO=1"):
        call_command("demo")


def test_it_says_what_to_do_when_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(CommandError, match="PORT=8123"):
        call_command("demo", port=server.getsockname()[1])


def test_it_makes_log_ins_that_work(prepare):
    prepare()
    practitioner = get_user_model().objects.get(email=demo.PRACTITIONER)
    administrator = get_user_model().objects.get(email=demo.ADMINISTRATOR)
    assert authenticate(username=demo.PRACTITIONER, password=demo.PASSWORD) == practitioner
    assert authenticate(username=demo.ADMINISTRATOR, password=demo.PASSWORD) == administrator
    assert [group.name for group in practitioner.groups.all()] == ["Practitioners"]
    assert [group.name for group in administrator.groups.all()] == ["Administrators"]
    assert not practitioner.is_staff
    assert administrator.is_staff
    assert not administrator.is_superuser


def test_a_second_run_changes_a_password_only_when_asked(prepare):
    prepare(password="first words of all")
    prepare()
    assert authenticate(username=demo.PRACTITIONER, password="first words of all")
    prepare(password="other words")
    assert authenticate(username=demo.PRACTITIONER, password="other words")
    assert get_user_model().objects.count() == 5


@pytest.mark.parametrize(("reviews_there", "loaded"), [(False, 1), (True, 0)])
def test_the_content_is_loaded_once(prepare, monkeypatch, reviews_there, loaded):
    loads: list[int] = []
    monkeypatch.setattr(demo, "load_fixtures", lambda: loads.append(1))
    monkeypatch.setattr(demo.Review.objects, "exists", lambda: reviews_there)
    prepare()
    assert len(loads) == loaded


def test_vocabularies_load_before_reviews_and_restricted_ones_last(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    restricted = tmp_path / "fixtures" / "restricted"
    restricted.mkdir(parents=True)
    for name in ["20_baby_e.json", "10_vocabularies.json", "notes.txt", "restricted/05_first.json"]:
        (tmp_path / "fixtures" / name).touch()
    found = [str(path.relative_to(tmp_path / "fixtures")) for path in fixtures.fixture_files()]
    assert found == ["10_vocabularies.json", "20_baby_e.json", "restricted/05_first.json"]


def test_a_database_with_other_content_alone_is_served_without_the_sample_partnership(prepare, capsys):
    """As after `load_corpus`: there are reviews, and none of the agency kinds and themes of the fixtures."""
    Theme.objects.filter(slug="information-sharing").update(slug="another")
    prepare()
    told = capsys.readouterr().err
    assert "DATABASE_URL=sqlite:////path/to/new.sqlite3" in told
    assert not Partnership.objects.filter(slug="fernley-invented").exists()
    assert authenticate(username=demo.PRACTITIONER, password=demo.PASSWORD)
