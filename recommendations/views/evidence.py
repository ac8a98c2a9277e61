"""A file attached to a judgement, for those who may see the workspace of the partnership that judged."""

from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from learning.signals import restricted_exported
from recommendations.models import EvidenceFile


@login_required
@require_safe
@csp_override({"default-src": "'none'", "sandbox": True})  # type: ignore[dict-item]  # a directive without a value
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """Return a file as a download that no browser displays. Raises Http404 for users who may not see it."""
    file = get_object_or_404(EvidenceFile.objects.visible_to(request.user), pk=pk)
    restricted_exported.send(evidence, request=request, what=f"evidence {file.pk}")
    return FileResponse(
        BytesIO(file.content), as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
