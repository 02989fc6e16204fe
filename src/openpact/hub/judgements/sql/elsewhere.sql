-- What a student brings along from other schools, and who sees what is written here: the doors check whose question it is and
-- whether it may be answered (migration 0005_judgements_of_other_schools, docs/explanation/sharing.md).

-- name: brought_along
SELECT school, since, cycle, area, level, judged_on FROM judgements_brought_along(%(person)s, %(now)s)

-- name: seen_elsewhere
SELECT coalesce(school, ''), since FROM judgements_seen_elsewhere(%(person)s, %(now)s)
