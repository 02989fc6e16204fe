"""`openpact connect status`"""

from dataclasses import asdict

import typer

from .common import (
    AllowHttp,
    Format,
    SchoolNumber,
    SecretFile,
    Show,
    Url,
    exchange_lines,
    human_errors,
    open_client,
    print_json,
    read_secret,
)


def status(
    url: Url,
    secret_file: SecretFile = None,
    school: SchoolNumber = None,
    allow_http: AllowHttp = False,
    show: Format = Show.TEXT,
) -> None:
    """Say whether the link works, and how the last upload ended."""
    with human_errors(show):
        with open_client(url, read_secret(secret_file), school=school, allow_http=allow_http) as client:
            connection = client.connection()
        if show is Show.JSON:
            print_json({"ok": True, **asdict(connection)})
            return
        typer.echo(f"Linked: {connection.school_name} ({connection.school_number}), {connection.provider}")
        export = "on" if connection.automatic_export else "off: PaCT sends no judgements by itself"
        typer.echo(f"Automatic export of judgements is {export}.")
        typer.echo(f"Judgements waiting to be collected: {connection.undelivered}")
        last = connection.last_upload
        typer.echo("\n".join(exchange_lines(last)) if last else "No upload yet.")
