"""Only the scrutineer of the partnership comments."""

import pytest
from django.core.exceptions import PermissionDenied

from recommendations.actions import commenting


@pytest.mark.parametrize("who", ["partnership-editor", "writer", "member", "administrator", "other-editor"])
def test_only_its_scrutineer_comments(world, asked, who):
    with pytest.raises(PermissionDenied):
        commenting.comment(asked, by=world.people[who], text="Mine.")
