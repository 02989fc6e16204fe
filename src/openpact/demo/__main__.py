"""Parts of the demo that run in processes of their own: one Django project each."""

import os

import typer

app = typer.Typer(no_args_is_help=True, pretty_exceptions_show_locals=False)


@app.command()
def seed_hub() -> None:
    """The schools and their administrators in PaCT: with nothing set up, as on the first day."""
    from .seed import seed_hub as run

    run()


@app.command()
def seed_sms() -> None:
    """The schools' people in their SMSs."""
    from openpact.sandbox.setup import migrate, seed_school

    from .schools import SCHOOLS

    migrate()
    for school in SCHOOLS:
        seed_school(school.number, school.name, school.people(), provider=school.provider, years=school.years)


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
