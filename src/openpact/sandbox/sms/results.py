"""Taking in judgements from PaCT."""

from collections.abc import Sequence

from django.db import transaction

from openpact.connect import Judgement

from . import clock
from .models import Person, Result, School
from .otjs import overwrite
from .screens import SCREENS


@transaction.atomic
def save_results(school: School, rows: Sequence[Judgement]) -> None:
    """Save rows in one transaction; a row that is here already stays as it is. Durable when this returns."""
    by_id = dict(
        Person.objects.filter(school=school, sms_id__in={row.person_id for row in rows}).values_list("sms_id", "pk")
    )
    nsns = {row.nsn for row in rows if row.nsn and row.person_id not in by_id}
    by_nsn = dict(Person.objects.filter(school=school, nsn__in=nsns).values_list("nsn", "pk"))
    Result.objects.bulk_create(
        [_as_result(school, row, by_id.get(row.person_id) or by_nsn.get(row.nsn)) for row in rows],
        ignore_conflicts=True,
    )
    kinds = SCREENS[school.provider].provider.overwrites
    if kinds:
        keys = {row.id for row in rows}
        people = Result.objects.filter(school=school, judgement_id__in=keys, person__isnull=False)
        overwrite(people.values_list("person_id", flat=True), kinds)


def _as_result(school: School, row: Judgement, person: int | None) -> Result:
    return Result(
        school=school,
        judgement_id=row.id,
        version=row.version,
        person_id=person,
        person_sms_id=row.person_id,
        learning_area=row.learning_area,
        cycle=row.cycle,
        cycle_kind=row.cycle_kind,
        year=row.year,
        level=row.level,
        level_name=row.level_name,
        withdrawn=row.withdrawn,
        judged_on=row.judged_on,
        confirmed_at=row.confirmed_at,
        judge=row.judge,
        reason=row.reason,
        score=row.score,
        score_low=row.score_low,
        score_high=row.score_high,
        recommended=row.recommended or "",
        standard=row.standard or "",
        framework=row.framework or "",
        framework_version=row.framework_version,
        calibration=row.calibration or "",
        calibration_version=row.calibration_version,
        aspects=row.aspects,
        received_at=clock.now(),
    )
