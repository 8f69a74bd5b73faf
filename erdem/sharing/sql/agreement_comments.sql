-- Adding a comment: whoever sees the version; privately for a community among the providers, of which one is a member.
-- (The earlier policy looked at the community that had proposed the version instead of the one of the comment.)
DROP POLICY comment_add ON sharing_agreementcomment;
CREATE POLICY comment_add ON sharing_agreementcomment FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (author_id = (SELECT erdem_user_id()) AND resolved_at IS NULL
        AND EXISTS (SELECT 1 FROM sharing_agreementversion AS v JOIN sharing_agreement AS a ON a.id = v.agreement_id
            WHERE v.id = version_id AND (sharing_agreementcomment.community_id IS NULL
                OR (sharing_agreementcomment.community_id = ANY (a.providers)
                    AND sharing_agreementcomment.community_id = ANY ((SELECT erdem_organisations())::bigint[])))))
);

-- REVERSE
DROP POLICY comment_add ON sharing_agreementcomment;
CREATE POLICY comment_add ON sharing_agreementcomment FOR INSERT WITH CHECK (
    (SELECT erdem_is_machine()) OR (author_id = (SELECT erdem_user_id()) AND resolved_at IS NULL
        AND EXISTS (SELECT 1 FROM sharing_agreementversion AS v JOIN sharing_agreement AS a ON a.id = v.agreement_id
            WHERE v.id = version_id AND (community_id IS NULL
                OR (community_id = ANY (a.providers) AND community_id = ANY ((SELECT erdem_organisations())::bigint[])))))
);
