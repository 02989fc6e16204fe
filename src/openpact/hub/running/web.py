"""The web server: as many as wanted, each on its own against the same database."""

from granian import Granian
from granian.constants import Interfaces

from .children import end_with_parent
from .start import start


def serve(host: str, port: int, *, workers: int, threads: int) -> None:
    """Until SIGTERM or Ctrl-C; requests under way are finished first."""
    start()
    from django.conf import settings

    collect_assets()
    end_with_parent()
    Granian(
        "openpact.hub.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        workers_kill_timeout=20,
        respawn_failed_workers=True,
        log_level="error",
        static_path_route=["/static"],
        static_path_mount=[settings.STATIC_ROOT],
        static_path_expires=3600,
    ).serve()


def collect_assets() -> None:
    """Page assets into one folder that the server hands out by itself."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
