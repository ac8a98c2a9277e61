"""Further reading named in the documents."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from learning.addresses import MAIL, is_of_the_web, web_link

from .sourced import Sourced, SourcedManager


class AddressState(models.TextChoices):
    """Whether a document gives an address for a resource, and whether that can be used."""

    NONE = "none", "No address given"
    GIVEN = "given", "Address given"
    DAMAGED = "damaged", "Address damaged in the document"


NOT_OF_THE_WEB = (
    "Enter an address that begins with https://, http://, www. or mailto:, such as https://example.org. If the "
    "document prints the address like this, choose “Address damaged in the document”: the address is then shown, but "
    "not linked."
)


class Resource(Sourced):
    """Further reading that a document refers to. Only an undamaged address is linked."""

    title = models.TextField(blank=True, help_text="As in the source.")
    address = models.CharField(max_length=500, blank=True)
    address_state = models.CharField(max_length=10, choices=AddressState, default=AddressState.NONE)
    history = HistoricalRecords()

    objects = SourcedManager()

    class Meta(Sourced.Meta):
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="resource_place_once"),
            models.CheckConstraint(
                name="resource_title_or_address",
                condition=~Q(title="") | ~Q(address=""),
                violation_error_message="Enter a title or an address.",
            ),
            models.CheckConstraint(
                name="resource_address_state",
                condition=Q(address="", address_state=AddressState.NONE)
                | ~Q(address="") & Q(address_state__in=[AddressState.GIVEN, AddressState.DAMAGED]),
                violation_error_message="Choose “No address given” if there is no address, and only then.",
            ),
            models.CheckConstraint(
                name="resource_given_address_is_of_the_web",
                condition=~Q(address_state=AddressState.GIVEN) | is_of_the_web("address", "www.", MAIL),
                violation_error_message=NOT_OF_THE_WEB,
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.address

    def clean(self) -> None:
        """Raise ValidationError if its address is marked as given but is neither a web nor an email address."""
        super().clean()
        if self.address_state == AddressState.GIVEN and self.address and not web_link(self.address):
            raise ValidationError({"address": NOT_OF_THE_WEB})

    @property
    def link(self) -> str:
        """The address to link to, or "" if it is damaged or missing."""
        return web_link(self.address) if self.address_state == AddressState.GIVEN else ""

    def natural_key(self) -> tuple[str, int]:
        return (self.document.slug, self.position)

    natural_key.dependencies = ["learning.sourcedocument"]  # type: ignore[attr-defined]
