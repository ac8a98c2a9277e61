"""`manage.py demo`: runs the whole portal on this machine, with content and sample accounts. `make run` calls it."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from learning.models import Review
from reviews_portal.accounts.approved_domains import vouched
from reviews_portal.demo import bilingual
from reviews_portal.demo.workspace import is_possible, make_demonstration
from reviews_portal.fixtures import load_fixtures
from reviews_portal.groups import ADMINISTRATORS, PRACTITIONERS

HOST = "127.0.0.1"
PORT = 8000
PAUSE = 2  # seconds before a stopped worker is restarted
PRACTITIONER = "practitioner@example.org"
ADMINISTRATOR = "administrator@example.org"
# Staff of an invented partnership and of two of its agencies.
STAFF = ["partnership-editor@example.org", "agency-editor@example.org", "scrutineer@example.org"]
PASSWORD = "learning from reviews"  # noqa: S105 - public and printed: the demo is reachable from this machine only


class Command(BaseCommand):
    """Prepare the database and the static files, then serve until stopped."""

    help = "Serve the whole portal on this machine, with its content and sample log-ins. Needs PORTAL_DEMO=1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--setup-only", action="store_true", help="prepare everything, but do not serve")
        parser.add_argument("--password", help=f"the password of the sample log-ins (at first: {PASSWORD})")
        parser.add_argument("--port", type=int, default=PORT, help=f"where to serve (unless told: {PORT})")

    def handle(self, *, setup_only: bool, password: str | None, port: int, **options) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("The demo makes log-ins that all know. If that is what you want, set PORTAL_DEMO=1.")
        if not setup_only:
            refuse_taken_port(port)
            # The base URL of links in its emails, here and in the processes that it starts.
            settings.PORTAL_ADDRESS = os.environ.setdefault("PORTAL_ADDRESS", f"http://{HOST}:{port}")
        self.prepare(password)
        if not setup_only:
            self.serve(port, password or PASSWORD)

    def prepare(self, password: str | None) -> None:
        """Bring the database and the static files up to date; changes since the first run stay."""
        self.stdout.write("Preparing the database and the static files…")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not Review.objects.exists():
            self.stdout.write(f"Loaded {load_fixtures()} fixtures.")
        make_account(PRACTITIONER, PRACTITIONERS, password)
        make_account(ADMINISTRATOR, ADMINISTRATORS, password, is_staff=True)
        staff = [make_account(email, PRACTITIONERS, password) for email in STAFF]
        if is_possible():
            make_demonstration(*staff)
            if bilingual.is_possible():
                bilingual.make_bilingual_review(staff[0])
        else:
            self.stderr.write(
                "This database holds reviews, but not the agency kinds and themes that come with the portal. "
                "The sample partnership was left out, and its log-ins have no role.\n"
                "To see the portal with its own content, use a new database: "
                "make run DATABASE_URL=sqlite:////path/to/new.sqlite3"
            )

    def serve(self, port: int, password: str) -> None:
        """Run the web server and the task worker until a signal or the end of the server; then stop both.

        A worker that ends is restarted.
        """
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGTERM raises KeyboardInterrupt like SIGINT
        children: dict[str, subprocess.Popen] = {}
        try:
            children["web server"] = start(
                "gunicorn",
                "-c",
                "python:reviews_portal.gunicorn",
                "--bind",
                f"{HOST}:{port}",
                "--log-level",
                "warning",
            )
            children["task worker"] = start_worker()
            wait_until_served(port, children["web server"])
            self.stdout.write(
                f"\nThe portal is at http://{HOST}:{port}/\n"
                f"Sign in as {PRACTITIONER}, {ADMINISTRATOR},\n{', '.join(STAFF)};\npassword: {password}\n"
                "Ctrl-C stops it.\n"
            )
            self.stdout.flush()
            while True:
                if (code := children["web server"].poll()) is not None:
                    raise CommandError(f"The web server stopped (exit code {code}). The reason is above.")
                if (code := children["task worker"].poll()) is not None:
                    self.stderr.write(f"The task worker stopped (exit code {code}). Starting it again.")
                    time.sleep(PAUSE)
                    children["task worker"] = start_worker()
                time.sleep(0.5)
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            for child in children.values():
                child.terminate()
            for child in children.values():
                try:
                    child.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    child.kill()


@transaction.atomic
def make_account(email: str, group: str, password: str | None, **fields):
    """Return a sample account, created if necessary; a password given on the command line is always set."""
    users = get_user_model().objects
    user = users.filter(email=email).first()
    if user is None:
        user = users.create_user(email=email, password=password or PASSWORD, **fields)
        user.groups.add(Group.objects.get(name=group))
    elif password:
        user.set_password(password)
        user.save(update_fields=["password"])
    vouched(user)
    return user


def refuse_taken_port(port: int) -> None:
    """Raise CommandError if the port is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} cannot be used ({error}). Choose another one: make run PORT=8123"
            ) from error


def start(module: str, *arguments: str) -> subprocess.Popen:
    """Start a Python module in a process with the same interpreter, settings and folder."""
    return subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=settings.BASE_DIR)


def start_worker() -> subprocess.Popen:
    """Start the task worker."""
    return start("django", "db_worker")


def wait_until_served(port: int, server: subprocess.Popen, seconds: int = 30) -> None:
    """Return when the server accepts connections, has ended, or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
