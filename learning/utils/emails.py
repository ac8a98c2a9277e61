"""Emails to the people concerned when something happens. They contain a link, but no case content."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def notify(people: Iterable, email: str, path: str, **context) -> None:
    """Send an email with a link to `path` to each of these people, as plain text and HTML.

    Its text is in the templates `email`.txt, .html and _subject.txt, which get `context`. It is sent in the
    transaction of the event: the outbox stores it with the event, or neither is stored.
    """
    context |= {"address": settings.PORTAL_ADDRESS + path, "portal_name": settings.PORTAL_NAME}
    subject = render_to_string(f"{email}_subject.txt", context).strip()
    if settings.PORTAL_NAME not in subject:
        subject = f"{subject} – {settings.PORTAL_NAME}"
    text, html = (render_to_string(f"{email}.{form}", context) for form in ("txt", "html"))
    for person in people:
        message = EmailMultiAlternatives(subject, text, to=[person.email])
        message.attach_alternative(html, "text/html")
        message.send()
