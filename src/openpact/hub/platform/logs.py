"""Structured logs: one JSON object a line (or coloured text for a terminal), with ids and without personal data."""

import logging
import logging.config

import structlog

SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
#: Without the values of local variables: names, NSNs and secrets are among them.
TRACEBACKS = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


class WithoutAddress(logging.Filter):
    """An address may hold an invitation's token: the line keeps its traceback and loses its words."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = "the request failed", ()
        for name in ("request", "status_code"):
            record.__dict__.pop(name, None)
        return record.exc_info is not None


def configure(options: dict[str, str]) -> None:
    """Django calls this with settings.LOGGING: `format` is json or console, `level` a standard name."""
    console = options["format"] == "console"
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": SHARED,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info if console else TRACEBACKS,
                        structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer(),
                    ],
                }
            },
            "filters": {"without_address": {"()": WithoutAddress}},
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "structured"}},
            "root": {"handlers": ["out"], "level": options["level"]},
            "loggers": {
                # Its lines carry whole addresses; ours say the same by route. Its tracebacks are wanted.
                "django.request": {"level": "ERROR", "filters": ["without_address"]},
                "django.server": {"level": "ERROR"},
                "procrastinate": {"level": "WARNING"},
                "httpx": {"level": "WARNING"},
                # Below this it writes down the access tokens it hands out.
                "oauthlib": {"level": "INFO"},
            },
        }
    )
