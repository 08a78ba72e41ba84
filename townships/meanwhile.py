"""Two people change the same thing: whoever comes second is shown both versions, and nobody's words are overwritten unseen."""


class ChangedMeanwhile(Exception):
    """Somebody else wrote since the form was opened; `current` is what stands there now (None: it is gone)."""

    def __init__(self, current):
        super().__init__(current)
        self.current = current
