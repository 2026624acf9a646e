"""A collection: a folder of `corpus/`, and what its texts have in common."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from colophon.model.values import FileModel, Name, Text

COLLECTION_FILE = "_collection.yml"
"""The file in a folder of `corpus/` that describes it. No text can have this name."""


class CollectionFile(FileModel):
    """What an editor says of a collection, in the `_collection.yml` of its folder."""

    title: Name | None = Field(
        default=None,
        title="Title",
        description="The name of the collection; null: that of its folder.",
        examples=["State of the Union addresses"],
    )
    description: Text | None = Field(
        default=None,
        title="Description",
        description="What the texts have in common, in a sentence or two of plain text; shown on the page of the collection.",
        examples=["Addresses of presidents to Congress, 1946 to 2006."],
    )


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder of `corpus/` with texts in it or below it."""

    path: str
    """Relative to `corpus/`, such as `speeches/1946`."""
    title: str
    description: str = ""

    @property
    def above(self) -> str:
        """The path of the collection that it is part of; empty for none."""
        return self.path.rpartition("/")[0]


def collection_of(path: str, said: CollectionFile | None = None) -> Collection:
    """The collection in a folder of `corpus/`, with what its file says."""
    words = path.rpartition("/")[2].replace("-", " ").replace("_", " ")
    title = said.title if said else None
    return Collection(path, title or words[:1].upper() + words[1:], (said.description if said else None) or "")
