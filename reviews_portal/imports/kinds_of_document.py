"""The kind of document that a title names."""

from learning.models.source_document import DocumentKind

DOCUMENTS = [
    (DocumentKind.RESPONSE, ("response", "action plan", "improvement plan")),
    (DocumentKind.BRIEFING, ("briefing", "bulletin", "summary", "newsletter", "learning from", "minute", "event")),
    (DocumentKind.REPORT, ("report", "review", "register")),
]


def kind_of_document(title: str) -> DocumentKind:
    """Return the kind of document that its title names."""
    named = title.lower()
    return next((kind for kind, names in DOCUMENTS if any(one in named for one in names)), DocumentKind.OTHER)
