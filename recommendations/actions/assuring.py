"""Record a partnership's judgement (assurance) on a response, as distinct from the agency's own statement."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from learning.identity.decisions import Verdict, check_decided
from learning.models import Partnership
from recommendations.models import Assurance, EvidenceFile, Judgement, Response, ResponseVersion
from recommendations.triggers.workflow import JUDGES
from recommendations.workspace_permissions import editor_in_words, partnerships_for, permissions_of

from .checking import problem_with_typed


@transaction.atomic
def assure(
    version: ResponseVersion,
    *,
    partnership: Partnership,
    by,
    judgement: str,
    judged_on: date,
    deciding_body: str,
    meeting: str = "",
    evidence: str = "",
    link: str = "",
    evidence_files: Sequence[EvidenceFile] = (),
    evidence_on: date | None = None,
    shows: str = "",
    verdict: Verdict | None = None,
) -> Assurance:
    """Record a dated judgement on a version, beside earlier judgements. A second click records nothing.

    The evidence is a note, a link, files that are not saved yet, or several of these. `verdict` is what `by` decided
    about signs in the published words of the judgement that could identify someone.

    Raises PermissionDenied unless `by` edits the partnership, and it asked and may act on the review. Raises
    ValidationError, by field, if the version is not the one published now, a date is in the future, the response is
    assured without dated evidence, or the deciding body or meeting names an agency that has a generic name
    or has signs on which nobody has decided.
    """
    response = version.response
    requests = partnership.requests.filter(recommendation=response.recommendation_id, agency=response.agency_id)
    if partnership.pk not in permissions_of(by).partnerships or not requests.exists():
        raise PermissionDenied("Only an editor of the partnership that asked can record assurance of a response.")
    if not partnerships_for(response.recommendation.review).filter(pk=partnership.pk).exists():
        raise PermissionDenied(JUDGES)
    Response.objects.select_for_update().get(pk=response.pk)  # so that no newer version is published in the meantime
    current = ResponseVersion.objects.current().filter(response=response).first()
    if current is None:
        raise ValidationError("No response has been published yet, so there is nothing to assess.")
    if current != version:
        raise ValidationError(
            f"Version {current.number} has replaced version {version.number}, which you read. "
            f"Read version {current.number}, then record your decision again."
        )
    today, problems = timezone.localdate(), {}
    if judged_on > today:
        problems["judged_on"] = "Date of the decision must be today or earlier."
    if not deciding_body.strip():
        problems["deciding_body"] = "Enter the group that made this decision."
    elif named := problem_with_typed(version, [deciding_body, meeting]):
        problems["deciding_body"] = named
    has_evidence = bool(evidence.strip() or link or evidence_files)
    if judgement == Judgement.ASSURED and not has_evidence:
        problems["evidence"] = "To record “Assured”, describe the evidence, add a link or choose a file."
    if judgement == Judgement.ASSURED and evidence_on is None:
        problems["evidence_on"] = "Enter the date of the evidence."
    if evidence_on and evidence_on > today:
        problems["evidence_on"] = "Date of the evidence must be today or earlier."
    if has_evidence and not shows:
        problems["shows"] = "Select what the evidence shows."
    if problems:
        raise ValidationError(problems)
    given = Assurance(
        response=response,
        version=version,
        partnership=partnership,
        judgement=judgement,
        judged_on=judged_on,
        deciding_body=deciding_body.strip(),
        meeting=meeting.strip(),
        evidence=evidence.strip(),
        link=link,
        file_count=len(evidence_files),
        evidence_on=evidence_on,
        shows=shows,
    )
    if before := same_as(given, evidence_files):
        return before
    given.clean_fields()
    role, review = editor_in_words(partnership), response.recommendation.review
    check_decided(review, [given.deciding_body, given.meeting], by=by, acted_as=role, verdict=verdict)
    given.save()
    for file in evidence_files:
        file.assurance = given
        file.save()
    return given


def same_as(given: Assurance, files: Sequence[EvidenceFile]) -> Assurance | None:
    """Return the judgement with the same content and evidence, or None."""
    said = {field.attname: getattr(given, field.attname) for field in Assurance._meta.concrete_fields}
    del said["id"]
    digests = sorted(file.digest for file in files)
    for before in Assurance.objects.filter(**said):
        if sorted(before.files.values_list("digest", flat=True)) == digests:
            return before
    return None
