"""The tables of the search index, which `learning.search` keeps up to date with the records."""

from django.db import models
from django.db.models import Q


class SearchEntry(models.Model):
    """The index entry of one published record: its words as tokens, its tags, and its place in the orders of lists.

    When a record is no longer published, its entry is emptied and stays until the next reindex, so that processes with
    an older state in memory notice the change.
    """

    source = models.CharField(max_length=20, help_text="What sort of record it is made from, as registered.")
    record = models.PositiveBigIntegerField(help_text="The key of that record.")
    title = models.TextField(blank=True, help_text="Tokens of its name.")
    body = models.TextField(blank=True, help_text="Tokens of its text.")
    tags = models.TextField(blank=True, help_text="Who may see it, and each value that it has of each facet.")
    place = models.BigIntegerField(default=0, help_text="Its place in the orders of lists, see learning.search.place.")
    changed = models.PositiveBigIntegerField(help_text="The generation of the index in which it was last written.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "record"], name="search_entry_once")]
        indexes = [models.Index(fields=["changed"], name="search_entry_changed")]

    def __str__(self) -> str:
        return f"{self.source} {self.record}"


class SearchGeneration(models.Model):
    """The single row that counts changes of anything readers see, including the index.

    Each process compares it with the generation of what it holds in memory: entries, vocabularies, pages. The number
    alone is not enough: a restored database counts on from its backup, and reaches numbers that a process knows with
    other content. So each generation also has a random token, and keeps the tokens of earlier generations.
    """

    TOKEN = 16  # characters
    TOKENS_KEPT = 100

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    complete_since = models.PositiveBigIntegerField(
        default=0, help_text="Empty entries of earlier generations were taken away: what is older reads all again."
    )
    words_version = models.PositiveSmallIntegerField(
        default=1, help_text="Of the rules by which words were read when the index was written."
    )
    tokens = models.TextField(
        blank=True, default="", help_text="The tokens of this generation and of those before it, the newest first."
    )

    class Meta:
        constraints = [models.CheckConstraint(name="search_generation_one_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return f"generation {self.number}"
