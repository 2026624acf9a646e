"""What was computed before, by what it follows from, so that only what an edit changes is computed again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any


def digest_of(*parts: str | bytes) -> str:
    """The SHA-256 of several values in order; no others give the same."""
    together = sha256()
    for part in parts:
        together.update(sha256(part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part).digest())
    return together.hexdigest()


class Cache:
    """Values of JSON, by kind and key: of the round before, and of this one.

    A key holds all that its value follows from, except programs. What is not asked for in a round is forgotten after it.
    """

    def __init__(self, load: Callable[[str], Mapping[str, str]] = lambda _: {}) -> None:
        """`load`: the values of a kind of the round before, each as JSON, by key."""
        self._load = load
        self._kinds: dict[str, Values] = {}

    def of(self, kind: str) -> Values:
        """The values of a kind."""
        if kind not in self._kinds:
            self._kinds[kind] = Values(self._load(kind))
        return self._kinds[kind]

    def begin(self) -> None:
        """Begin a new round."""
        for kind, values in self._kinds.items():
            self._kinds[kind] = Values(values.now)

    def forget(self, key: str) -> None:
        """Keep no value of a key after this round."""
        for values in self._kinds.values():
            values.now.pop(key, None)

    def changed(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """The kinds of which this round has other values than the one before, and all of those, each as JSON, by key."""
        return ((kind, values.now) for kind, values in self._kinds.items() if values.now.keys() != values.before.keys())


class Values:
    """The values of a kind. They stay JSON until they are asked for, which takes a tenth of the memory."""

    def __init__(self, before: Mapping[str, str]) -> None:
        self.before = before
        self.now: dict[str, str] = {}

    def get(self, key: str, *others: str) -> Any:
        """A value; `None` if it is not known. It has the same value as what is known of `others`."""
        for one in (key, *others):
            if found := self.now.get(one) or self.before.get(one):
                self.now[key] = found
                return json.loads(found)
        return None

    def keep(self, key: str, value: object) -> None:
        """Remember a value."""
        self.now[key] = json.dumps(value, separators=(",", ":"))

    def recall(self, key: str, make: Callable[[], Any]) -> Any:
        """A value, which is made if it is not known; without a key it always is."""
        if not key:
            return make()
        found = self.get(key)
        if found is None:
            self.keep(key, found := make())
        return found
