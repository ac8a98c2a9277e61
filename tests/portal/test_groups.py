"""The groups, and what each may do."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command

from reviews_portal.groups import ADMINISTERED_APPS, ADMINISTRATORS, PRACTITIONERS, fill_groups


@pytest.mark.django_db
def test_groups_are_there_and_filled_and_what_staff_added_stays():
    def permissions(name):
        return set(Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename"))

    assert permissions(PRACTITIONERS) == {("learning", "see_professionals")}
    administrators = permissions(ADMINISTRATORS)
    assert {label for label, _ in administrators} == set(ADMINISTERED_APPS)
    assert ("learning", "see_everything") in administrators
    Group.objects.get(name=PRACTITIONERS).permissions.clear()
    more = Group.objects.get(name=ADMINISTRATORS).permissions.first()
    Group.objects.get(name=PRACTITIONERS).permissions.add(more)
    fill_groups()
    assert ("learning", "see_professionals") in permissions(PRACTITIONERS)
    assert (more.content_type.app_label, more.codename) in permissions(PRACTITIONERS)


@pytest.mark.django_db
def test_an_administrator_of_the_command_line_may_do_everything():
    call_command("createsuperuser", email="root@example.org", interactive=False, verbosity=0)
    assert get_user_model().objects.get(email="root@example.org").is_superuser
