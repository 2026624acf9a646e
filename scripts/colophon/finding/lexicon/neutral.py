"""No language: forms of address that many texts share. Nothing is read into capitals but a name before a surname."""

from __future__ import annotations

from colophon.finding.lexicon.table import Lexicon, word_set

PARTICLES = word_set(
    "al ap bin da dal de del della der di do dos du el ibn la las le los san santa são saint sainte st st. ten ter van"
    " vander ver von zu zur"
)
"""Words that begin a surname of several words, in lower case."""

COURTESIES = word_set(
    "Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Prof Prof. Sr. Sra. Srta. Don Doña Dom Herr Frau Mme Mme. Mlle Mlle. MM. Monsieur Madame"
    " Signor Signora Sig. Dott. Mevrouw Meneer Dhr. Mevr. Pan Pani"
)

NEUTRAL = Lexicon(language="und", courtesies=COURTESIES)
