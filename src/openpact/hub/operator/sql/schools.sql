-- `moment` is the time of our clock.
SELECT s.id, s.number, s.name, s.kind, s.time_zone, s.created_at,
       (SELECT count(*) FROM roster_person p WHERE p.school_id = s.id AND p.active AND p.role = 'Student'),
       (SELECT count(*) FROM roster_person p
        WHERE p.school_id = s.id AND p.active AND p.role IN ('TeachingStaff', 'NonTeachingStaff')),
       (SELECT count(*) FROM accounts_access a
        WHERE a.school_id = s.id AND a.removed_at IS NULL AND a.role = 'administrator'),
       (SELECT count(*) FROM accounts_access a WHERE a.school_id = s.id AND a.removed_at IS NULL),
       (SELECT count(*) FROM accounts_invitation i
        WHERE i.school_id = s.id AND i.state = 'pending' AND i.expires_at > moment),
       (SELECT count(*) FROM judgements_judgement j WHERE j.school_id = s.id AND j.level <> '')
FROM schools_school s
WHERE EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = openpact_user() AND u.is_staff AND u.is_active)
