"""What this package says no to."""


class ScaleError(Exception):
    """Its text is a sentence for whoever gave the input."""


class BadData(ScaleError):
    """A file of a framework or calibration, or of judgements, that cannot be used."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where, self.what = where, what

    @classmethod
    def from_reading(cls, where: str, wrong: Exception) -> "BadData":
        """From what reading a file's tables raised."""
        what = (
            f"{wrong.args[0]!r} is missing." if isinstance(wrong, KeyError) else f"Something has another form: {wrong}."
        )
        return cls(where, what)


class NotAJudgement(ScaleError):
    """An aspect or a set that the framework does not have."""
