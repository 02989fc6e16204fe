"""What granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpact.hub.settings")
application = get_wsgi_application()

from openpact.hub.judgements import scales  # noqa: E402 (needs Django)

scales.warm()
