"""URLs under `/manage/reviews/<slug>/publication/`, for the editors of a review and administrators."""

from django.urls import path

from .views import changing, deciding, recording

urlpatterns = [
    path("", deciding.publication, name="publication"),
    path("elsewhere/", recording.record, {"way": "elsewhere"}, name="publication_elsewhere"),
    path("elsewhere/send/", recording.send, {"way": "elsewhere"}, name="publication_elsewhere_send"),
    path("decision/", recording.record, {"way": "decision"}, name="publication_decision"),
    path("decision/send/", recording.send, {"way": "decision"}, name="publication_decision_send"),
    path("not-published/", recording.record, {"way": "not_published"}, name="publication_not_published"),
    path("not-published/send/", recording.send, {"way": "not_published"}, name="publication_not_published_send"),
    path("confirm/", deciding.confirm, name="publication_confirm"),
    path("return/", deciding.return_for_changes, name="publication_return"),
    path("withdraw-proposal/", deciding.withdraw_proposal, name="publication_withdraw_proposal"),
    path("audience/", changing.audience, name="publication_audience"),
    path("withdraw/", changing.withdraw, name="publication_withdraw"),
]
