"""`manage.py db_worker`: the worker of django-tasks-db, which begins with what waits in the outbox."""

from django_tasks_db.management.commands import db_worker

from reviews_portal.outbox.tasks import deliver


class Command(db_worker.Command):
    """Work as before; but a worker that was killed left its task as running for ever, and nobody takes it up again."""

    def handle(self, **options) -> None:
        deliver.enqueue()
        super().handle(**options)
