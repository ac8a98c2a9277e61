"""`manage.py after_restore`: what has to be done when the database was restored from a backup."""

from django.core.management.base import BaseCommand

from learning.search.index import move_on


class Command(BaseCommand):
    help = "Let no running copy show anything that it kept before the database was restored from a backup."

    def handle(self, *args, **options) -> None:
        move_on()
        self.stdout.write("Every copy of the portal reads all anew at its next request.")
