"""Forms of the login package, spoken as our forms speak: the label says what to write, no grey words inside the field."""

from __future__ import annotations

from allauth.account.forms import LoginForm as PackageLoginForm
from django.utils.translation import gettext_lazy as _


class LoginForm(PackageLoginForm):  # type: ignore[misc]  # the package is not typed
    """Sign in with user name or e-mail."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail address")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
