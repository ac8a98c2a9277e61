"""The public name of an agency in one review: its own, or a generic one such as "A school".

A generic name is an agency of its own, a *stand-in*, which refers to the agency that it stands for. All records of the
review refer to the stand-in, so that pages, filters, addresses, exports and the search index know no other name. The
rules are in `learning/models/named_agency.py`.
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

from .merging import JOINED, is_public, move_tags
from .models import Agency, NamedAgency, OldSlug, Review
from .models.agency import check_says_nothing, name_in
from .models.named_agency import needs_generic_name, stand_in_of
from .published_texts import published_texts
from .search import index
from .vocabulary.agency_links import check_names_of_review, links, refers_to

ORDINALS = ["", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
LONGEST_SLUG = 120


def named_in(review: Review, texts: Collection[str]) -> Agency | None:
    """Return the first stand-in of a review for an agency whose name these texts contain, or None."""
    stand_ins = review.stand_ins.filter(merged_into=None).select_related("stands_for__kind").order_by("pk")
    return next((one for one in stand_ins if name_in(one, texts)), None)


# --- Names -----------------------------------------------------------------------------------------------------------


def free_name(agency: Agency, review: Review) -> str:
    """Return the generic name to offer for an agency in a review: "A school", or "A second school" after that."""
    generic = agency.kind.generic_name or "An agency"
    taken = {name.casefold() for name in review.stand_ins.filter(merged_into=None).values_list("name", flat=True)}
    article, _, noun = generic.partition(" ")
    for number in range(len(taken) + 1):
        ordinal = ORDINALS[number] if number < len(ORDINALS) else f"{number + 1}th"
        start = "An" if ordinal == "eighth" else "A"
        name = f"{start} {ordinal} {noun}" if number and article in ("A", "An") else generic
        name = f"{generic} ({number + 1})" if number and article not in ("A", "An") else name
        if name.casefold() not in taken:
            return name
    raise AssertionError  # there is one name more than there are names taken


def free_slug(name: str, review: Review) -> str:
    """Return a slug made from a generic name and the reference of the review, which no agency has or had."""
    base = slugify(name)[: LONGEST_SLUG - len(review.code) - 4].strip("-") or "agency"
    slug, number = f"{base}-{review.code.lower()}", 1
    while Agency._base_manager.filter(slug=slug).exists() or OldSlug.objects.filter(kind="agency", slug=slug).exists():
        number += 1
        slug = f"{base}-{review.code.lower()}-{number}"
    return slug


# --- Changing the public name ----------------------------------------------------------------------------------------


@transaction.atomic
def make_stand_in(agency: Agency, review: Review, name: str = "") -> Agency:
    """Return the stand-in of an agency in a review; it is made if there is none. An existing one keeps its name.

    Raises ValidationError if the name identifies the agency, or another agency in the review has it.
    """
    Agency._base_manager.select_for_update().get(pk=agency.pk)
    if held := stand_in_of(agency, review):
        return held
    name = name or free_name(agency, review)
    # One whose agency was named in the meantime is used again: its address is still known. One that was joined into
    # another is not: its address leads to the other.
    held_before = Agency._base_manager.filter(stands_for=agency, stands_for_in=review)
    joined = Agency.history.filter(history_change_reason__startswith=JOINED).values("id")
    made = held_before.exclude(pk__in=joined).order_by("pk").first()
    made = made or Agency(stands_for=agency, stands_for_in=review, slug=free_slug(name, review))
    made.name, made.kind, made.merged_into, made.address_follows = name, agency.kind, None, True
    made.clean_fields()
    check_says_nothing(made)
    made._change_reason = f"Public name in {review.code}"  # type: ignore[attr-defined]
    made.save()
    for one in held_before.exclude(pk=made.pk):
        one.name, one.merged_into = made.name, made
        one.save(update_fields=["name", "merged_into"])
    return made


def public_agency(agency: Agency, review: Review) -> Agency:
    """Return what records of a review may refer to: the agency, or its stand-in, which is made if it needs one."""
    if not agency.stands_for_id and (held := stand_in_of(agency, review)):
        return held
    return make_stand_in(agency, review) if needs_generic_name(agency, review) else agency


@transaction.atomic
def use_generic_name(agency: Agency, review: Review, name: str = "") -> Agency:
    """Give an agency a generic name in a review, move all records of the review to it, and return the stand-in.

    An existing stand-in gets the name. Raises ValidationError if the agency is itself a stand-in, if the name
    identifies the agency or is taken, or if the review has the same record of both. What stayed with agencies merged
    into this one moves too, as it has the same name.
    """
    check_is_real(agency)
    with index.deferred():
        stand_in = make_stand_in(agency, review, name)
        if name and stand_in.name != name:
            rename(stand_in, review, name)
        NamedAgency.objects.filter(review=review, agency=agency).delete()
        move_links(review, agency, stand_in)
    check_names_of_review(review, {agency.pk, stand_in.pk})
    return stand_in


def rename(stand_in: Agency, review: Review, name: str) -> None:
    """Give a stand-in another generic name; the wording of its name in records of the review follows."""
    before, stand_in.name = stand_in.name, name
    check_says_nothing(stand_in)
    stand_in.save()
    for model, field, to_review in links():
        if hasattr(model, "named_as"):
            for row in model._base_manager.filter(**{field.name: stand_in, to_review: review}, named_as=before):
                row.named_as = name
                row.save(update_fields=["named_as"])


@transaction.atomic
def use_own_name(agency: Agency, review: Review) -> None:
    """Record that the published document of a review names an agency, and move all records there to its own name.

    The address of its stand-in leads to the agency from then on, if the public knows it. Raises ValidationError if the
    agency is itself a stand-in, or the review has the same record of both.
    """
    check_is_real(agency)
    with index.deferred():
        NamedAgency.objects.get_or_create(review=review, agency=agency)
        if stand_in := stand_in_of(agency, review):
            follows = is_public(stand_in)
            move_links(review, stand_in, agency)
            stand_in.merged_into, stand_in.address_follows, stand_in.name = agency, follows, agency.name
            stand_in.aliases, stand_in.note = [], ""
            stand_in._change_reason = f"{review.code} names the agency"  # type: ignore[attr-defined]
            stand_in.save()
            for one in Agency._base_manager.filter(merged_into=stand_in.pk):
                one.merged_into, one.name, one.aliases, one.note = agency, agency.name, [], ""
                one.address_follows = one.address_follows and follows
                one.save()


def check_is_real(agency: Agency) -> None:
    """Raise ValidationError for a stand-in, or an agency that was merged into another."""
    if agency.stands_for_id or agency.merged_into_id:
        raise ValidationError(f"“{agency}” only stands for another agency. Choose that agency.")


def move_links(review: Review, agency: Agency, into: Agency) -> None:
    """Let all records of a review that refer to an agency refer to `into`; their wording of its name follows.

    So do those that stayed with agencies merged into it: they show its name. Tags did not stay with them.
    Rows, keys, versions and steps stay the same. Raises ValidationError if the review has the same record of both.
    """
    for model, field, to_review in links():
        if field.many_to_many:
            through = field.remote_field.through
            own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
            rows = through._base_manager.filter(**{f"{own}__{to_review}": review.pk, other: agency.pk})
            move_tags(model, rows, own, other, into)
        else:
            rows = model._base_manager.filter(refers_to(agency, field.name), **{to_review: review.pk})
            move_rows(rows, field, agency, into)
    merged = Agency._base_manager.filter(merged_into=agency.pk).values_list("pk", flat=True)
    index.touch(Agency, [agency.pk, into.pk, *merged])
    index.move_on()


def move_rows(rows: models.QuerySet, field: models.Field, agency: Agency, into: Agency) -> None:
    """Change rows to refer to `into`. Raises ValidationError if `into` already has the same record."""
    for row in rows:
        # The former names of an agency that was merged are not known here, so its wording never stays.
        is_of_merged = bool(into.stands_for_id) and getattr(row, field.attname) != agency.pk
        setattr(row, field.name, into)
        if getattr(row, "named_as", "") and (
            is_of_merged or name_in(into, [row.named_as]) or row.named_as == agency.name
        ):
            row.named_as = into.name
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            what = row._meta.verbose_name
            raise ValidationError(
                f"“{agency}” and “{into}” each have a {what} in this review that cannot be joined: {row}. Delete or "
                "correct one of them first."
            ) from error
    index.touch(rows.model, [row.pk for row in rows])


# --- What the page that asks for confirmation shows ------------------------------------------------------------------


def links_to_move(agency: Agency, review: Review) -> list[tuple[str, int]]:
    """Return how many records of each kind refer to an agency in a review."""
    counts = [
        (
            model._meta.verbose_name_plural,
            model._base_manager.filter(refers_to(agency, field.name), **{path: review.pk}),
        )
        for model, field, path in links()
    ]
    return [(str(what), number) for what, rows in counts if (number := rows.distinct().count())]


def published_words_with_name(agency: Agency, review: Review) -> list[str]:
    """Return which published texts of a review contain a name of an agency."""
    as_if = Agency(name="", kind=agency.kind, stands_for=agency, stands_for_in=review)
    found = (text.where for text in published_texts(review) if name_in(as_if, text.words))
    return list(dict.fromkeys(found))
