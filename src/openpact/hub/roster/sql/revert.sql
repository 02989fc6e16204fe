-- The last applied exchange is undone from its own record: what began ends, what ended begins again, what changed has its
-- old value. A person who joined is taken away, unless something hangs on them (%(keep)s): those have left instead. What was
-- done by hand since stays as it is.
-- %(school)s is the school's key, %(exchange)s the exchange's.

-- name: leave_by_hand
UPDATE roster_membership AS m SET listed = false, home = false FROM roster_rosterchange AS c
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'membership' AND c.action = 'starts'
  AND m.person_id = c.person_id AND m.group_id = c.group_id AND m.by_hand

-- name: undo_starts
DELETE FROM roster_membership AS m USING roster_rosterchange AS c
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'membership' AND c.action = 'starts'
  AND m.person_id = c.person_id AND m.group_id = c.group_id AND NOT m.by_hand

-- name: undo_group_changes
UPDATE roster_group AS g
SET is_home = (c.before ->> 'is_home')::boolean, listed = (c.before ->> 'active')::boolean
FROM roster_rosterchange AS c
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'group' AND c.action <> 'appears' AND g.id = c.group_id

-- name: undo_people_changes
-- A field that was changed by hand since stays so.
UPDATE roster_person AS p SET
    sms_id = CASE WHEN c.before ? 'sms_id' THEN c.before ->> 'sms_id' ELSE p.sms_id END,
    by_hand = CASE WHEN c.before ? 'by_hand' THEN (c.before ->> 'by_hand')::boolean ELSE p.by_hand END,
    role = CASE WHEN c.before ? 'role' AND to_jsonb(p.role) = c.after -> 'role'
        THEN c.before ->> 'role' ELSE p.role END,
    first_name = CASE WHEN c.before ? 'first_name' AND to_jsonb(p.first_name) = c.after -> 'first_name'
        THEN c.before ->> 'first_name' ELSE p.first_name END,
    last_name = CASE WHEN c.before ? 'last_name' AND to_jsonb(p.last_name) = c.after -> 'last_name'
        THEN c.before ->> 'last_name' ELSE p.last_name END,
    preferred_name = CASE WHEN c.before ? 'preferred_name' AND to_jsonb(p.preferred_name) = c.after -> 'preferred_name'
        THEN c.before ->> 'preferred_name' ELSE p.preferred_name END,
    nsn = CASE WHEN c.before ? 'nsn' AND to_jsonb(p.nsn) = c.after -> 'nsn'
        THEN c.before ->> 'nsn' ELSE p.nsn END,
    username = CASE WHEN c.before ? 'username' AND to_jsonb(p.username) = c.after -> 'username'
        THEN c.before ->> 'username' ELSE p.username END,
    first_attending = CASE WHEN c.before ? 'first_attending' AND coalesce(to_jsonb(p.first_attending), 'null') = c.after -> 'first_attending'
        THEN (c.before ->> 'first_attending')::date ELSE p.first_attending END,
    last_attendance = CASE WHEN c.before ? 'last_attendance' AND coalesce(to_jsonb(p.last_attendance), 'null') = c.after -> 'last_attendance'
        THEN (c.before ->> 'last_attendance')::date ELSE p.last_attendance END,
    dob = CASE WHEN c.before ? 'dob' AND coalesce(to_jsonb(p.dob), 'null') = c.after -> 'dob'
        THEN (c.before ->> 'dob')::date ELSE p.dob END,
    gender = CASE WHEN c.before ? 'gender' AND to_jsonb(p.gender) = c.after -> 'gender'
        THEN c.before ->> 'gender' ELSE p.gender END,
    associated_nsns = CASE WHEN c.before ? 'associated_nsns' AND to_jsonb(p.associated_nsns) = c.after -> 'associated_nsns'
        THEN ARRAY(SELECT jsonb_array_elements_text(c.before -> 'associated_nsns')) ELSE p.associated_nsns END,
    email = CASE WHEN c.before ? 'email' AND to_jsonb(p.email) = c.after -> 'email'
        THEN c.before ->> 'email' ELSE p.email END,
    organisation = CASE WHEN c.before ? 'organisation' AND to_jsonb(p.organisation) = c.after -> 'organisation'
        THEN c.before ->> 'organisation' ELSE p.organisation END,
    active = CASE WHEN c.before ? 'active' AND to_jsonb(p.active) = c.after -> 'active'
        THEN (c.before ->> 'active')::boolean ELSE p.active END
FROM roster_rosterchange AS c
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'person' AND c.action <> 'joins' AND p.id = c.person_id

-- name: relink_students
UPDATE roster_person AS p SET student_id = n.id
FROM roster_rosterchange AS c,
     roster_students((SELECT array_agg(DISTINCT q.nsn) FROM roster_person AS q JOIN roster_rosterchange AS d
                      ON d.person_id = q.id AND d.exchange_id = %(exchange)s AND d.before ?| ARRAY['nsn', 'role'])) AS n
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'person' AND c.before ?| ARRAY['nsn', 'role']
  AND p.id = c.person_id AND p.role = 'Student' AND p.nsn = n.nsn

-- name: unlink_students
UPDATE roster_person AS p SET student_id = NULL
FROM roster_rosterchange AS c
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'person' AND c.before ?| ARRAY['nsn', 'role']
  AND p.id = c.person_id AND (p.role <> 'Student' OR p.nsn = '')

-- name: undo_ends
INSERT INTO roster_membership (school_id, person_id, group_id, listed, home, by_hand)
SELECT c.school_id, c.person_id, c.group_id, true, (c.before ->> 'home')::boolean, false
FROM roster_rosterchange AS c JOIN roster_person AS p ON p.id = c.person_id AND p.active
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'membership' AND c.action = 'ends'
ON CONFLICT (group_id, person_id) DO UPDATE SET listed = true, home = EXCLUDED.home

-- name: undo_membership_changes
UPDATE roster_membership AS m SET home = (c.before ->> 'home')::boolean
FROM roster_rosterchange AS c
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'membership' AND c.action = 'changes'
  AND m.person_id = c.person_id AND m.group_id = c.group_id AND m.listed

-- name: part_from_kept
-- Their id may be one that a re-keying took from somebody who now gets it back.
UPDATE roster_person AS p SET
    active = false,
    sms_id = CASE WHEN EXISTS (SELECT 1 FROM roster_rosterchange AS o WHERE o.exchange_id = %(exchange)s AND NOT o.undo
                               AND o.what = 'person' AND o.before ->> 'sms_id' = p.sms_id)
             THEN p.sms_id || ' (undone ' || left(%(exchange)s::text, 8) || ')' ELSE p.sms_id END
FROM roster_rosterchange AS c
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'person' AND c.action = 'joins'
  AND p.id = c.person_id AND p.id = ANY (%(keep)s)

-- name: take_away_people
DELETE FROM roster_person AS p USING roster_rosterchange AS c
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'person' AND c.action = 'joins'
  AND p.id = c.person_id AND NOT p.id = ANY (%(keep)s)

-- name: take_away_groups
DELETE FROM roster_group AS g USING roster_rosterchange AS c
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'group' AND c.action = 'appears' AND g.id = c.group_id
  AND NOT g.hidden AND NOT EXISTS (SELECT 1 FROM roster_membership AS m WHERE m.group_id = g.id)

-- name: part_from_kept_groups
-- Somebody was given it by hand, or it was hidden.
UPDATE roster_group AS g SET listed = false FROM roster_rosterchange AS c
WHERE c.exchange_id = %(exchange)s AND NOT c.undo AND c.what = 'group' AND c.action = 'appears' AND g.id = c.group_id

-- name: record
INSERT INTO roster_rosterchange (school_id, exchange_id, what, action, person_id, group_id, before, after, undo)
SELECT school_id, exchange_id, what, action, person_id, group_id, after, before, true
FROM roster_rosterchange
WHERE exchange_id = %(exchange)s AND NOT undo
