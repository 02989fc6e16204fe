-- Sheets and the aspects on them. %(people)s are keys of persons, %(sheets)s of sheets, %(now)s the moment of all of it.

-- name: begin
-- A sheet for everybody who has none; closed where an overall judgement, made without aspects, counts already.
INSERT INTO judgements_sheet (school_id, person_id, cycle_id, area, framework, framework_version, locked, unlocked_because)
SELECT %(school)s, who, %(cycle)s, %(area)s, %(framework)s, %(framework_version)s,
  EXISTS (
    SELECT FROM judgements_judgement j
    WHERE j.person_id = who AND j.cycle_id = %(cycle)s AND j.area = %(area)s AND j.level <> ''
  ), ''
FROM unnest(%(people)s::bigint[]) AS who
ORDER BY who
ON CONFLICT (person_id, cycle_id, area) DO NOTHING

-- name: lock
-- Whoever places an aspect or confirms for the same student waits here, always in the same order.
SELECT person_id, id, locked, framework, framework_version, unlocked_at IS NOT NULL, unlocked_because
FROM judgements_sheet
WHERE cycle_id = %(cycle)s AND area = %(area)s AND person_id = ANY (%(people)s)
ORDER BY person_id
FOR UPDATE

-- name: sheets
SELECT person_id, id, locked, framework, framework_version, unlocked_at IS NOT NULL, unlocked_because
FROM judgements_sheet
WHERE cycle_id = %(cycle)s AND area = %(area)s AND person_id = ANY (%(people)s)

-- name: aspects
SELECT a.sheet_id, a.aspect, a.set, a.version, coalesce(nullif(u.name, ''), 'Somebody'), a.judged_at
FROM judgements_aspectjudgement a
JOIN accounts_user u ON u.id = a.judged_by_id
WHERE a.sheet_id = ANY (%(sheets)s)

-- name: place
-- On sheets that `lock` has locked: what stands, and the row that says so for ever.
WITH placed AS (
  SELECT * FROM unnest(%(on)s::bigint[], %(aspects)s::text[], %(sets)s::int[], %(versions)s::int[])
    AS p (sheet_id, aspect, set, version)
),
standing AS (
  INSERT INTO judgements_aspectjudgement (school_id, sheet_id, aspect, set, version, judged_at, judged_by_id)
  SELECT %(school)s, sheet_id, aspect, set, version, %(now)s, %(user)s FROM placed
  ON CONFLICT (sheet_id, aspect) DO UPDATE
  SET set = excluded.set, version = excluded.version, judged_at = excluded.judged_at, judged_by_id = excluded.judged_by_id
)
INSERT INTO judgements_aspectversion (school_id, sheet_id, aspect, set, version, judged_at, judged_by_id)
SELECT %(school)s, sheet_id, aspect, set, version, %(now)s, %(user)s FROM placed

-- name: close_sheets
-- Confirmed: closed. Withdrawn: open again.
UPDATE judgements_sheet s
SET locked = d.locked, unlocked_at = NULL, unlocked_by_id = NULL, unlocked_because = ''
FROM unnest(%(sheets)s::bigint[], %(locked)s::bool[]) AS d (sheet_id, locked)
WHERE s.id = d.sheet_id

-- name: unlock
UPDATE judgements_sheet
SET locked = false, unlocked_at = %(now)s, unlocked_by_id = %(user)s, unlocked_because = %(because)s
WHERE id = ANY (%(sheets)s)

-- name: mark
-- Changes whenever anything on the class's sheets does: versions only grow, and a sheet is locked or it is not.
SELECT coalesce(sum(a.version), 0), count(a.id),
  coalesce((SELECT sum(j.version) FROM judgements_judgement j
            WHERE j.cycle_id = %(cycle)s AND j.area = %(area)s AND j.person_id = ANY (%(people)s)), 0),
  (SELECT count(*) FROM judgements_sheet l
   WHERE l.cycle_id = %(cycle)s AND l.area = %(area)s AND l.person_id = ANY (%(people)s) AND l.locked)
FROM judgements_sheet s
JOIN judgements_aspectjudgement a ON a.sheet_id = s.id
WHERE s.cycle_id = %(cycle)s AND s.area = %(area)s AND s.person_id = ANY (%(people)s)

-- name: last_time
-- Where these students were placed last in another cycle, by the same version of the framework.
SELECT DISTINCT ON (s.person_id, a.aspect) s.person_id, a.aspect, a.set, c.name
FROM judgements_sheet s
JOIN judgements_aspectjudgement a ON a.sheet_id = s.id
JOIN schools_cycle c ON c.id = s.cycle_id
WHERE s.person_id = ANY (%(people)s) AND s.area = %(area)s AND c.id <> %(cycle)s AND a.set > 0
  AND s.framework = %(framework)s AND s.framework_version = %(framework_version)s
ORDER BY s.person_id, a.aspect, a.judged_at DESC
