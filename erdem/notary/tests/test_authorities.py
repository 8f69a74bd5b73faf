"""Which authorities an installation asks is a file; one that is wrong is refused in a sentence, none is believed blindly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from erdem.base.env import BadSetting
from erdem.notary import authorities
from erdem.notary.stamping import Algorithm, LocalAuthority, write_pem
from erdem.notary.tests.test_log import enter, integrate
from erdem.notary.tests.test_stamping import PLUG, name_authorities, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    return LocalAuthority(tmp_path_factory.mktemp("authority") / "keys")


@pytest.mark.parametrize(("mood", "code"), [("", ""), ("broken", "authority"), ("lying", "imprint")])
def test_a_national_authority_is_plugged_in_by_its_name_and_not_believed_blindly(
    mood: str, code: str, settings: Any, tmp_path: Path
) -> None:
    enter(1)
    integrate()
    inner = LocalAuthority(tmp_path / "national")
    plug = {"name": "国家授时（示例）", "stamper": PLUG, "roots": write_pem(inner.authority.trusted)}
    name_authorities(settings, tmp_path, {**plug, "options": {"folder": str(tmp_path / "national"), "mood": mood}})
    made = stamp()
    assert made is not None
    assert [failure.code for failure in made.failures] == ([code] if code else [])
    assert made.is_done == (not code)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "cannot be read"),
        ("[]", "holds no list"),
        ('{"authority": [1]}', "holds no list"),
        ('[{"name": "x"}]', "does not say its roots"),
        ('[{"name": "x", "roots": "none.pem"}]', "cannot be used"),
        ('[{"name": "x", "roots": "-----BEGIN CERTIFICATE-----"}]', "holds no certificate"),
        ('[{"name": "x", "roots": "ROOT", "wrong": 1}]', "says wrong, which is not known"),
        ('[{"name": "x", "roots": "ROOT", "profile": "xx"}]', "cannot be used"),
        ('[{"name": "x", "roots": "ROOT", "algorithm": "sm3"}]', "no algorithm of the profile"),
        ('[{"name": "x", "roots": "ROOT", "stamper": "no.such.Class"}]', "cannot be used"),
        ('[{"name": "x", "roots": "ROOT"}, {"name": "x", "roots": "ROOT"}]', "alike"),
    ],
)  # fmt: skip
def test_a_wrong_file_of_authorities_is_refused_in_a_sentence(
    content: str, why: str, settings: Any, tmp_path: Path, authority: LocalAuthority
) -> None:
    path = tmp_path / "authorities.json"
    root = json.dumps(write_pem(authority.authority.trusted))
    path.write_text(content.replace('"ROOT"', root), encoding="utf-8")
    settings.NOTARY_AUTHORITIES = str(path)
    with pytest.raises(BadSetting, match=why):
        authorities.stampers()


def test_authorities_may_be_written_in_toml_with_their_roots_beside(
    settings: Any, tmp_path: Path, authority: LocalAuthority
) -> None:
    (tmp_path / "roots.pem").write_text(write_pem(authority.authority.trusted), encoding="ascii")
    path = tmp_path / "authorities.toml"
    path.write_text(
        '[[authority]]\nname = "示例"\nurl = "https://tsa.example/"\npolicies = ["1.2.3"]\nroots = "roots.pem"\n'
        'algorithm = "sha384"\nseconds = 5\n',
        encoding="utf-8",
    )
    settings.NOTARY_AUTHORITIES = str(path)
    (one,) = authorities.stampers()
    assert (one.authority.name, one.authority.algorithm, one.authority.timeout) == ("示例", Algorithm.SHA384, 5.0)
    assert set(one.authority.trusted) <= set(authorities.roots())


@pytest.mark.parametrize(
    ("profile", "algorithms"), [("intl", ["sha256"]), ("gm", ["sm3"]), ("dual", ["sha256", "sm3"])]
)
def test_the_profile_says_by_which_digests_the_local_authority_stamps(
    profile: str, algorithms: list[str], settings: Any
) -> None:
    settings.NOTARY_PROFILE = profile
    enter(1)
    integrate()
    made = stamp()
    assert made is not None
    assert sorted(each.algorithm for each in made.stamps) == algorithms
