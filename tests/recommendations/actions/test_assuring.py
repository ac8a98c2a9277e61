"""Judgements stand beside each other, each with what it must say."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError

from recommendations.actions import checking
from recommendations.models import Assurance, EvidenceFile
from tests.recommendations.conftest import PDF, in_days, judged


def test_judgements_stand_beside_each_other(world, submitted):
    response = submitted.response
    with pytest.raises(ValidationError, match="nothing to assess"):
        judged(world, response)
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    judged(world, response, judgement="partial", evidence="", evidence_on=None, shows="")
    judged(world, response)
    judged(world, response)
    assert [one.judgement for one in response.assurances.order_by("pk")] == ["partial", "assured"]
    for change, field in (
        ({"evidence": ""}, "evidence"),
        ({"evidence_on": None}, "evidence_on"),
        ({"evidence_on": in_days(1)}, "evidence_on"),
        ({"judged_on": in_days(1)}, "judged_on"),
        ({"deciding_body": ""}, "deciding_body"),
        ({"shows": ""}, "shows"),
    ):
        with pytest.raises(ValidationError) as error:
            judged(world, response, **change)
        assert list(error.value.message_dict) == [field]
    for who in ("writer", "other-editor", "scrutineer", "administrator"):
        with pytest.raises(PermissionDenied):
            judged(world, response, by=world.people[who])


def test_files_are_evidence_and_stand_with_their_judgement(world, published):
    files = [EvidenceFile.of("audit.pdf", PDF), EvidenceFile.of("numbers.csv", b"a;b\n")]
    made = judged(world, published, evidence="", evidence_files=files)
    assert (made.file_count, [one.name for one in made.files.all()]) == (2, ["audit.pdf", "numbers.csv"])
    assert bytes(made.files.get(name="audit.pdf").content) == PDF
    # A second click, which sends the same files again.
    again = [EvidenceFile.of("audit.pdf", PDF), EvidenceFile.of("numbers.csv", b"a;b\n")]
    assert judged(world, published, evidence="", evidence_files=again) == made
    other = [EvidenceFile.of("audit.pdf", PDF + b"more"), EvidenceFile.of("numbers.csv", b"a;b\n")]
    assert judged(world, published, evidence="", evidence_files=other) != made
    assert EvidenceFile.objects.count() == 4


def test_a_file_is_dated_evidence_too_and_says_what_it_shows(world, published):
    for change, field in (({"evidence_on": None}, "evidence_on"), ({"shows": ""}, "shows")):
        with pytest.raises(ValidationError) as error:
            judged(world, published, evidence="", evidence_files=[EvidenceFile.of("audit.pdf", PDF)], **change)
        assert list(error.value.message_dict) == [field]
    assert not EvidenceFile.objects.exists()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/a", "data:text/html,x", "//example.org"])
def test_a_link_leads_to_the_web_and_nowhere_else(world, published, refused, link):
    with pytest.raises(ValidationError) as error:
        judged(world, published, evidence="", link=link)
    assert list(error.value.message_dict) == ["link"]
    judged(world, published, evidence="", link="HTTPS://RECORDS.EXAMPLE.ORG/audit")
    made = judged(world, published, evidence="", link="https://records.example.org/audit")
    with refused("assurance_link_is_of_the_web"):
        Assurance.objects.filter(pk=made.pk).update(link=link)


def test_the_database_refuses_assured_without_dated_evidence(world, published, refused):
    made = judged(world, published, evidence="", evidence_files=[EvidenceFile.of("audit.pdf", PDF)])
    for change in ({"file_count": 0}, {"evidence_on": None}):
        with refused("assurance_assured_has_dated_evidence"):
            Assurance.objects.filter(pk=made.pk).update(**change)


def test_a_file_is_never_changed_or_deleted(world, published, refused):
    made = judged(world, published, evidence_files=[EvidenceFile.of("audit.pdf", PDF)])
    for change in ({"content": b"%PDF-other"}, {"name": "other.pdf"}, {"digest": "0"}):
        with refused("never changed or deleted"):
            made.files.update(**change)
    with refused("never changed or deleted"):
        made.files.get().delete()
    with pytest.raises(ProtectedError):
        made.delete()
    for name, change in (("evidence_file_has_size", {"size": 0}), ("evidence_file_has_name", {"name": ""})):
        values = {"assurance": made, "name": "audit.pdf", "content": b"x", "size": 1, "digest": "0"} | change
        with refused(name):
            EvidenceFile.objects.create(**values)
