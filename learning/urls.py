"""URLs of the catalogue's own records."""

from django.urls import path, register_converter

from .utils.converters import ReferenceConverter
from .views import contact, glossary, items, originals, questions, review_kinds

register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("reviews/<slug:slug>/documents/<int:position>/", originals.original, name="original"),
    path("learning/<reference:reference>/", items.item, name="item"),
    path("questions/", questions.question_list, name="question_list"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("kinds-of-review/", review_kinds.review_kinds, name="review_kinds"),
    path("contact/", contact.contact, name="contact"),
    path("contact/thanks/", contact.contact_thanks, name="contact_thanks"),
]
