-- What uploads know of a school: three reads, however many people there are. Own groups and places by hand are no business
-- of theirs. %(school)s is the school's key.

-- name: people
SELECT id, sms_id, active, by_hand, role, first_name, last_name, preferred_name, nsn, username, first_attending,
       last_attendance, dob, gender, associated_nsns, email, organisation
FROM roster_person
WHERE school_id = %(school)s

-- name: groups
SELECT id, name, is_home, listed FROM roster_group WHERE school_id = %(school)s AND NOT own

-- name: memberships
SELECT person_id, group_id, home FROM roster_membership WHERE school_id = %(school)s AND listed
