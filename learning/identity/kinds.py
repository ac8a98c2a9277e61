"""The kinds of sign that could identify someone, and the kinds of detail that make a combination."""

from django.db import models


class SignKind(models.TextChoices):
    """The kinds of sign, as named within a sentence. `signs.toml` says why each of them matters."""

    BIRTH_DATE = "birth-date", "a date of birth"
    DEATH_DATE = "death-date", "a date of death"
    ADDRESS = "address", "an address"
    POSTCODE = "postcode", "a postcode"
    EMAIL = "email", "an email address"
    PHONE = "phone", "a phone number"
    NHS_NUMBER = "nhs-number", "an NHS number"
    INSURANCE_NUMBER = "insurance-number", "a National Insurance number"
    CASE_NUMBER = "case-number", "a case number"
    NAME = "name", "a name"
    SCHOOL = "school", "a school or nursery"
    PRACTICE = "practice", "a GP practice or ward"
    HOME = "home", "a home or hostel"
    MULTIPLE_BIRTH = "multiple-birth", "twins or triplets"
    ORIGIN = "origin", "an origin or faith with a place"
    JOB = "job", "a relative’s job"
    INJURY = "injury", "an unusual injury"
    PRESS = "press", "a news report or court"
    AGE_AND_PLACE = "age-place", "an exact age with a small place"
    HIDDEN_CONTENT = "hidden-content", "a name or comment hidden in a file"
    COMBINATION = "combination", "several details that together could identify someone"


class Detail(models.TextChoices):
    """The kinds of detail that can identify someone in combination, but not alone."""

    AGE = "age", "exact age or date of birth"
    EVENT = "event", "exact date of death or incident"
    PLACE = "place", "place, school, ward or home"
    FAMILY = "family", "make-up of the family"
    ORIGIN = "origin", "origin or faith"
    JOB = "job", "relative’s job"
    INJURY = "injury", "unusual injury"
    PRESS = "press", "news report or court"


ENOUGH = 3  # kinds of detail that count as a combination: see docs/identity.md for how it was chosen
# The detail that a sign is.
DETAIL_OF: dict[SignKind, Detail] = {
    SignKind.BIRTH_DATE: Detail.AGE,
    SignKind.DEATH_DATE: Detail.EVENT,
    SignKind.ADDRESS: Detail.PLACE,
    SignKind.POSTCODE: Detail.PLACE,
    SignKind.SCHOOL: Detail.PLACE,
    SignKind.PRACTICE: Detail.PLACE,
    SignKind.HOME: Detail.PLACE,
    SignKind.MULTIPLE_BIRTH: Detail.FAMILY,
    SignKind.ORIGIN: Detail.ORIGIN,
    SignKind.JOB: Detail.JOB,
    SignKind.INJURY: Detail.INJURY,
    SignKind.PRESS: Detail.PRESS,
}


class WordList(models.TextChoices):
    """The lists of words that administrators can add to."""

    FIRST_NAMES = "first_names", "First names"
    IN_PUBLIC = "in_public", "Words before the name of someone who acts in public, such as “chair”"
    LOCAL_PLACES = "local_places", "Names of small places, such as a village or an estate"
    SMALL_PLACES = "small_places", "Words for small places, such as “hamlet”"
    JOBS = "jobs", "Jobs of relatives"
    ORIGINS = "origins", "Origins and faiths"
    INJURIES = "injuries", "Unusual injuries and weapons"
    PRESS = "press", "Words in the names of newspapers and news websites"
    NO_NAMES = "no_names", "Words with capital letters that the check should ignore"
