"""`manage.py after_restore`: run it after the database is restored from a backup."""

from django.core.management.base import BaseCommand

from learning.search.index import move_on


class Command(BaseCommand):
    help = "Clear the caches of running copies of the portal after the database is restored from a backup."

    def handle(self, *args, **options) -> None:
        move_on()
        self.stdout.write("Every copy of the portal will reload its data at its next request.")
