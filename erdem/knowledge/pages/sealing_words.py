"""The sentences that scripts of the sealing pages show, in the language of the page."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _


def words() -> str:
    """Return code and sentence as JSON; {names} in braces are filled in by the script."""
    return json.dumps({**_progress(), **_troubles(), **_share_troubles(), **_done()}, ensure_ascii=False)


def _progress() -> dict[str, str]:
    return {
        "working": _("Working…"),
        "making": _("Making the key and locking it. This takes some seconds…"),
        "unlocking": _("Unlocking your key. This takes some seconds…"),
        "sealing": _("Sealing on this device: {percent} %"),
        "sending": _("Sending what is sealed: {percent} %"),
        "fetching": _("Fetching what is sealed…"),
        "opening": _("Opening on this device: {percent} %"),
        "splitting": _("Splitting the key…"),
    }


def _troubles() -> dict[str, str]:
    return {
        "passphrase": _(
            "The passphrase does not fit. Nothing was changed. Look at capital letters and spaces, then try again."
        ),
        "needs_passphrase": _("This key file is locked. Write its passphrase too."),
        "no_key": _("There is no private key in this file. Choose the file that you kept when the key was made."),
        "not_for_key": _(
            "This content was not sealed to this key. Nothing was changed. Ask who can open it; the names "
            "stand on this page."
        ),
        "damaged": _(
            "What arrived is damaged and was not opened. Reload the page and try again; if it stays so, "
            "tell the office."
        ),
        "not_ours": _("This was encrypted elsewhere and has no envelope of Erdem. Open it with an age tool."),
        "other_content": _(
            "This is not the content that was sealed here: the commitment differs. Tell the steward. It was not opened."
        ),
        "unexpected": _(
            "It did not work on this device. Nothing was changed and nothing was sent. Close other pages and try again."
        ),
        "network": _(
            "The network is down. Nothing was saved, nothing is lost. Once you are online again, press the "
            "button again."
        ),
        "gone": _("This is no longer here: it was changed elsewhere meanwhile. Reload the page."),
        "server": _("The server did not manage it. Nothing was saved. Please try again shortly."),
        "short": _("The passphrase is too short. Take at least 12 letters or 8 Chinese characters."),
        "differ": _("The two passphrases differ. Write the same twice."),
        "no_file": _("Choose a file, or write a text, first."),
        "too_large": _("This file is over {limit} MB. Seal it with the command erdem seal; the reference says how."),
        "no_recipient": _("Choose at least one holder who can open it."),
        "without_you": _(
            "You have not chosen yourself: you will not be able to open it any more. Press again if that is meant."
        ),
        "choose_key": _("Choose how you unlock your key."),
        "other_key": _("These shares bring back another key than this one. Nothing was changed."),
    }


def _share_troubles() -> dict[str, str]:
    return {
        "few": _(
            "{need} different shares are needed, you have entered {have}. Nothing was changed. Ask another "
            "elder for a share."
        ),
        "same_share": _(
            "You have entered the same share twice. {need} different ones are needed, you have {have}. "
            "Nothing was changed."
        ),
        "no_shares": _("Enter the words of the shares, one share in each box."),
        "word": _("Word {place} of share {share}, “{word}”, is not in the list. {near} Nothing was changed."),
        "near": _("Is it one of these: {words}?"),
        "length": _("Share {share} has {have} words, it needs {need}. Compare with the sheet. Nothing was changed."),
        "checksum": _(
            "One word of share {share} is not the one on the sheet. Compare word by word. Nothing was changed."
        ),
        "mixed": _(
            "These shares do not belong together: they come from different splits. Compare the dates on the "
            "sheets. Nothing was changed."
        ),
        "keepers": _("Write who keeps each share."),
        "numbers": _("At least 2 shares must be needed, and not more than are made."),
    }


def _done() -> dict[str, str]:
    return {
        "opened": _("Opened on this device only. It is gone when you leave the page."),
        "sealed": _("Sealed."),
        "passphrase_changed": _("The new passphrase is in force. The old one no longer opens your key here."),
        "unlocked": _("Your key is unlocked until you leave the page."),
        "split_done": _("Print the sheets now: they are shown only this once and are kept nowhere."),
        "sheet_title": _("Share {ordinal} of {count} of a key for sealed knowledge"),
        "sheet_keeper": _("Kept by: {keeper}"),
        "sheet_key": _("Key: {label}, {holder}"),
        "sheet_day": _("Split on {day}"),
        "sheet_need": _("Any {need} of {count} shares together bring the key back. One alone says nothing."),
        "sheet_care": _(
            "Keep it on paper, in a dry place, away from the others. Do not photograph it, do not send it, "
            "do not lend it."
        ),
        "sheet_use": _(
            "When it is needed: on the page of the key, “Bring the key back with shares”. Words or numbers "
            "may be typed."
        ),
        "sheet_print": _("Fingerprint: {fingerprint}"),
        "share": _("Share {number}"),
    }
