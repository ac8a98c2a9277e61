"""`manage.py db_worker`: the portal's task worker, which replaces the command of django-tasks-db."""

import logging
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from reviews_portal.worker import run


class Command(BaseCommand):
    """Run tasks until stopped. Emails have their own queue and thread."""

    help = "Run background tasks: long exports, emails, cleaning after a redaction. Ctrl-C or SIGTERM stops it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="run the tasks that are waiting, then stop")
        parser.add_argument(
            "--interval", type=float, default=1, help="seconds between looks at the queue (default: 1)"
        )
        parser.add_argument(
            "--no-startup-delay",
            action="store_false",
            dest="startup_delay",
            help="start at once, without the random delay of up to a second",
        )

    def handle(self, *, batch: bool, interval: float, startup_delay: bool, verbosity: int, **options) -> None:
        for name in ("django.tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.INFO if verbosity else logging.CRITICAL)
        run(batch=batch, interval=interval, startup_delay=startup_delay)
