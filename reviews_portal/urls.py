"""The URLs of the portal."""

from django.contrib import admin
from django.urls import include, path

from . import api, older_addresses
from .branding import brand_css
from .briefings.views import checking
from .editing.views.statements import edit_statement
from .interchange import views as interchange
from .pages import agency, home, information, review, search, theme, whats_new
from .publication.views.deciding import decision

urlpatterns = [
    path("", home.home, name="home"),
    path("themes/", home.theme_list, name="theme_list"),
    path("themes/<slug:slug>/", theme.theme, name="theme"),
    path("reviews/", review.review_list, name="review_list"),
    path("reviews/<slug:slug>/", review.review, name="review"),
    path("agencies/", agency.agency_list, name="agency_list"),
    path("agencies/<slug:slug>/", agency.agency, name="agency"),
    path("agencies/<slug:slug>/responses/", agency.agency_responses, name="agency_responses"),
    path("work-in/", agency.choose_work, name="choose_work"),
    path("work-in/<slug:kind>/", agency.work_in, name="work_in"),
    path("learning/", older_addresses.learning, name="item_list"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("whats-new/", whats_new.whats_new, name="whats_new"),
    path("about/", information.about, name="about"),
    path("accessibility/", information.accessibility, name="accessibility"),
    path("privacy/", information.privacy, name="privacy"),
    path("cookies/", information.cookies, name="cookies"),
    path("robots.txt", information.robots),
    path("favicon.ico", information.favicon),
    path(".well-known/security.txt", information.security, name="security"),
    path("security-policy.txt", information.security_policy, name="security_policy"),
    path("api/v1/reviews/<slug:slug>", api.review, name="api_review"),
    path("api/v1/review-schema.json", interchange.schema, name="review_schema"),
    path("brand.css", brand_css, name="brand"),
    path("", include("learning.urls")),
    path("", include("recommendations.urls")),
    path("", include("reviews_portal.people.urls")),
    path("check/", checking.ask, name="check_document"),
    path("check/<slug:what>/", checking.check, name="check_list"),
    path("check/<slug:what>/<slug:key>/", checking.check, name="check"),
    path("briefings/", include("reviews_portal.briefings.urls")),
    path("manage/reviews/<slug:slug>/briefing/", include("reviews_portal.briefings.summaries.urls")),
    path("manage/imports/", include("reviews_portal.imports.urls")),
    path("manage/reviews/<slug:slug>/export.json", interchange.export, name="export_review"),
    path("manage/reviews/", include("reviews_portal.editing.urls")),
    path("manage/statements/<reference:reference>/edit/", edit_statement, name="edit_statement"),
    path("manage/decisions/<int:pk>/", decision, name="decision"),
    path("manage/reviews/<slug:slug>/publication/", include("reviews_portal.publication.urls")),
    path("manage/hidden/", include("reviews_portal.hiding.urls")),
    path("manage/redactions/", include("reviews_portal.redaction.urls")),
    path("accounts/", include("reviews_portal.accounts.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "reviews_portal.pages.information.bad_request"
handler403 = "reviews_portal.pages.information.not_allowed"
handler404 = "reviews_portal.pages.information.not_found"
handler500 = "reviews_portal.pages.information.failed"
