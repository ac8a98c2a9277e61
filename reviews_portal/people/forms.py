"""The form with which an editor invites somebody."""

from django import forms

from learning.forms import NamedErrors
from learning.models import Agency, Partnership, Role
from reviews_portal.accounts.sign_up import check_letters

from .actions import SHARED, agencies_of

DOES = {
    Role.AGENCY_EDITOR: "Agency editor: drafts and submits the responses of one agency",
    Role.PARTNERSHIP_EDITOR: "Partnership editor: asks, checks and publishes, and invites others",
    Role.SCRUTINEER: "Independent scrutineer: reads all of this and comments",
    Role.MEMBER: "Member: reads what is for this partnership only",
}


class InvitationForm(NamedErrors, forms.Form):
    """The address to invite, the role, and the agency for an agency editor."""

    email = forms.EmailField(
        label="E-mail address",
        validators=[check_letters],
        help_text="Their work address. Only who reads it can accept.",
    )
    role = forms.ChoiceField(
        label="As what?",
        choices=list(DOES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role."},
    )
    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="For which agency?",
        required=False,
        help_text=f"For an agency editor only. {SHARED}",
    )

    def __init__(self, *args, partnership: Partnership, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_of(partnership)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()
