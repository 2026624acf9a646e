"""French: its forms of address alone. Everything else is read by the neutral table."""

from __future__ import annotations

from dataclasses import replace

from colophon.finding.lexicon.neutral import COURTESIES, NEUTRAL
from colophon.finding.lexicon.table import word_set

FRENCH = replace(NEUTRAL, courtesies=COURTESIES | word_set("M. Mgr Me Maître Mademoiselle"))
