-- Confirming judgements, in this order. %(school)s and %(user)s are keys, %(now)s the moment of all of it.

-- name: standing
-- What counts now for these students. Their sheets are locked (aspects.sql): whoever confirms for the same student comes after.
SELECT j.person_id, j.id, j.version, j.level, coalesce(nullif(u.name, ''), 'Somebody'), j.confirmed_at
FROM judgements_judgement j
JOIN accounts_user u ON u.id = j.confirmed_by_id
WHERE j.school_id = %(school)s AND j.cycle_id = %(cycle)s AND j.area = %(area)s AND j.person_id = ANY (%(people)s)
ORDER BY j.person_id

-- name: start
-- First decisions.
INSERT INTO judgements_judgement
  (id, school_id, person_id, cycle_id, area, version, level, confirmed_at, confirmed_by_id)
SELECT e.id, %(school)s, e.person_id, %(cycle)s, %(area)s, 1, e.level, %(now)s, %(user)s
FROM unnest(%(ids)s::uuid[], %(people)s::bigint[], %(levels)s::text[]) AS e (id, person_id, level)
ORDER BY e.person_id

-- name: change
-- Later decisions.
UPDATE judgements_judgement j
SET version = e.version, level = e.level, confirmed_at = %(now)s, confirmed_by_id = %(user)s
FROM unnest(%(ids)s::uuid[], %(versions)s::int[], %(levels)s::text[]) AS e (id, version, level)
WHERE j.id = e.id

-- name: append
-- The versions, and their places in the feed. The last statement of a confirmation: it takes the school's positions, and
-- with them the lock on the school's head, which is held until the commit. Whoever confirms next gets their positions
-- after that, so that positions become visible in order; a rollback gives them back, so that there are no gaps.
WITH decided AS (
  SELECT *
  FROM unnest(
    %(ids)s::uuid[], %(versions)s::int[], %(levels)s::text[], %(reasons)s::text[],
    %(scores)s::int[], %(lows)s::int[], %(highs)s::int[], %(recommended)s::text[], %(standards)s::text[],
    %(frameworks)s::text[], %(framework_versions)s::int[], %(calibrations)s::text[], %(calibration_versions)s::int[],
    %(aspects)s::text[]
  ) WITH ORDINALITY AS d (
    judgement_id, version, level, reason, score, score_low, score_high, recommended, standard,
    framework, framework_version, calibration, calibration_version, aspects, place
  )
),
appended AS (
  INSERT INTO judgements_judgementversion
    (school_id, judgement_id, version, level, reason, judged_on, confirmed_at, confirmed_by_id,
     score, score_low, score_high, recommended, standard,
     framework, framework_version, calibration, calibration_version, aspects)
  SELECT %(school)s, judgement_id, version, level, reason, %(today)s, %(now)s, %(user)s,
    score, score_low, score_high, recommended, standard,
    framework, framework_version, calibration, calibration_version, aspects::jsonb
  FROM decided
  ORDER BY place
  RETURNING id, judgement_id
),
head AS (
  -- Counting what was appended makes PostgreSQL do that first and take the lock last.
  INSERT INTO judgements_feedhead AS h (school_id, position)
  SELECT %(school)s, count(*) FROM appended
  ON CONFLICT (school_id) DO UPDATE SET position = h.position + excluded.position
  RETURNING position
)
INSERT INTO judgements_feedrow (school_id, position, version_id)
SELECT %(school)s, head.position - (SELECT count(*) FROM decided) + decided.place, appended.id
FROM appended
JOIN decided USING (judgement_id)
CROSS JOIN head
