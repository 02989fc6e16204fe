-- Only the codes of reasons and the number of issues: their words and values may name people.
SELECT e.id, s.number, s.name, e.provider, e.direction, e.source, e.state, e.received_at, e.finished_at, e.size,
       coalesce((SELECT string_agg(reason ->> 'code', ', ' ORDER BY reason ->> 'code')
                 FROM jsonb_array_elements(e.reasons) AS reason), ''),
       jsonb_array_length(e.issues)::bigint
FROM sms_exchange e
JOIN schools_school s ON s.id = e.school_id
WHERE e.state IN ('held', 'refused')
  AND EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = openpact_user() AND u.is_staff AND u.is_active)
