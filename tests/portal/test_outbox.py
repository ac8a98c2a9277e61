"""E-mails are sent if what they tell has happened, at least once, and again later where it failed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from reviews_portal.outbox.models import OutboxMessage
from reviews_portal.outbox.tasks import CLAIM, claim, deliver

pytestmark = pytest.mark.django_db


class Failing(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, email_messages) -> int:
        raise ConnectionRefusedError("nurse@example.org cannot be reached")


@pytest.fixture(autouse=True)
def mailers(settings):
    """Store what is sent; what is handed over comes into Django's own list for tests."""
    settings.MAILERS = {
        "default": {"BACKEND": "reviews_portal.outbox.backend.EmailBackend"},
        "delivery": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"},
    }
    return settings.MAILERS


def send(**headers) -> None:
    message = EmailMultiAlternatives("Subject", "Words", to=["nurse@example.org"], headers=headers)
    message.attach_alternative("<p>Words</p>", "text/html")
    message.send()


def wait() -> None:
    """Let the time come at which what is stored is tried again."""
    OutboxMessage.objects.filter(sent_at=None).update(try_after=timezone.now())


def test_an_e_mail_is_stored_and_handed_over_whole_and_then_its_words_are_forgotten():
    send()
    stored = OutboxMessage.objects.get()
    assert (stored.text, stored.html, mail.outbox) == ("Words", "<p>Words</p>", [])
    assert deliver.call() == 1
    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.to) == ("Subject", "Words", ["nurse@example.org"])
    assert sent.alternatives[0].content == "<p>Words</p>"
    assert sent.message()["Message-ID"] == stored.message_id
    stored.refresh_from_db()
    assert (stored.text, stored.html) == ("", "")
    assert stored.sent_at
    assert deliver.call() == 0


def test_what_did_not_happen_is_not_told():
    with transaction.atomic():
        send()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_the_worker_is_called_in_the_same_transaction_and_once_more_in_case_it_dies():
    send()
    calls = DBTaskResult.objects.filter(task_path="reviews_portal.outbox.tasks.deliver")
    assert calls.ready().count() == 1
    assert calls.filter(run_after__range=(timezone.now(), timezone.now() + CLAIM)).count() == 1


def test_a_worker_begins_with_what_waits_in_the_outbox(monkeypatch):
    send()
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr(Worker, "run", lambda worker: None)  # it would close the connection of the test
    call_command("db_worker", "--batch")
    assert deliver in {one.task for one in DBTaskResult.objects.ready()}


def test_what_fails_is_tried_again_after_longer_and_longer_pauses(mailers):
    send()
    mailers["delivery"] = {"BACKEND": f"{__name__}.Failing"}
    pauses = []
    for tries in range(1, 12):
        wait()
        assert deliver.call() == 0
        stored = OutboxMessage.objects.get()
        assert stored.tries == tries
        pauses.append(round((stored.try_after - timezone.now()).total_seconds()))
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (60, 6 * 60 * 60)
    assert "nurse" not in stored.last_error
    assert stored.text == "Words"
    mailers["delivery"] = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    wait()
    assert deliver.call() == 1
    assert len(mail.outbox) == 1


def test_one_process_hands_over_what_it_claimed():
    send()
    mine = OutboxMessage.objects.get()
    theirs = OutboxMessage.objects.get()
    assert claim(mine)
    assert not claim(theirs)
    assert deliver.call() == 0
    assert mail.outbox == []


def test_what_a_dead_process_had_claimed_is_handed_over_by_another():
    """It may have been handed over before: then it comes twice, with the same Message-ID."""
    send()
    claim(OutboxMessage.objects.get())
    assert DBTaskResult.objects.filter(run_after__gt=timezone.now() + CLAIM - timedelta(seconds=10)).exists()
    wait()
    assert deliver.call() == 1


def test_an_id_that_a_message_has_is_kept():
    send(**{"Message-ID": "<one@example.org>"})
    assert OutboxMessage.objects.get().message_id == "<one@example.org>"


def test_an_attachment_is_refused():
    message = EmailMultiAlternatives("Subject", "Words", to=["nurse@example.org"])
    message.attach("file.txt", "words", "text/plain")
    with pytest.raises(ValueError, match="cannot store attachments"):
        message.send()


def test_words_of_what_was_sent_cannot_be_kept(refused):
    send()
    with refused("outbox_forgets_what_it_sent"):
        OutboxMessage.objects.update(sent_at=timezone.now())
