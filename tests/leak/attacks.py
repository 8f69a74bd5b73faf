"""Statements that somebody might try who got past Python."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leak.scene import Scene

WALL = {
    "level_public": "5",
    "level_signed_in": "5",
    "level_office": "5",
    "level_grant": "5",
    "holders": "'{}'",
    "holders_together": "false",
    "required_groups": "'{}'",
    "open_dates": "NULL",
    "consent_until": "'2999-01-01'",
}
"""Columns that decide who reads, and what an attacker would like them to be."""
ON_HISTORY = {
    "change the trail": "UPDATE base_auditentry SET action = 'x'",
    "remove from the trail": "DELETE FROM base_auditentry",
    "empty the trail": "TRUNCATE base_auditentry",
    "act in the trail as another": "INSERT INTO base_auditentry (at, actor_kind, actor_user_id, actor_label, action, target_type,"
    " target_id, place_code, detail) VALUES (now(), 'person', 999999, 'x', 'x', '', '', '', '{}')",
    "add a step": "INSERT INTO base_workflowstep (document_type, name, source, target)"
    " VALUES ('knowledge.record', 'x', 'draft', 'registered')",
    "change the steps": "UPDATE base_workflowstep SET target = 'registered'",
    "jump over the steps": "UPDATE knowledge_record SET status = 'registered' WHERE status IN ('draft', 'withdrawn')",
    "write faces": "UPDATE knowledge_recordface SET name = 'x', level_public = 5",
    "add faces": "INSERT INTO knowledge_recordface SELECT * FROM knowledge_recordface",
    "remove faces": "DELETE FROM knowledge_recordface",
    "change what labels do": "UPDATE knowledge_labelrule SET cap = 5",
    "remove what labels do": "DELETE FROM knowledge_labelrule",
    "change protocols of the past": "UPDATE knowledge_protocolversion SET content = '{}'",
    "change versions of the past": "UPDATE knowledge_recordversion SET content = '{}'",
    "remove versions of the past": "DELETE FROM knowledge_recordversion",
    "change the steps of a record": "UPDATE knowledge_registerstep SET reason = 'x'",
    "change a vote": "UPDATE knowledge_expertvote SET vote = 'no'",
    "remove tombstones": "DELETE FROM knowledge_tombstone",
    "change the rules of the register": "UPDATE knowledge_registerrule SET value = 1",
    "remove records": "DELETE FROM knowledge_record",
    "remove holdings": "DELETE FROM knowledge_holding",
    "remove labels": "DELETE FROM knowledge_labeluse",
    "switch the lock off": "ALTER TABLE knowledge_record DISABLE ROW LEVEL SECURITY",
    "drop a policy": "DROP POLICY record_read ON knowledge_record",
    "drop a trigger": "DROP TRIGGER record_wall_is_built ON knowledge_record",
    "become the owner": "SET ROLE postgres",
    "go around the lock": "SET row_security = off; SELECT 1 FROM knowledge_record",
    "switch triggers off": "SET session_replication_role = replica",
    "read files of the server": "SELECT pg_read_file('/etc/passwd')",
    "copy to a program": "COPY (SELECT 1) TO PROGRAM 'true'",
}
"""Nobody does any of this, not even who may write the record."""


def on_rows(table: str, texts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield attacks on rows of a table."""
    text = texts[0]
    yield "blind change", f'UPDATE "{table}" SET "{text}" = {_constant(table, text)}'
    yield "aimed change", f'UPDATE "{table}" SET "{text}" = {_constant(table, text)} WHERE "{text}" IS NOT NULL'
    yield "blind removal", f'DELETE FROM "{table}"'
    yield "aimed removal", f'DELETE FROM "{table}" WHERE "{text}" IS NOT NULL'


def _constant(table: str, column: str) -> str:
    """A value that fits the column: text, or an empty structure."""
    return STRUCTURES.get((table, column), "'zqx000000kanari'")


STRUCTURES = {
    ("knowledge_kincandidate", "reasons"): "'[]'",
    ("knowledge_kinhint", "reasons"): "'[]'",
    ("overlap_annotationprediction", "evidence"): "'{}'",
    ("overlap_finding", "evidence"): "'{}'",
    ("overlap_dossier", "checklist"): "'{}'",
    ("knowledge_protocolversion", "content"): "'{}'",
}


def on_rights(scene: Scene, reader: str) -> Iterator[tuple[str, str]]:
    """Yield attempts to take a right; what a steward decides for the own community is left out."""
    actor, communities = scene.cast.actors[reader], scene.cast.communities
    user, away = actor.user_id or 0, next(pk for pk in communities.values() if pk not in actor.organisation_ids)
    others = f"community_id <> ALL ('{{{','.join(map(str, actor.speaks_for))}}}')"
    yield from _memberships(user, away)
    if communities["own"] not in actor.speaks_for:
        yield from _as_steward(scene, user)
    yield "move into a group", f"UPDATE people_groupmember SET user_id = {user} WHERE user_id <> {user}"
    yield "take a key of another", f"UPDATE people_apikey SET user_id = {user} WHERE user_id <> {user}"
    yield "lengthen a permit", f"UPDATE knowledge_accessgrant SET valid_until = '2999-01-01', level = 4 WHERE {others}"
    yield (
        "accept the own claim",
        (
            "UPDATE knowledge_holding SET state = 'active' WHERE state IN ('claimed', 'left')"
            f" AND community_id = ANY ('{{{','.join(map(str, actor.organisation_ids))}}}')"
        ),
    )
    yield "throw a community out", f"UPDATE knowledge_holding SET state = 'left' WHERE state <> 'claimed' AND {others}"
    yield "open holdings of others", f"UPDATE knowledge_holding SET to_public = 5, together = false WHERE {others}"
    yield "take labels off", f"UPDATE knowledge_labeluse SET removed_at = now(), removed_reason = 'x' WHERE {others}"


def _memberships(user: int, community: int) -> Iterator[tuple[str, str]]:
    member = "INSERT INTO people_membership (user_id, organisation_id, role, title)"
    yield "become bearer of a community", f"{member} VALUES ({user}, {community}, 'bearer', '')"
    yield "become steward of a community", f"{member} VALUES ({user}, {community}, 'steward', '')"
    yield "become officer of a community", f"{member} VALUES ({user}, {community}, 'county_officer', '')"
    yield "raise the own role", "UPDATE people_membership SET role = 'steward' WHERE role <> 'steward'"
    yield "move into a community", f"UPDATE people_membership SET organisation_id = {community} WHERE user_id = {user}"


def _as_steward(scene: Scene, user: int) -> Iterator[tuple[str, str]]:
    own, group = scene.cast.communities["own"], scene.cast.groups["named_holders"]
    record = scene.records[next(iter(scene.hidden("stranger")))].pk
    yield (
        "join a group",
        (f"INSERT INTO people_groupmember (group_id, user_id, created_at) VALUES ({group}, {user}, now())"),
    )
    yield (
        "take a permit",
        (
            "INSERT INTO knowledge_accessgrant (record_id, community_id, user_id, level, purpose, reference, valid_from,"
            f" valid_until, created_at) VALUES ({record}, {own}, {user}, 4, 'research', 'x', '2000-01-01', '2999-01-01', now())"
        ),
    )
    yield (
        "claim a hold at once",
        (
            "INSERT INTO knowledge_holding (record_id, community_id, state, holder_type, together, content_warning,"
            " names_deceased, version, created_at, updated_at)"
            f" VALUES ({record}, {own}, 'active', '', false, '', false, 1, now(), now())"
        ),
    )
