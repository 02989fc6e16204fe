"""The stand-in SMSs as a WSGI application."""

import multiprocessing
import os
import threading

from django.core.wsgi import get_wsgi_application

# Whatever the surroundings say: they may be the hub's.
os.environ["DJANGO_SETTINGS_MODULE"] = "openpact.sandbox.settings"
application = get_wsgi_application()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


# A worker whose server was killed would hold on to the port.
if (server := multiprocessing.parent_process()) is not None:
    threading.Thread(target=_end_with, args=[server], daemon=True).start()
