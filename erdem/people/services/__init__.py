"""Writes of people, places, keys and memberships."""

from erdem.people.services.accounts import (
    KEY_MARK,
    MOST_KEYS,
    KeyRefused,
    KeyUse,
    NewKey,
    add_member,
    change_profile,
    load_places,
    make_key,
    open_account,
    open_organisation,
    revoke_key,
    sweep_uses,
    use_key,
)
from erdem.people.services.groups import declare_group, declare_own_place, leave_group, place_in_group
from erdem.people.services.membership import (
    answer_request,
    ask_to_join,
    invite_member,
    leave,
    retire_member,
    withdraw_request,
)

__all__ = [
    "KEY_MARK",
    "MOST_KEYS",
    "KeyRefused",
    "KeyUse",
    "NewKey",
    "add_member",
    "answer_request",
    "ask_to_join",
    "change_profile",
    "declare_group",
    "declare_own_place",
    "invite_member",
    "leave",
    "leave_group",
    "load_places",
    "make_key",
    "open_account",
    "open_organisation",
    "place_in_group",
    "retire_member",
    "revoke_key",
    "sweep_uses",
    "use_key",
    "withdraw_request",
]
