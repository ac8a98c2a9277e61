"""What the settings do before anything else runs."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SITE = {
    "DJANGO_SETTINGS_MODULE": "reviews_portal.settings",
    "SECRET_KEY": "k" * 64,
    "DATABASE_URL": "",
    "DEBUG": "",
    "STATIC_ROOT": "",
    "ALLOWED_HOSTS": "portal.example.org",
}


def read(folder, *names: str, **site: str) -> list[str]:
    """Return these settings of a process of its own."""
    shown = "; ".join(["from django.conf import settings", *[f"print(settings.{name})" for name in names]])
    environment = os.environ | SITE | {"PORTAL_DEMO": "", "PORTAL_VAR_DIR": str(folder)} | site
    done = subprocess.run(
        [sys.executable, "-c", shown],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.mark.parametrize("mode", [None, 0o755, 0o777])
def test_the_folder_of_data_is_closed_to_all_but_its_owner(tmp_path, mode):
    folder = tmp_path / "var"
    if mode:
        folder.mkdir()
        folder.chmod(mode)
    read(folder, "DEBUG")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_cookies_are_of_this_host_alone_over_https_and_plain_in_the_demonstration(tmp_path):
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_PATH")
    assert read(tmp_path, *names) == ["__Host-sessionid", "__Host-csrftoken", "True", "/"]
    assert read(tmp_path, *names, PORTAL_DEMO="1", ALLOWED_HOSTS="") == ["sessionid", "csrftoken", "False", "/"]


def test_the_portal_stands_at_the_root_of_its_host(tmp_path):
    assert read(tmp_path, "STATIC_URL", SCRIPT_NAME="/elsewhere") == ["/static/"]
