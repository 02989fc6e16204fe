-- A plan becomes rows. The plan is copied into three temporary tables; then a fixed number of statements, the same for
-- twenty people and for two hundred thousand, does everything and records it. All in the caller's transaction.
-- %(school)s is the school's key, %(exchange)s the exchange's; or, by hand, %(line)s the key of a line of the audit.
-- Own groups and places by hand stay as they are.

-- name: stage
CREATE TEMPORARY TABLE IF NOT EXISTS stage_person (
    action text, person_id bigint, sms_id text, role text, first_name text, last_name text, preferred_name text,
    nsn text, username text, first_attending date, last_attendance date, dob date, gender text,
    associated_nsns text[], email text, organisation text, before jsonb, after jsonb, student_id uuid
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_group (
    action text, group_id bigint, name text, is_home boolean
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_membership (
    action text, person_id bigint, sms_id text, name text, group_id bigint, before boolean, after boolean
) ON COMMIT DELETE ROWS;
TRUNCATE stage_person, stage_group, stage_membership

-- name: copy_people
COPY stage_person (action, person_id, sms_id, role, first_name, last_name, preferred_name, nsn, username,
    first_attending, last_attendance, dob, gender, associated_nsns, email, organisation, before, after) FROM STDIN

-- name: copy_groups
COPY stage_group (action, group_id, name, is_home) FROM STDIN

-- name: copy_memberships
COPY stage_membership (action, person_id, sms_id, name, before, after) FROM STDIN

-- name: analyse
ANALYZE stage_person (action, person_id, sms_id, nsn), stage_membership (action, person_id, sms_id, name)

-- name: link_students
UPDATE stage_person AS s SET student_id = n.id
FROM roster_students((SELECT array_agg(DISTINCT nsn) FROM stage_person WHERE role = 'Student' AND nsn <> '')) AS n
WHERE s.role = 'Student' AND s.nsn = n.nsn

-- name: key_new_people
UPDATE stage_person SET person_id = nextval((SELECT pg_get_serial_sequence('roster_person', 'id')::regclass)) WHERE action = 'joins'

-- name: change_people
UPDATE roster_person AS p SET
    sms_id = s.sms_id, role = s.role, first_name = s.first_name, last_name = s.last_name,
    preferred_name = s.preferred_name, nsn = s.nsn, student_id = s.student_id, username = s.username,
    first_attending = s.first_attending, last_attendance = s.last_attendance, dob = s.dob, gender = s.gender,
    associated_nsns = s.associated_nsns, email = s.email, organisation = s.organisation,
    active = CASE WHEN s.after ? 'active' THEN (s.after ->> 'active')::boolean ELSE p.active END,
    by_hand = CASE WHEN s.after ? 'by_hand' THEN (s.after ->> 'by_hand')::boolean ELSE p.by_hand END
FROM stage_person AS s
WHERE s.action <> 'joins' AND p.id = s.person_id AND p.school_id = %(school)s

-- name: add_people
INSERT INTO roster_person (id, school_id, sms_id, role, first_name, last_name, preferred_name, nsn, student_id, username,
    first_attending, last_attendance, dob, gender, associated_nsns, email, organisation, active, by_hand)
SELECT person_id, %(school)s, sms_id, role, first_name, last_name, preferred_name, nsn, student_id, username,
    first_attending, last_attendance, dob, gender, associated_nsns, email, organisation, true,
    coalesce((after ->> 'by_hand')::boolean, false)
FROM stage_person
WHERE action = 'joins'

-- name: key_new_groups
UPDATE stage_group SET group_id = nextval((SELECT pg_get_serial_sequence('roster_group', 'id')::regclass)) WHERE action = 'appears'

-- name: record_groups
-- `active` in the record is the column `listed`.
INSERT INTO roster_rosterchange (school_id, exchange_id, line_id, what, action, group_id, before, after, undo)
SELECT %(school)s, %(exchange)s, %(line)s, 'group', s.action, s.group_id,
       CASE WHEN s.action <> 'appears'
            THEN jsonb_build_object('name', g.name, 'is_home', g.is_home, 'active', g.listed) END,
       jsonb_build_object('name', s.name, 'is_home', s.is_home, 'active', s.action <> 'goes'), false
FROM stage_group AS s LEFT JOIN roster_group AS g ON g.id = s.group_id

-- name: change_groups
UPDATE roster_group AS g SET is_home = s.is_home, listed = s.action <> 'goes'
FROM stage_group AS s
WHERE s.action <> 'appears' AND g.id = s.group_id AND g.school_id = %(school)s

-- name: add_groups
INSERT INTO roster_group (id, school_id, name, is_home, own, listed, hidden)
SELECT group_id, %(school)s, name, is_home, false, true, false FROM stage_group WHERE action = 'appears'

-- name: find_groups
UPDATE stage_membership AS s SET group_id = g.id
FROM roster_group AS g
WHERE g.school_id = %(school)s AND g.name = s.name AND NOT g.own

-- name: find_new_people
UPDATE stage_membership AS s SET person_id = p.person_id
FROM stage_person AS p
WHERE s.person_id IS NULL AND p.action = 'joins' AND p.sms_id = s.sms_id

-- name: leave_by_hand
UPDATE roster_membership AS m SET listed = false, home = false FROM stage_membership AS s
WHERE s.action = 'ends' AND m.person_id = s.person_id AND m.group_id = s.group_id AND m.by_hand

-- name: end_memberships
DELETE FROM roster_membership AS m USING stage_membership AS s
WHERE s.action = 'ends' AND m.person_id = s.person_id AND m.group_id = s.group_id AND NOT m.by_hand

-- name: change_memberships
UPDATE roster_membership AS m SET home = s.after FROM stage_membership AS s
WHERE s.action = 'changes' AND m.person_id = s.person_id AND m.group_id = s.group_id

-- name: start_memberships
INSERT INTO roster_membership (school_id, person_id, group_id, listed, home, by_hand)
SELECT %(school)s, person_id, group_id, true, after, false FROM stage_membership WHERE action = 'starts'
ON CONFLICT (group_id, person_id) DO UPDATE SET listed = true, home = EXCLUDED.home

-- name: record_people
INSERT INTO roster_rosterchange (school_id, exchange_id, line_id, what, action, person_id, before, after, undo)
SELECT %(school)s, %(exchange)s, %(line)s, 'person', action, person_id, before, after, false FROM stage_person

-- name: record_memberships
INSERT INTO roster_rosterchange (school_id, exchange_id, line_id, what, action, person_id, group_id, before, after, undo)
SELECT %(school)s, %(exchange)s, %(line)s, 'membership', action, person_id, group_id,
       CASE WHEN before IS NOT NULL THEN jsonb_build_object('home', before) END,
       CASE WHEN after IS NOT NULL THEN jsonb_build_object('home', after) END, false
FROM stage_membership
