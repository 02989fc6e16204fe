-- `moment` is the time of our clock.
SELECT s.id, s.number, s.name, c.provider, c.use_sms, c.automatic_export, c.linked_at,
       (SELECT count(*) FROM sms_secret k WHERE k.school_id = s.id AND (k.ends_at IS NULL OR k.ends_at > moment)),
       (SELECT max(k.last_used_at) FROM sms_secret k WHERE k.school_id = s.id),
       upload.received_at, upload.state,
       greatest(c.collected_at, c.collected_by_hand_at),
       (SELECT count(*) FROM sms_exchange e WHERE e.school_id = s.id AND e.state IN ('received', 'checking', 'held'))
FROM sms_connection c
JOIN schools_school s ON s.id = c.school_id
LEFT JOIN LATERAL (
    SELECT e.received_at, e.state FROM sms_exchange e
    WHERE e.school_id = s.id AND e.direction = 'upload' ORDER BY e.received_at DESC LIMIT 1
) AS upload ON true
WHERE EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = openpact_user() AND u.is_staff AND u.is_active)
