-- Reminding teachers. %(school)s, %(cycle)s and %(by)s are keys, %(users)s many of them.

-- name: remind
-- Those who are reminded by this: whoever was reminded of the cycle on this day already is left out, also when two people
-- press the button at the same moment.
INSERT INTO judgements_reminder (school_id, cycle_id, user_id, day, by_id)
SELECT %(school)s, %(cycle)s, who, %(day)s, %(by)s FROM unnest(%(users)s::bigint[]) AS who
ORDER BY who
ON CONFLICT (cycle_id, user_id, day) DO NOTHING
RETURNING user_id
