"""Typical cases: from a closed case, checked by a second person, published without names, withdrawn with a reason."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.test import Client

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.models import Case, CaseParty, Party, TypicalCase, TypicalPublication
from erdem.cases.queries.campaigns import campaign_figures
from erdem.cases.queries.typical import names_in
from erdem.cases.services import (
    check_typical,
    draft_typical,
    drop_typical,
    publish_typical,
    reopen_typical,
    submit_typical,
    take_case_step,
    withdraw_typical,
    write_typical,
)
from erdem.cases.services.steps import StepGiven
from erdem.cases.tests.factories import colleague_of, make_case, office_of
from erdem.cases.tests.test_penalty_attacks import refuses
from erdem.people import queries, services
from erdem.people.choices import Role
from erdem.people.tests.factories import make_user

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "冒用地理标志案",
    "facts": "某公司在其商品上使用近似标识。",
    "handling": "责令改正。",
    "legal_note": "依照《中华人民共和国商标法》第六十条。",
    "meaning": "提醒经营者。",
}


@dataclass
class Scene:
    """A closed case with a typical case of it, its writer, and who checks it."""

    officer: Actor
    second: Actor
    expert: Actor
    case: Case
    typical: TypicalCase

    def write(self, given: dict[str, str] | None = None, by: Actor | None = None) -> None:
        """Write on the draft."""
        actor, words = by or self.officer, {**WORDS, **(given or {})}
        with acting_as(actor):
            self.typical = write_typical(actor=actor, typical=self.typical, words=words, hides_rights=True)

    def submit(self, to: Actor | None = None) -> None:
        """Give it to somebody."""
        with acting_as(self.officer):
            checker = (to or self.expert).user_id or 0
            self.typical = submit_typical(actor=self.officer, typical=self.typical, checker_id=checker)

    def agree(self, by: Actor | None = None) -> None:
        """Agree as the expert."""
        actor = by or self.expert
        with acting_as(actor):
            self.typical = check_typical(actor=actor, typical=self.typical, agree=True, said="同意发布。")

    def publish(self) -> TypicalPublication:
        """Publish it."""
        with acting_as(self.officer):
            made = publish_typical(actor=self.officer, typical=self.typical)
            self.typical.refresh_from_db()
            return made


def closed_case(officer: Actor, *parties: tuple[str, str, str]) -> Case:
    """Return a complaint that ended, with parties of kind, name and role."""
    case = make_case(officer, facts="示例乳业有限公司的负责人张三丰销售商品，电话13800000000。")
    with acting_as(officer):
        for kind, name, role in parties:
            party = Party.objects.create(office=office_of(officer), kind=kind, name=name)
            CaseParty.objects.create(case=case, party=party, role=role)
        case = take_case_step(actor=officer, case=case, step="refuse", given=StepGiven(reason="示例"))
        return take_case_step(actor=officer, case=case, step="archive")


def an_expert(name: str = "示例鉴定专家") -> Actor:
    """Return an expert of an institution."""
    with acting_as(SYSTEM):
        house = services.open_organisation(actor=SYSTEM, kind="institution", name=f"{name}所", place_code="150102")
        user = make_user(name)
        services.add_member(actor=SYSTEM, organisation=house, user=user, role=Role.EXPERT)
        return queries.actor_of(user)


@pytest.fixture
def scene(people: People) -> Scene:
    officer = people.officer
    case = closed_case(officer, ("enterprise", "示例乳业有限公司", "respondent"), ("person", "张三丰", "complainant"))
    second, expert = colleague_of(officer), an_expert()
    with acting_as(officer):
        typical = draft_typical(actor=officer, case=case)
    return Scene(officer, second, expert, case, typical)


def test_the_first_draft_names_nobody(scene: Scene) -> None:
    assert scene.typical.facts == "某公司的负责人张某销售商品，电话电话略。"
    assert names_in(scene.typical) == []


def test_from_draft_to_the_public_page_and_back(scene: Scene, client: Client) -> None:
    scene.write()
    scene.submit()
    with acting_as(scene.expert):
        assert TypicalCase.objects.get().pk == scene.typical.pk
        assert not Case.objects.exists()
    scene.agree()
    made = scene.publish()
    assert made.number.startswith("DX152530-")
    listed = client.get("/typical-cases/")
    assert (listed.status_code, WORDS["title"] in listed.content.decode()) == (200, True)
    page = client.get(f"/typical-cases/{made.number}/")
    assert (page.status_code, WORDS["legal_note"] in page.content.decode()) == (200, True)
    assert scene.case.number not in page.content.decode()
    with acting_as(PUBLIC):
        assert not TypicalCase.objects.exists()
        assert TypicalPublication.objects.count() == 1
    with acting_as(scene.officer):
        assert campaign_figures(scene.officer).typical_published == 1
        for wrong in (" ", "张三丰要求撤回", "请致电13800000000"):
            with pytest.raises(RuleBroken):
                withdraw_typical(actor=scene.officer, typical=scene.typical, reason=wrong)
        scene.typical = withdraw_typical(actor=scene.officer, typical=scene.typical, reason="判决已改变。")
        assert campaign_figures(scene.officer).typical_published == 0
    gone = client.get(f"/typical-cases/{made.number}/")
    text = gone.content.decode()
    assert (gone.status_code, "判决已改变" in text, WORDS["legal_note"] in text) == (410, True, False)


@pytest.mark.parametrize("field", list(WORDS))
@pytest.mark.parametrize("written", ["張三 丰", "示例·乳业", "１３８ ００００ ００００", "Zhang Sanfeng"])
def test_a_name_in_any_field_is_not_passed_on(scene: Scene, field: str, written: str) -> None:
    scene.write({field: f"经查{written}如何。"})
    with pytest.raises(RuleBroken) as refused:
        scene.submit()
    assert written in str(refused.value)
    with acting_as(scene.officer):
        assert TypicalCase.objects.get().status == "draft"


@pytest.mark.parametrize("kind", ["officer", "registry", "case"])
def test_officers_the_registry_and_numbers_are_known_too(scene: Scene, kind: str) -> None:
    with acting_as(scene.officer):
        Party.objects.create(office=office_of(scene.officer), kind="person", name="登记簿示例人")
    words = {"officer": scene.second.label, "registry": "登记簿示例人", "case": scene.case.number}
    scene.write({"facts": f"此案{words[kind]}。"})
    assert {each.kind for each in names_in(scene.typical)} == {kind}


def test_a_legal_note_is_needed(scene: Scene) -> None:
    scene.write({"legal_note": " "})
    with pytest.raises(RuleBroken):
        scene.submit()


def test_nobody_checks_the_own_words(scene: Scene) -> None:
    scene.write(by=scene.second)
    for writer in (scene.officer, scene.second):
        with pytest.raises(RuleBroken):
            scene.submit(to=writer)
    scene.submit()
    for other in (scene.officer, scene.second):
        with pytest.raises(PermissionRefused):
            scene.agree(by=other)
    with acting_as(scene.officer), pytest.raises(RuleBroken):
        publish_typical(actor=scene.officer, typical=scene.typical)


def test_what_was_checked_is_what_is_published(scene: Scene) -> None:
    scene.write()
    scene.submit()
    scene.agree()
    with pytest.raises(RuleBroken):
        scene.write({"facts": "另一种说法。"})
    with acting_as(scene.officer):
        scene.typical = reopen_typical(actor=scene.officer, typical=scene.typical)
    assert (scene.typical.opinion, scene.typical.checked_at) == ("", None)
    scene.write({"facts": "另一种说法。"})
    with acting_as(scene.officer), pytest.raises(RuleBroken):
        publish_typical(actor=scene.officer, typical=scene.typical)


def test_names_are_looked_for_again_at_the_publication(scene: Scene) -> None:
    scene.write({"facts": "某甲商号销售商品。"})
    scene.submit()
    scene.agree()
    with acting_as(scene.officer):
        Party.objects.create(office=office_of(scene.officer), kind="sole_trader", name="某甲商号")
    with pytest.raises(RuleBroken, match="某甲商号"):
        scene.publish()
    with acting_as(PUBLIC):
        assert not TypicalPublication.objects.exists()


def test_sent_back_and_not_pursued(scene: Scene) -> None:
    scene.write()
    scene.submit()
    with acting_as(scene.expert):
        with pytest.raises(RuleBroken):
            check_typical(actor=scene.expert, typical=scene.typical, agree=False, said=" ")
        scene.typical = check_typical(actor=scene.expert, typical=scene.typical, agree=False, said="评析过简。")
    assert scene.typical.status == "draft"
    with acting_as(scene.officer):
        with pytest.raises(RuleBroken):
            draft_typical(actor=scene.officer, case=scene.case)
        drop_typical(actor=scene.officer, typical=scene.typical, reason="示例")
        assert draft_typical(actor=scene.officer, case=scene.case).status == "draft"


def test_an_open_case_and_another_office_give_none(people: People, scene: Scene) -> None:
    with acting_as(scene.officer), pytest.raises(RuleBroken):
        draft_typical(actor=scene.officer, case=make_case(scene.officer))
    with acting_as(people.stranger):
        assert not TypicalCase.objects.exists()
        with pytest.raises(PermissionRefused):
            draft_typical(actor=people.stranger, case=scene.case)


PUBLISH = (
    "INSERT INTO cases_typicalpublication (typical_id, number, office_id, subject, published_by_id, published_at, title, facts,"
    " handling, legal_note, meaning, withdrawn_reason) SELECT id, 'DX-1', office_id, 'other', %s, now(),"
    " title, facts, handling, legal_note, meaning, '' FROM cases_typicalcase WHERE id = %s"
)


def test_plain_sql_publishes_nothing_unchecked(scene: Scene) -> None:
    scene.write()
    key = scene.typical.pk
    with acting_as(scene.officer):
        mine = scene.officer.user_id
        assert refuses(PUBLISH, mine, key) == "typical_publication_checked"
        for wrong, named in (
            ("status = 'published'", "typical_case_is_published"),
            ("status = 'checking'", "typical_case_checked_by_another"),
            (f"status = 'checking', checker_id = {mine}", "typical_case_checked_by_another"),
            ("writers = '{}'", "typical_case_stays_what_it_is"),
            (f"checker_id = {scene.second.user_id}", "typical_case_checked_by_another"),
        ):
            assert refuses(f"UPDATE cases_typicalcase SET {wrong} WHERE id = %s", key) == named, wrong
    scene.submit()
    with acting_as(scene.officer):
        agreed = "UPDATE cases_typicalcase SET status = 'checked', opinion = '好', checked_at = now() WHERE id = %s"
        assert refuses(agreed, key) == "typical_case_checked_by_another"
        assert refuses("UPDATE cases_typicalcase SET facts = '张三丰' WHERE id = %s", key) == "typical_case_words_stay"
        assert refuses(PUBLISH, mine, key) == "typical_publication_checked"
    with acting_as(scene.expert):
        assert refuses("UPDATE cases_typicalcase SET facts = '张三丰' WHERE id = %s", key) == "typical_case_words_stay"
    scene.agree()
    with acting_as(scene.officer):
        other_words = PUBLISH.replace(
            "title, facts, handling, legal_note, meaning, ''", "title, '别', handling, legal_note, meaning, ''"
        )
        assert refuses(other_words, mine, key) == "typical_publication_checked"
        assert (
            refuses("UPDATE cases_typicalcase SET status = 'published' WHERE id = %s", key)
            == "typical_case_is_published"
        )
        assert refuses(PUBLISH, scene.second.user_id, key) == "typical_case_by_its_actor"
    with acting_as(scene.second):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PUBLISH, [scene.second.user_id, key])
        assert refuses("UPDATE cases_typicalpublication SET facts = '张三丰' WHERE number = %s", "DX-1") == (
            "typical_publication_stays"
        )
        assert refuses("DELETE FROM cases_typicalpublication WHERE number = %s", "DX-1") in ("no row", "refused")


@pytest.mark.parametrize(
    "written",
    ["张三丰", "张 三·丰", "示例乳业有限公司", "１３８ ００００ ００００", "a@b.cn", "15010219900101123X"],
)
def test_the_database_finds_names_by_itself(scene: Scene, written: str) -> None:
    scene.write({"facts": f"经查{written}如何。"})
    key, mine = scene.typical.pk, scene.officer.user_id
    with acting_as(scene.officer), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_typicalcase SET status = 'checking', checker_id = %s WHERE id = %s",
            [scene.expert.user_id, key],
        )
    with acting_as(scene.expert), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_typicalcase SET status = 'checked', opinion = '好', checked_at = now() WHERE id = %s", [key]
        )
    with acting_as(scene.officer):
        assert refuses(PUBLISH, mine, key) == "typical_publication_names_nobody"


def test_the_public_reads_no_draft_in_plain_sql(scene: Scene) -> None:
    with acting_as(PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_typicalcase")
        assert cursor.fetchone() == (0,)
        assert refuses(PUBLISH, None, scene.typical.pk) == "no row"
