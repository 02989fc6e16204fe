"""Parts of the demo that run in processes of their own: one Django project each."""

import os
from pathlib import Path

import typer

app = typer.Typer(no_args_is_help=True, pretty_exceptions_show_locals=False)


@app.command()
def seed_hub(home: Path) -> None:
    """The schools and their administrators in PaCT: with nothing set up, as on the first day."""
    from .seed import seed_hub as run

    run(home)


@app.command()
def seed_sms() -> None:
    """The schools' people in their SMSs, once: what is changed there later stays."""
    from openpact.sandbox.setup import has_school, migrate, seed_otjs, seed_school

    from .cast import with_other_ids
    from .schools import ETAP_SCHOOL, MOVES_TO, SCHOOLS

    migrate()
    for school in SCHOOLS:
        people, more = school.people(), {"zone": school.zone, "years": school.years}
        kept = {school.provider: people}
        if other := MOVES_TO.get(school.number):
            kept[other] = with_other_ids(people)
        for provider, theirs in kept.items():
            if has_school(school.number, provider):
                continue
            seed_school(school.number, school.name, theirs, provider=provider, **more)
            if provider == ETAP_SCHOOL.provider:
                seed_otjs(school.number, provider)


@app.command()
def play(hub: str, hub_database: str, schools: list[int]) -> None:
    """The weeks before somebody opens the demo: linked, approved, accepted, judged, one evening after the other."""
    from .play import play as run

    run(hub, hub_database, set(schools))


@app.command()
def seed_register() -> None:
    """The enrolment registers of two schools, and a student who moves between them."""
    from .register import seed_register as run

    run()


@app.command()
def sandbox(port: int) -> None:
    """The stand-in SMSs."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "openpact.sandbox.settings"
    import django

    django.setup()
    from openpact.hub.running.children import end_with_parent
    from openpact.sandbox.serve import serve

    end_with_parent()
    serve("127.0.0.1", port, with_agent=True)


if __name__ == "__main__":
    app()
