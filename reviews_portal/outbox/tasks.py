"""Hands over what waits in the outbox: at least once, and again later where it failed.

An e-mail is claimed, handed over, and marked as sent, in three transactions, so that no lock is held while a mail
server thinks. A process that dies in between leaves a claim that ends, and one repeat with the same Message-ID.

A worker may die in any of them. So a waiting email always has a further task, stored in the same transaction, that
will handle it; and a worker that starts looks for waiting emails (`reviews_portal.worker`).

Emails have their own queue, so that a mail server that hangs delays nothing but emails.
"""

from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from .models import OutboxMessage

QUEUE = "mail"
CLAIM = timedelta(minutes=2)  # how long one process has for one e-mail; a mail server's time-out is shorter
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


def call_worker() -> None:
    """Have what was stored handed over when the transaction is done; and again later, if that worker dies."""
    deliver.enqueue()
    deliver.using(run_after=timezone.now() + CLAIM).enqueue()


@task(queue_name=QUEUE)
def deliver() -> int:
    """Hand over all that is due, and return how many e-mails that were."""
    sent = 0
    while (message := OutboxMessage.objects.due().first()) is not None:
        if claim(message):
            sent += hand_over(message)
    return sent


@transaction.atomic
def claim(message: OutboxMessage) -> bool:
    """Return whether this process may hand it over; if it dies, another does when the claim is over."""
    end = timezone.now() + CLAIM
    claimed = OutboxMessage.objects.filter(pk=message.pk, sent_at=None, try_after=message.try_after)
    if not claimed.update(try_after=end):
        return False
    deliver.using(run_after=end).enqueue()
    return True


def hand_over(message: OutboxMessage) -> bool:
    """Hand an e-mail over to the mail server; where it fails, it is tried again, each time after a longer pause."""
    now = timezone.now
    try:
        as_email(message).send(using="delivery")
    except (OSError, ValueError) as error:  # of smtplib; and of an address that no server takes
        message.tries += 1
        message.try_after = now() + min(FIRST_PAUSE * 2 ** min(message.tries - 1, 20), LONGEST_PAUSE)
        message.last_error = f"{type(error).__name__} at try {message.tries}"  # its words may hold an address
        with transaction.atomic():
            message.save(update_fields=["tries", "try_after", "last_error"])
            deliver.using(run_after=message.try_after).enqueue()
        return False
    message.sent_at, message.text, message.html = now(), "", ""
    message.save(update_fields=["sent_at", "text", "html"])
    return True


def as_email(message: OutboxMessage) -> EmailMultiAlternatives:
    """Return what was stored as an e-mail."""
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
