"""Spanish."""

from __future__ import annotations

from colophon.finding.lexicon.given_names import GIVEN_NAMES
from colophon.finding.lexicon.table import Lexicon, titles_of, word_set

_TITLES = titles_of("""
President presidente presidenta
Vice_President vicepresidente vicepresidenta
Secretary secretario secretaria
Minister ministro ministra
Prime_Minister primer_ministro primera_ministra
Chancellor canciller
Senator senador senadora
Representative diputado diputada congresista
Governor gobernador gobernadora
Mayor alcalde alcaldesa
Judge juez jueza
Attorney_General fiscal_general
Attorney fiscal abogado abogada
General general
Colonel coronel
Captain capitán
Commander comandante
Commissioner comisario comisaria comisionado comisionada
Director director directora
Leader líder dirigente
Spokesman portavoz vocero vocera
Ambassador embajador embajadora
Candidate candidato candidata
King rey
Queen reina
Prince príncipe
Princess princesa
Pope papa
Bishop obispo
Cardinal cardenal
Journalist periodista
Writer escritor escritora
Chief jefe jefa
""")

SPANISH = Lexicon(
    language="es",
    openers=word_set(
        "A Además Ahora Al Algunos Allí Ante Antes Aquel Aquí Así Aún Aunque Ayer Bajo Cada Casi Como Cómo Con Contra Cuando"
        " Cuándo Cual Dado De Del Desde Después Dicho Donde Dónde Durante El Él Ella Ellos En Entonces Entre Era Es Esa Ese Eso"
        " Esta Este Esto Estos Fue Ha Había Hace Hacia Hasta Hoy Incluso La Las Le Lo Los Luego Más Me Mi Mientras Mucho Muchos Muy"
        " Nada Ni No Nos Nuestro Nunca O Otra Otro Otros Para Pero Poco Por Porque Primero Que Qué Quien Quién Según Ser Si Sí Sin"
        " Sobre Solo Sólo Son Su Sus También Tal Tampoco Tan Tanto Todas Todo Todos Tras Tu Un Una Uno Unos Usted Y Ya Yo"
    ),
    given_names=GIVEN_NAMES | word_set(
        "Álvaro Andrés Ángel Begoña Belén César Concepción Consuelo Fermín Gonzalo Inés Iñaki Iñigo Íñigo Iván Jesús Joaquín"
        " José Josefina Julián Lucía María Martín Mónica Nicolás Óscar Pablo Ramón Raúl Rocío Rubén Santiago Sebastián Sofía"
        " Tomás Verónica Víctor"
    ),
    courtesies=word_set("señor señora señorita don doña Señor Señora Sr. Sra. Srta. Don Doña D. Dr. Dra. Lic. Ing. doctor doctora"),
    titles=_TITLES | {word[0].upper() + word[1:]: title for word, title in _TITLES.items()},
    ranks=word_set("vice sub primer primera"),
    free_in_titles=word_set("ex antiguo antigua entonces nuevo nueva actual interino interina"),
    articles=word_set("el la los las un una unos unas este esta ese esa mi tu su nuestro nuestra del al ningún cada"),
    calendar=word_set("Lunes Martes Miércoles Jueves Viernes Sábado Domingo Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre"),
    proper_words=word_set("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre norte sur"),
    before_dates=word_set("en de desde hasta para a"),
    before_places=word_set("en desde hacia"),
    followers=word_set("Gobierno"),
    institutions=word_set(
        "Fundación Instituto Universidad Museo Hospital Avenida Calle Plaza Ley Premio Parque Teatro Torre Puente Puerto"
    ),
    things_first=True,
    bodies=word_set("Ministerio Secretaría Comisión Consejo Tribunal Corte Congreso Senado Partido Ejército Policía Guardia Instituto Agencia"),
    families=word_set("familia hermanos hermanas esposos"),
    saying=word_set(
        "afirmó aseguró añadió anunció contestó criticó cree declaró dice dijo explicó explica indicó insistió negó opinó piensa"
        " pidió preguntó prometió reconoció respondió señaló sostuvo subrayó advirtió escribió"
    ),
    acting=word_set("es era fue está estaba ha había tiene tuvo hizo llegó salió ganó perdió murió nació viajó quiere quien"),
    opener_endings=("mente", "ando", "iendo"),
    part_of_a_name=word_set("de"),
)  # fmt: skip
