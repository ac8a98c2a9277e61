"""The private storage of original files: a folder that only the portal can open, with no address of its own."""

import os
import tempfile
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

ALIAS = "originals"


class PrivateStorage(FileSystemStorage):
    """Stores each file whole or not at all. Names are made from the content, so the same name is the same file."""

    def __init__(self, location: Any = None) -> None:
        super().__init__(
            location=location, base_url=None, file_permissions_mode=0o600, directory_permissions_mode=0o700
        )

    def url(self, name: str | None) -> str:
        """Raise ValueError: a file is opened only through the view that checks who asks."""
        raise ValueError("An original file has no address of its own.")

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        """Write a file beside its place and then move it there, so that nobody reads half of it."""
        path = self.path(name)
        folder = os.path.dirname(path)
        for one in (self.location, folder):
            os.makedirs(one, mode=0o700, exist_ok=True)
        number, unfinished = tempfile.mkstemp(dir=folder, prefix="unfinished-")
        try:
            with os.fdopen(number, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            os.replace(unfinished, path)
        except BaseException:
            os.unlink(unfinished)
            raise
        return name


def originals() -> Storage:
    """Return the storage of original files."""
    return storages[ALIAS]
