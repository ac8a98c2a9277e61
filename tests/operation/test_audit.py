"""`make check` fails, and says why, if nothing could be audited."""

import runpy
import subprocess
from types import SimpleNamespace

import pytest
from django.conf import settings

ASKED = '{"dependencies": [{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "no answer"}]}'
NONE_ANSWERED = (
    '{"dependencies": [{"name": "a", "skip_reason": "no answer"}, {"name": "b", "skip_reason": "no answer"}]}'
)
WEAK = '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}]}'


@pytest.mark.parametrize(
    ("answered", "offline", "code"),
    [
        ("", "", 1),
        ("", "0", 1),
        ("", "1", 0),
        (NONE_ANSWERED, "", 1),
        (NONE_ANSWERED, "1", 0),
        (ASKED, "", 0),
        (WEAK, "", 1),
        (WEAK, "1", 1),
    ],
)
def test_an_audit_passes_only_when_something_was_audited(monkeypatch, answered, offline, code):
    audit = runpy.run_path(str(settings.BASE_DIR / ".ci" / "audit.py"))
    monkeypatch.setenv("OFFLINE", offline)
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: SimpleNamespace(stdout=answered, stderr=""))
    assert audit["main"]() == code
