-- A register file is applied. %(school)s is the school's key.

-- name: write
-- Enrolments that are new, that changed, or that are listed again: nobody vouches for them until `vouch` says so.
INSERT INTO register_entry AS e
  (school_id, nsn, student_id, first_name, last_name, preferred_name, dob, year_level, start_date, leave_date)
SELECT %(school)s, f.nsn, s.id, f.first_name, f.last_name, f.preferred_name, f.dob, f.year_level, f.start_date, f.leave_date
FROM unnest(
  %(nsn)s::text[], %(first_name)s::text[], %(last_name)s::text[], %(preferred_name)s::text[], %(dob)s::date[],
  %(year_level)s::smallint[], %(start_date)s::date[], %(leave_date)s::date[]
) AS f (nsn, first_name, last_name, preferred_name, dob, year_level, start_date, leave_date)
JOIN roster_students(%(nsn)s::text[]) AS s ON s.nsn = f.nsn
ON CONFLICT (school_id, nsn) DO UPDATE SET
  first_name = excluded.first_name, last_name = excluded.last_name, preferred_name = excluded.preferred_name,
  dob = excluded.dob, year_level = excluded.year_level, start_date = excluded.start_date, leave_date = excluded.leave_date,
  gone_on = NULL, vouched_on = NULL

-- name: go
-- Not listed any more. What was vouched for them once is remembered: they were enrolled here.
UPDATE register_entry SET gone_on = %(today)s WHERE school_id = %(school)s AND nsn = ANY (%(going)s::text[])
