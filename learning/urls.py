"""URLs of the catalogue's own records."""

from django.urls import path, register_converter

from .utils.converters import ReferenceConverter
from .views import agencies, contact, glossary, items, originals, questions, review_kinds, theme_proposals

register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("reviews/<slug:slug>/documents/<int:position>/", originals.original, name="original"),
    path("learning/<reference:reference>/", items.item, name="item"),
    path("questions/", questions.question_list, name="question_list"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("kinds-of-review/", review_kinds.review_kinds, name="review_kinds"),
    path("contact/", contact.contact, name="contact"),
    path("contact/thanks/", contact.contact_thanks, name="contact_thanks"),
    path("manage/agencies/", agencies.agencies, name="manage_agencies"),
    path("manage/agencies/add/", agencies.add, name="add_agency"),
    path("manage/agencies/use/", agencies.use, name="use_agency"),
    path("manage/agencies/<slug:slug>/names/", agencies.names, name="agency_names"),
    path("manage/agencies/<slug:slug>/public-name/", agencies.public_name, name="agency_public_name"),
    path(
        "manage/agencies/<slug:slug>/public-name/change/",
        agencies.change_public_name,
        name="agency_public_name_change",
    ),
    path("manage/themes/", theme_proposals.proposals, name="theme_proposals"),
    path("manage/themes/propose/", theme_proposals.propose, name="propose_theme"),
    path("manage/themes/<int:pk>/", theme_proposals.proposal, name="theme_proposal"),
    path("manage/themes/<int:pk>/accept/", theme_proposals.accept, name="theme_accept"),
    path("manage/themes/<int:pk>/merge/", theme_proposals.merge, name="theme_merge"),
    path("manage/themes/<int:pk>/decline/", theme_proposals.decline, name="theme_decline"),
]
