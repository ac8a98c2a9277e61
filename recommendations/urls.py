"""URLs of recommendations and of the workspace."""

from django.urls import path

from .views import (
    asking,
    conflicting_drafts,
    dashboard,
    decisions,
    evidence,
    joint,
    planned_actions,
    published_versions,
    recommendations,
    request_page,
    responding,
    workspace,
    yearly_report,
)

urlpatterns = [
    path("recommendations/", recommendations.recommendation_list, name="recommendation_list"),
    path("recommendations/actions.csv", planned_actions.planned_actions, name="planned_actions"),
    path("recommendations/<reference:reference>/", recommendations.recommendation, name="recommendation"),
    path(
        "recommendations/<reference:reference>/responses/<slug:agency>/",
        published_versions.response_editions,
        name="response_editions",
    ),
    path("responses/", workspace.home, name="responses"),
    path("responses/ask/<reference:reference>/", asking.ask, name="ask"),
    path("responses/evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("responses/joint/record/<reference:reference>/", joint.record, name="joint_record"),
    path("responses/joint/record/<reference:reference>/more-rows/", joint.more_rows, name="joint_more_rows"),
    path("responses/joint/<int:pk>/", joint.joint_response, name="joint_response"),
    path("responses/joint/<int:pk>/publish/", joint.publish, name="joint_publish"),
    path("responses/joint/<int:pk>/return/", joint.return_to_recorder, name="joint_return"),
    path("responses/joint/<int:pk>/withdraw/", joint.withdraw, name="joint_withdraw"),
    path("responses/partnerships/<slug:slug>/", dashboard.dashboard, name="response_dashboard"),
    path("responses/partnerships/<slug:slug>/report/", yearly_report.yearly_report, name="yearly_report"),
    path("responses/<int:pk>/", request_page.response_request, name="response_request"),
    path("responses/<int:pk>/save/", responding.save_draft, name="response_save"),
    path("responses/<int:pk>/save-and-preview/", responding.save_and_preview, name="response_save_and_preview"),
    path("responses/<int:pk>/preview/", responding.preview, name="response_preview"),
    path("responses/<int:pk>/submit/", responding.submit, name="response_submit"),
    path("responses/<int:pk>/late/<int:late>/", conflicting_drafts.conflicting_draft, name="conflicting_draft"),
    path(
        "responses/<int:pk>/late/<int:late>/delete/",
        conflicting_drafts.delete_conflicting_draft,
        name="conflicting_draft_delete",
    ),
    path("responses/<int:pk>/publish/", decisions.publish, name="response_publish"),
    path("responses/<int:pk>/return/", decisions.return_to_agency, name="response_return"),
    path("responses/<int:pk>/withdraw/", decisions.withdraw, name="response_withdraw"),
    path("responses/<int:pk>/assure/", decisions.assure, name="response_assure"),
    path("responses/<int:pk>/chase/", decisions.chase, name="response_chase"),
    path("responses/<int:pk>/comment/", decisions.comment, name="response_comment"),
]
