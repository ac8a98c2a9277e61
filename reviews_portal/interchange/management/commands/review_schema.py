"""`manage.py review_schema`: print the JSON Schema of exported reviews."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from reviews_portal.interchange.schema import json_schema


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Print the JSON Schema of reviews that are exported as JSON documents."

    def handle(self, **options: Any) -> None:
        self.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=1))
