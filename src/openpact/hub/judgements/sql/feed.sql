-- The outgoing feed's marks. %(school)s is the school's key, %(reader)s the SMS that reads.

-- name: marks
-- Where a school's feed stands: the newest position and the last acknowledged one, 0 where there is none.
SELECT
  coalesce((SELECT position FROM judgements_feedhead WHERE school_id = %(school)s), 0),
  coalesce((SELECT acknowledged FROM judgements_feedcursor WHERE school_id = %(school)s AND reader = %(reader)s), 0)

-- name: acknowledge
-- Forward only: an older acknowledgement that arrives late changes nothing.
INSERT INTO judgements_feedcursor AS c (school_id, reader, acknowledged, acknowledged_at)
VALUES (%(school)s, %(reader)s, %(cursor)s, %(now)s)
ON CONFLICT (school_id, reader) DO UPDATE
SET acknowledged = excluded.acknowledged, acknowledged_at = excluded.acknowledged_at
WHERE c.acknowledged < excluded.acknowledged
