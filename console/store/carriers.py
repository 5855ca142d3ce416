"""The operator's own carriers: the text of `carriers.toml` in the config folder, read and written whole.

It must not know what the text says; wrong text is kept as it was typed, and the model says what of it is not used.
"""

from __future__ import annotations

from console.store import files
from console.store.files import StoreTrouble
from console.store.places import Places

LARGEST = 1024 * 1024
"""Bytes, which is far more than the model takes; a file beyond that is not the operator's work."""


class ChangedMeanwhile(StoreTrouble):
    """Another program wrote the file since it was read; `text` is what stands there now."""

    def __init__(self, sentence: str, text: str) -> None:
        super().__init__(sentence)
        self.text = text


class OwnCarriers:
    """The file on disk; every call reads it afresh."""

    def __init__(self, places: Places) -> None:
        self.path, self._read_only = places.config / "carriers.toml", places.read_only

    def read(self) -> str:
        """The text, with lines that end in a line feed; "" where there is no file.

        Raises `StoreTrouble` where it cannot be read, is larger than 1 MiB, or is no text in UTF-8.
        """
        raw, _ = files.read(self.path)
        if raw is not None and len(raw) > LARGEST:
            raise StoreTrouble(f"Order Console did not read {self.path}: it is larger than 1 MiB.")
        try:
            text = (raw or b"").decode("utf-8-sig")
        except UnicodeDecodeError:
            raise StoreTrouble(
                f"Order Console could not read {self.path}: it is not a text in UTF-8."
            ) from None
        return text.replace("\r\n", "\n")

    def write(self, text: str, *, instead_of: str) -> None:
        """Put `text` in place of what was read as `instead_of`; the same text is not written again.

        Raises `ChangedMeanwhile` where the file holds something else by now, and `StoreTrouble` where it cannot be
        written or is too large; then it is as it was.
        """
        if text == instead_of:
            return
        # Half of a surrogate pair has no other way onto the disk.
        content = text.encode("utf-8", errors="replace")
        if len(content) > LARGEST:
            raise StoreTrouble("The carriers are longer than 1 MiB, so they were not saved.")
        if self._read_only:
            raise StoreTrouble(self._read_only)
        files.private_folder(self.path.parent)
        with files.exclusive(self.path.parent):
            found = self.read()
            if found not in (instead_of, text):
                raise ChangedMeanwhile(
                    f"Another program changed {self.path} in the meantime, so nothing was saved.", found
                )
            files.replace(self.path, content)
