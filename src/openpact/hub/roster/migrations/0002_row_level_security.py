from django.db import migrations

from openpact.hub.platform.tenancy import door, protect

STUDENTS = """
INSERT INTO roster_student (id, nsn) SELECT gen_random_uuid(), n FROM unnest(nsns) AS n WHERE n <> ''
ON CONFLICT (nsn) DO NOTHING;
SELECT s.nsn::text, s.id FROM roster_student s WHERE s.nsn = ANY (nsns);
"""


class Migration(migrations.Migration):
    dependencies = [("roster", "0001_initial"), ("platform", "0001_initial")]
    operations = [
        protect("roster_person"),
        protect("roster_group"),
        protect("roster_membership"),
        protect("roster_rosterstate"),
        protect("roster_guardlimits"),
        protect("roster_rosterchange", append_only=True),
        # Nobody reads national students directly: no policy, no grant.
        migrations.RunSQL(
            "ALTER TABLE roster_student ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE roster_student DISABLE ROW LEVEL SECURITY",
        ),
        door("roster_students(nsns text[])", "TABLE (nsn text, id uuid)", STUDENTS),
    ]
