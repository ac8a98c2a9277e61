"""Send the emails in the outbox at least once, and retry those that fail.

An email is claimed, sent and marked as sent in three transactions, so that no lock is held while the mail server
answers. If a process dies in between, its claim expires and the email is sent again, with the same Message-ID.

A worker may die at any of these points. So a waiting email always has a further task, stored in the same transaction,
that will handle it; and a worker that starts looks for waiting emails (`reviews_portal.worker`).

Emails have their own queue, so that a mail server that hangs delays nothing but emails.
"""

from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from .models import OutboxMessage

QUEUE = "mail"
CLAIM = timedelta(minutes=2)  # the time one process has for one email; the time-out of the mail server is shorter
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


def call_worker() -> None:
    """Queue a task that sends what is stored, and a later one in case that worker dies."""
    deliver.enqueue()
    deliver.using(run_after=timezone.now() + CLAIM).enqueue()


@task(queue_name=QUEUE)
def deliver() -> int:
    """Send all emails that are due, and return the number sent."""
    sent = 0
    while (message := OutboxMessage.objects.due().first()) is not None:
        if claim(message):
            sent += hand_over(message)
    return sent


@transaction.atomic
def claim(message: OutboxMessage) -> bool:
    """Claim an email for this process, and return whether that succeeded. A claim expires if the process dies."""
    end = timezone.now() + CLAIM
    claimed = OutboxMessage.objects.filter(pk=message.pk, sent_at=None, try_after=message.try_after)
    if not claimed.update(try_after=end):
        return False
    deliver.using(run_after=end).enqueue()
    return True


def hand_over(message: OutboxMessage) -> bool:
    """Send an email, and return whether that succeeded. A failed email is retried, each time after a longer pause."""
    now = timezone.now
    try:
        as_email(message).send(using="delivery")
    except (OSError, ValueError) as error:  # from smtplib, or for an address that no server accepts
        message.tries += 1
        message.try_after = now() + min(FIRST_PAUSE * 2 ** min(message.tries - 1, 20), LONGEST_PAUSE)
        message.last_error = f"{type(error).__name__} at try {message.tries}"  # its message may contain an address
        with transaction.atomic():
            message.save(update_fields=["tries", "try_after", "last_error"])
            deliver.using(run_after=message.try_after).enqueue()
        return False
    message.sent_at, message.text, message.html = now(), "", ""
    message.save(update_fields=["sent_at", "text", "html"])
    return True


def as_email(message: OutboxMessage) -> EmailMultiAlternatives:
    """Return a stored message as an email to send."""
    email = EmailMultiAlternatives(
        message.subject,
        message.text,
        message.sender,
        message.recipients,
        headers={"Message-ID": message.message_id},
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email
