"""Signing in and out, lockout, closed sign-up, and the login package's pages in our own look."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erdem.base.testing.actors import People
from erdem.people.models import User
from erdem.people.tests.factories import PASSWORD, user_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def text(answer: Any) -> str:
    decoded: str = answer.content.decode()
    return decoded


def sign_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": user.username, "password": password})


def test_a_person_signs_in_with_the_user_name_and_lands_on_the_desk(client: Client, people: People) -> None:
    answer = sign_in(client, user_of(people.officer))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "示例旗市场监督管理局" in text(client.get("/"))


def test_a_person_signs_in_with_the_e_mail_address(client: Client, people: People) -> None:
    user = user_of(people.officer)
    User.objects.filter(pk=user.pk).update(email="officer@example.org")
    answer = client.post(reverse("account_login"), {"login": "officer@example.org", "password": PASSWORD})
    assert answer.status_code == 302


def test_a_wrong_password_is_answered_in_plain_words(client: Client, people: People) -> None:
    answer = sign_in(client, user_of(people.officer), "wrong-password-1")
    assert "没有登录：用户名或密码不对" in text(answer)


def test_signing_in_speaks_the_language_chosen_for_the_account(client: Client, people: People) -> None:
    user = user_of(people.officer)
    User.objects.filter(pk=user.pk).update(language="en")
    answer = sign_in(client, user)
    assert answer.cookies["erdem_language"].value == "en"
    assert "Work desk" in text(client.get("/"))


def test_too_many_wrong_passwords_lock_the_account_and_say_for_how_long(
    client: Client, people: People, settings: Any
) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    user = user_of(people.officer)
    answers = [sign_in(client, user, "wrong-password-1") for _ in range(3)]
    assert answers[-1].status_code == 429
    assert "登录已锁住30分钟" in text(answers[-1])
    assert "没有人进去过" in text(answers[-1])
    assert sign_in(client, user).status_code == 429, "the right password does not open a locked account either"


def test_wrong_passwords_count_alike_for_user_name_and_e_mail(client: Client, people: People, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    user = user_of(people.officer)
    User.objects.filter(pk=user.pk).update(email="officer@example.org")
    for login in (user.username, "officer@example.org", user.username.upper()):
        answer = client.post(reverse("account_login"), {"login": login, "password": "wrong-password-1"})
    assert answer.status_code == 429


def test_a_right_password_in_between_starts_the_count_again(client: Client, people: People, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    user = user_of(people.officer)
    for _ in range(2):
        sign_in(Client(), user, "wrong-password-1")
    assert sign_in(Client(), user).status_code == 302
    assert sign_in(Client(), user, "wrong-password-1").status_code == 200


def test_a_lock_does_not_shut_out_somebody_else(client: Client, people: People, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        sign_in(client, user_of(people.officer), "wrong-password-1")
    assert sign_in(Client(), user_of(people.holder)).status_code == 302


def test_the_demonstration_lists_its_accounts_and_only_it(client: Client, settings: Any) -> None:
    settings.DEMONSTRATION = True
    assert "erdem-officer-2026" in text(client.get(reverse("account_login")))
    settings.DEMONSTRATION = False
    assert "erdem-officer-2026" not in text(client.get(reverse("account_login")))


def test_accounts_are_opened_by_offices_unless_the_installation_says_otherwise(client: Client, settings: Any) -> None:
    settings.SIGN_UP_IS_OPEN = False
    assert "账号由主管部门开设" in text(client.get(reverse("account_signup")))
    settings.SIGN_UP_IS_OPEN = True
    assert "password1" in text(client.get(reverse("account_signup")))


def test_signing_out_asks_first_and_then_does_it(client: Client, people: People) -> None:
    sign_in(client, user_of(people.officer))
    assert "要在这台电脑上退出登录吗" in text(client.get(reverse("account_logout")))
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_an_address_of_another_site_is_not_followed_after_signing_in(client: Client, people: People) -> None:
    user = user_of(people.officer)
    answer = client.post(
        reverse("account_login") + "?next=https://example.org/", {"login": user.username, "password": PASSWORD}
    )
    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_reset_password", "account_reset_password_done", "account_inactive"],
)
def test_every_page_of_the_login_package_has_our_look(client: Client, name: str) -> None:
    answer = text(client.get(reverse(name)))
    assert 'class="er-top"' in answer
    assert answer.count("<h1") == 1
    assert not re.search(r"<(?:script(?![^>]*(?:src=|application/json))|style)", answer)


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "mfa_index", "mfa_list_webauthn"])
def test_every_page_of_the_own_account_has_our_look(client: Client, people: People, name: str) -> None:
    client.force_login(user_of(people.holder), backend=BACKEND)
    answer = text(client.get(reverse(name)))
    assert 'class="er-top"' in answer
    assert reverse("account") in answer


def test_a_password_is_changed(client: Client, people: People) -> None:
    user = user_of(people.holder)
    client.force_login(user, backend=BACKEND)
    new = {"oldpassword": PASSWORD, "password1": "示例-new-password-7", "password2": "示例-new-password-7"}
    assert client.post(reverse("account_change_password"), new).status_code == 302
    assert sign_in(Client(), user, "示例-new-password-7").status_code == 302


def test_a_second_factor_begins_with_the_password_and_shows_a_code_to_scan(client: Client, people: People) -> None:
    user = user_of(people.holder)
    sign_in(client, user)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    answer = client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert 'class="er-qr"' in text(answer)
