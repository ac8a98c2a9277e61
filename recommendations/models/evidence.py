"""Files with the evidence for a judgement."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils import timezone

from learning.addresses import address_of
from learning.utils.uploads import LARGEST, LONGEST_NAME, plain_name
from recommendations.uploads import check
from recommendations.workspace_permissions import permissions_of

from .assurance import Assurance


class EvidenceFileQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EvidenceFileQuerySet":
        """Return the files of partnerships whose workspace this user may see."""
        permissions = permissions_of(user)
        return self if permissions.everything else self.filter(assurance__partnership__in=permissions.watched)

    def listed(self) -> "EvidenceFileQuerySet":
        """Do not fetch the content, which may be large."""
        return self.defer("content")


class EvidenceFile(models.Model):
    """A file that was sent with a judgement. It is never public and never changed.

    It is stored in the database, so that all servers and backups have it, and no judgement is without its file.
    """

    assurance = models.ForeignKey(Assurance, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=LONGEST_NAME)
    content = models.BinaryField()
    size = models.PositiveIntegerField(help_text="In bytes.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    added_at = models.DateTimeField(default=timezone.now)

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["assurance", "pk"]
        constraints = [
            models.CheckConstraint(name="evidence_file_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="evidence_file_has_size", condition=Q(size__gt=0, size__lte=LARGEST)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("evidence", str(self.pk))

    @classmethod
    def of(cls, name: str, content: bytes) -> "EvidenceFile":
        """Return an unsaved file with this content. Raises ValidationError if such a file is not accepted."""
        name = plain_name(name)
        check(name, content)
        return cls(name=name, content=content, size=len(content), digest=hashlib.sha256(content).hexdigest())
