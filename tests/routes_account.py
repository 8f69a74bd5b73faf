"""The part of the table of access that belongs to the own account: names of the login package."""

from __future__ import annotations

from tests.route import HIDDEN, MOVED, OK, Route, all_of, signed_in

ACCOUNT = (
    Route("account", signed_in()),
    Route("account", signed_in(MOVED), method="post", data={"display_name": "示例新名", "language": "zh-hans"}),
    Route("account_login", signed_in(MOVED, public=OK)),
    Route("account_logout", signed_in()),
    Route("account_inactive", all_of(OK)),
    Route("account_signup", signed_in(MOVED, public=OK)),
    Route("account_reauthenticate", signed_in()),
    Route("account_email", signed_in()),
    Route("account_email_verification_sent", all_of(OK)),
    Route("account_change_password", signed_in()),
    Route("account_set_password", signed_in(MOVED)),
    Route("account_reset_password", all_of(OK)),
    Route("account_confirm_login_code", all_of(MOVED)),
    Route("account_confirm_email", all_of(OK), "a key that nobody has", lambda _: ("example",)),
    Route("account_reset_password_from_key_done", all_of(OK)),
    Route("account_reset_password_from_key", all_of(OK), "a key that nobody has", lambda _: ("x", "y-z")),
    Route("account_reset_password_done", all_of(OK)),
    Route("mfa_index", signed_in()),
    Route("mfa_authenticate", all_of(MOVED), "nobody is half signed in"),
    Route("mfa_reauthenticate", signed_in(MOVED), "there is no second factor yet"),
    Route("mfa_activate_totp", signed_in(MOVED), "asks for the password again"),
    Route("mfa_deactivate_totp", signed_in(HIDDEN), "there is none"),
    Route("mfa_view_recovery_codes", signed_in(HIDDEN), "there are none"),
    Route("mfa_generate_recovery_codes", signed_in(MOVED), "asks for the password again"),
    Route("mfa_download_recovery_codes", signed_in(HIDDEN), "there are none"),
    Route("mfa_list_webauthn", signed_in()),
    Route("mfa_add_webauthn", signed_in(MOVED), "asks for the password again"),
    Route("mfa_reauthenticate_webauthn", signed_in(MOVED), "there is no key yet"),
    Route("mfa_remove_webauthn", signed_in(MOVED), "asks for the password again", lambda _: (1,)),
    Route("mfa_edit_webauthn", signed_in(MOVED), "asks for the password again", lambda _: (1,)),
    Route("mfa_login_webauthn", all_of(MOVED), "only a script asks here"),
)
