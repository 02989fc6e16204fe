"""What this package says no to."""


class ScaleError(Exception):
    """Its text is a sentence for whoever gave the input."""


class BadData(ScaleError):
    """A file of a framework or calibration, or of judgements, that cannot be used."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where, self.what = where, what


class NotAJudgement(ScaleError):
    """An aspect or a set that the framework does not have."""
