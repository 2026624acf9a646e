"""German, where every noun has a capital."""

from __future__ import annotations

from colophon.finding.lexicon.given_names import GIVEN_NAMES
from colophon.finding.lexicon.table import Lexicon, titles_of, word_set

TITLES = titles_of("""
President Präsident Präsidentin präsident präsidentin
Vice_President Vizepräsident Vizepräsidentin vizepräsident vizepräsidentin
Chancellor Kanzler Kanzlerin kanzler kanzlerin Altkanzler altkanzler
Minister Ministerin minister ministerin
Prime_Minister Premierminister Premierministerin premierminister premierministerin Ministerpräsident Ministerpräsidentin ministerpräsident ministerpräsidentin
Secretary Sekretär Sekretärin sekretär sekretärin
Mayor Bürgermeister Bürgermeisterin bürgermeister bürgermeisterin
Senator Senatorin senator senatorin
Representative Abgeordneter Abgeordnete Abgeordneten abgeordnete abgeordneter
Judge Richter Richterin richter richterin
Attorney_General Generalbundesanwalt
Attorney Anwalt Anwältin anwalt anwältin
General general
Colonel Oberst
Major
Captain Hauptmann Kapitän
Commissioner Kommissar Kommissarin kommissar kommissarin
Director Direktor Direktorin direktor direktorin
Leader Chef Chefin chef chefin Führer Vorsitzender Vorsitzende Vorsitzenden vorsitzende vorsitzender
Spokesman Sprecher Sprecherin sprecher sprecherin
Ambassador Botschafter Botschafterin botschafter botschafterin
Envoy Beauftragter Beauftragte beauftragte beauftragter
Councilman Rat rat rätin
Journalist Journalistin journalist journalistin Autor Autorin
King König
Queen Königin
Emperor Kaiser
Pope Papst
Bishop Bischof bischof
Cardinal Kardinal
Colleague Kollege Kollegin Kollegen
Candidate Kandidat Kandidatin kandidat kandidatin
Politician Politiker Politikerin politiker politikerin
""")

GERMAN = Lexicon(
    language="de",
    capitals_mark_names=False,
    openers=word_set(
        "Aber Ab Alle Allein Allerdings Als Also Am An Andere Anders Anfangs Auch Auf Aus Außer Außerdem Bald Bei Beim Bereits"
        " Bis Bisher Da Dabei Dafür Dagegen Daher Damals Damit Danach Dann Daran Darauf Darum Das Dass Davon Dazu Dem Den Denn"
        " Dennoch Der Des Deshalb Dessen Die Dies Diese Dieser Dieses Doch Dort Durch Ehe Ein Eine Einem Einen Einer Eines Einst"
        " Endlich Er Es Etwa Fast Für Gegen Genau Gerade Gestern Gleich Hat Heute Hier Hinter Ich Ihm Ihr Im Immer In Indem"
        " Inzwischen Ist Ja Jede Jeder Jedoch Jetzt Kein Keine Laut Man Mehr Mit Morgen Nach Nachdem Natürlich Neben Nein Nicht"
        " Noch Nun Nur Ob Obwohl Oder Ohne Schon Sehr Seit Seitdem Selbst Sie So Sobald Sogar Somit Sondern Später Statt Trotz"
        " Über Um Und Unter Viele Vom Von Vor Während War Was Weder Wegen Weil Wenn Wer Wie Wieder Wir Wo Zu Zudem Zuerst Zuletzt"
        " Zum Zunächst Zur Zwar Zwischen"
    ),
    given_names=GIVEN_NAMES | word_set(
        "Achim Andrea Andreas Anja Anke Annalena Anton Armin Axel Bärbel Beate Bernd Bernhard Birgit Bodo Brigitte Christa"
        " Christoph Cornelia Daniela Detlef Dieter Dietrich Dirk Dorothea Eberhard Ernst Erwin Ferdinand Franz Franziska"
        " Friedrich Fritz Gerd Gerhard Gottfried Grete Günter Günther Hans Hans-Georg Hans-Peter Heiko Heiner Heinrich Heinz"
        " Helga Helmut Herbert Hermann Hildegard Holger Horst Hubertus Ilse Ingrid Jan Jens Joachim Johann Johannes Jörg Josef"
        " Jürgen Karl Karl-Heinz Karsten Käthe Katja Katrin Klara Klaus Konrad Kurt Lars Lothar Ludwig Lukas Manfred Markus"
        " Martina Matthias Michaela Monika Nicola Norbert Olaf Otto Peer Petra Philipp Rainer Ralf Reinhard Renate Robert Roland"
        " Rolf Rüdiger Sabine Sahra Siegfried Sigmar Silke Stefan Steffen Sven Thorsten Torsten Udo Ulrich Ulrike Ursula Ute Uwe"
        " Volker Walter Werner Wilhelm Willi Willy Winfried Wolfgang"
    ),
    courtesies=word_set("Herr Herrn Herren Frau Fräulein Dr Dr. Prof. Professor Professorin Freiherr Graf Gräfin Baron Fürst"),
    titles=TITLES,
    title_endings=tuple(sorted((word for word in TITLES if word.islower()), key=lambda word: (-len(word), word))),
    ranks=word_set("stellvertretender stellvertretende stellvertretenden"),
    free_in_titles=word_set("ehemaliger ehemalige früherer frühere amtierende amtierender damaliger damalige"),
    articles=word_set(
        "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines mein meine meinen"
        " dein sein seine seinen seinem ihr ihre ihren unser dieser diese dieses diesen diesem jeder jede jedes jeden jedem"
        " manche mancher welcher zum zur beim vom im am ins"
    ),
    calendar=word_set(
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag Januar Februar März April Mai Juni Juli August"
        " September Oktober November Dezember"
    ),
    proper_words=word_set(
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz april mai juni juli august"
        " september oktober november dezember"
    ),
    before_dates=word_set("im am bis seit ab ende anfang mitte vom zum"),
    regions=frozenset(),
    followers=word_set("Regierung Kabinett Ära"),
    institutions=word_set(
        "Straße Platz Allee Weg Gasse Brücke Stiftung Universität Schule Gymnasium Institut Museum Haus Preis Gesetz GmbH AG"
        " Verlag Kirche Krankenhaus Klinik Bibliothek Stadion Halle Turm Denkmal Park"
    ),
    families=word_set("familie geschwister eheleute brüder schwestern"),
    genitive="s",
)  # fmt: skip
