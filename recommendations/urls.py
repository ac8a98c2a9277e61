"""Addresses of recommendations, and of the workspace in which they are answered."""

from django.urls import path

from .views import (
    answering,
    asking,
    checking,
    dashboard,
    evidence,
    published_versions,
    recommendations,
    workspace,
    yearly_report,
)

urlpatterns = [
    path("recommendations/", recommendations.recommendation_list, name="recommendation_list"),
    path("recommendations/<reference:reference>/", recommendations.recommendation, name="recommendation"),
    path(
        "recommendations/<reference:reference>/responses/<slug:agency>/",
        published_versions.response_editions,
        name="response_editions",
    ),
    path("responses/", workspace.home, name="responses"),
    path("responses/ask/<reference:reference>/", asking.ask, name="ask"),
    path("responses/evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("responses/partnerships/<slug:slug>/", dashboard.dashboard, name="response_dashboard"),
    path("responses/partnerships/<slug:slug>/report/", yearly_report.yearly_report, name="yearly_report"),
    path("responses/<int:pk>/", answering.response_request, name="response_request"),
    path("responses/<int:pk>/preview/", answering.preview, name="response_preview"),
    path("responses/<int:pk>/late/<int:late>/", answering.late_text, name="late_text"),
    path("responses/<int:pk>/<slug:do>/", checking.decide, name="response_decision"),
]
