"""Addresses of recommendations."""

from django.urls import path

from .views import recommendations  # "reference" is learning's path converter

urlpatterns = [
    path("recommendations/", recommendations.recommendation_list, name="recommendation_list"),
    path("recommendations/<reference:reference>/", recommendations.recommendation, name="recommendation"),
]
