"""Identity checks in the admin: the word lists, and forms that ask about signs in the text that they publish."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin

from learning.identity.decisions import Verdict, check_decided, flags_in_words, in_words
from learning.models import IdentityReason, IdentityWord, Review, Status

from .base import CatalogueAdmin


@admin.register(IdentityWord)
class IdentityWordAdmin(CatalogueAdmin):
    list_display = ["word", "word_list"]
    list_filter = ["word_list"]
    search_fields = ["word"]
    ordering = ["word_list", "word"]
    fields = ["word_list", "word"]


class AsksAboutIdentity(forms.ModelForm):
    """A form that changes text that readers see at once, so it asks for a decision on any signs in it."""

    identity_words: ClassVar[Iterable[str]] = ("text",)

    identity_reason = forms.ChoiceField(
        label="if it does not identify anyone, why not",
        choices=[
            ("", "---------"),
            *((one.value, one.label) for one in IdentityReason if one != IdentityReason.OTHER),
        ],
        required=False,
    )

    def review_of(self) -> Review | None:
        """Return the review that the text belongs to, or None if it has none yet."""
        return getattr(self.instance, "review", None)

    def changed_words(self) -> list[str]:
        """Return the texts that have changed."""
        names = [name for name in self.identity_words if name in self.changed_data]
        return [str(self.cleaned_data.get(name) or "") for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        review, words = self.review_of(), self.changed_words()
        if review is None or review.status != Status.PUBLISHED or not words or cleaned.get("identity_reason"):
            return cleaned
        if flags := flags_in_words(review, words):
            found = "; ".join(in_words(flag.sign) for flag in flags)
            problem = f"This may contain {found}. Change the text, or choose why it does not identify anyone."
            self.add_error(next(iter(self.identity_words)), problem)
        return cleaned

    def record_decisions(self, by) -> None:
        """Record the decision on the signs in the changed texts. Called when they are saved."""
        review, reason = self.review_of(), self.cleaned_data.get("identity_reason", "")
        if review and reason and review.status == Status.PUBLISHED:
            words = self.changed_words()
            keys = frozenset(flag.sign.key for flag in flags_in_words(review, words))
            check_decided(review, words, by=by, acted_as="an administrator", verdict=Verdict(keys, reason))
