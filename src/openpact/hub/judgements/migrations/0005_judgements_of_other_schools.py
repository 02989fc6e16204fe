"""The two doors through which judgements are seen elsewhere: docs/explanation/sharing.md says what they answer, and why.

Both take the school from the transaction and check everything themselves: an enrolment that a register has vouched for within
four weeks and that holds on the day of `moment` on its own school's calendar, a student who is in that school's roster, and
birth dates that do not contradict each other.
"""

from django.db import migrations

from openpact.hub.platform.tenancy import door

#: Of an enrolment `e` at a school `at`.
HOLDS = """
    e.gone_on IS NULL AND e.vouched_on >= (moment AT TIME ZONE at.time_zone)::date - 28
    AND e.start_date <= (moment AT TIME ZONE at.time_zone)::date
    AND (e.leave_date IS NULL OR e.leave_date >= (moment AT TIME ZONE at.time_zone)::date)
"""

# The others are the same national student; one who has become a former student in the SMS is no student there any more, but
# has the NSN still. Looked for as a union, so that each half has its index.
BROUGHT_ALONG = f"""
SELECT s.name::text, e.start_date, c.name::text, j.area::text, j.level::text, v.judged_on
FROM roster_person me
JOIN schools_school at ON at.id = me.school_id
JOIN register_entry e ON e.school_id = me.school_id AND e.student_id = me.student_id
CROSS JOIN LATERAL (
    SELECT o.id, o.school_id, o.dob FROM roster_person o WHERE o.student_id = me.student_id
    UNION
    SELECT o.id, o.school_id, o.dob FROM roster_person o WHERE o.role = 'Alumni' AND o.nsn = e.nsn
) other
JOIN judgements_judgement j ON j.person_id = other.id
JOIN judgements_judgementversion v ON v.judgement_id = j.id AND v.version = j.version
JOIN schools_cycle c ON c.id = j.cycle_id
JOIN schools_school s ON s.id = j.school_id
WHERE me.id = person AND me.school_id = openpact_school() AND me.active AND me.role = 'Student'
    AND {HOLDS}
    AND other.school_id <> me.school_id AND j.level <> ''
    AND e.dob = coalesce(me.dob, e.dob) AND e.dob = coalesce(other.dob, e.dob)
ORDER BY s.name, c.opens_on DESC, c.id, j.area
"""  # noqa: S608 (of constants)

# Where a school is named, a register has vouched at some time that the student was enrolled at the school that asks.
SEEN_ELSEWHERE = f"""
SELECT DISTINCT
    CASE WHEN EXISTS (
        SELECT FROM register_entry mine
        WHERE mine.school_id = me.school_id AND mine.nsn = e.nsn AND mine.dob = e.dob AND mine.vouched_on IS NOT NULL
    ) THEN at.name::text END,
    e.start_date
FROM roster_person me
JOIN roster_student n ON n.nsn = me.nsn
JOIN register_entry e ON e.student_id = n.id AND e.school_id <> me.school_id
JOIN schools_school at ON at.id = e.school_id
JOIN roster_person there ON there.school_id = e.school_id AND there.student_id = n.id
WHERE me.id = person AND me.school_id = openpact_school() AND me.role IN ('Student', 'Alumni')
    AND EXISTS (SELECT FROM judgements_judgement j WHERE j.person_id = me.id AND j.level <> '')
    AND there.active AND there.role = 'Student'
    AND {HOLDS}
    AND e.dob = coalesce(me.dob, e.dob) AND e.dob = coalesce(there.dob, e.dob)
ORDER BY 2
"""  # noqa: S608 (of constants)


class Migration(migrations.Migration):
    dependencies = [("judgements", "0004_reminders"), ("register", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX roster_person_former_nsn ON roster_person (nsn) WHERE role = 'Alumni'",
            "DROP INDEX roster_person_former_nsn",
        ),
        door(
            "judgements_brought_along(person bigint, moment timestamptz)",
            "TABLE (school text, since date, cycle text, area text, level text, judged_on date) STABLE",
            BROUGHT_ALONG,
        ),
        door(
            "judgements_seen_elsewhere(person bigint, moment timestamptz)",
            "TABLE (school text, since date) STABLE",
            SEEN_ELSEWHERE,
        ),
    ]
