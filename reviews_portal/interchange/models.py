"""The origin of a review that was imported from another portal."""

from django.db import models

from learning.models import Review


class ReviewOrigin(models.Model):
    """The portal in which an imported review was first published, and its code there.

    Its statements have the same numbers in both portals: R0003-14 there is R0009-14 here. Numbers above `references`
    were given here. A review without an origin was added in this portal.
    """

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="origin")
    portal = models.CharField(max_length=200, help_text="The address of the portal.")
    code = models.CharField("reference there", max_length=12)
    references = models.PositiveIntegerField(default=0, help_text="How many references had been given there.")

    class Meta:
        ordering = ["review"]
        verbose_name = "origin of a review"
        verbose_name_plural = "origins of reviews"
        indexes = [models.Index(fields=["portal", "code"], name="origin_of_review")]

    def __str__(self) -> str:
        return f"{self.code} in {self.portal}"
