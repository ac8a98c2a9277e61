"""A Django email backend that stores emails in the database; the task worker sends them."""

from collections.abc import Iterable
from email.utils import make_msgid

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from .models import OutboxMessage
from .tasks import call_worker


class EmailBackend(BaseEmailBackend):
    """Stores each email in the current transaction, so that it is sent only if that is committed."""

    @transaction.atomic
    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        """Store emails, and return their number. Raises ValueError for an email with attachments."""
        stored = [self.store(message) for message in email_messages]
        if stored:
            call_worker()
        return len(stored)

    def store(self, message: EmailMessage) -> OutboxMessage:
        """Store one email, and return its row. Raises ValueError if it has attachments."""
        if message.attachments:
            raise ValueError("The outbox cannot store attachments.")
        html = [one.content for one in getattr(message, "alternatives", ()) if one.mimetype == "text/html"]
        return OutboxMessage.objects.create(
            message_id=message.extra_headers.get("Message-ID") or make_msgid(domain=domain_of(message.from_email)),
            sender=message.from_email,
            recipients=message.recipients(),
            subject=message.subject,
            text=message.body,
            html=html[0] if html else "",
        )


def domain_of(address: str) -> str:
    """Return the domain of an email address, with or without a display name."""
    return address.rpartition("@")[2].strip(" >") or "localhost"
