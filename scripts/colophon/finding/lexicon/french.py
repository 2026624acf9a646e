"""French, where titles, months and days have no capital.

Months and days are those of CLDR; words that begin sentences and given names were compared with the French lists of
stopwords-iso and Faker.
"""

from __future__ import annotations

from colophon.finding.lexicon.given_names import GIVEN_NAMES
from colophon.finding.lexicon.neutral import COURTESIES
from colophon.finding.lexicon.table import Lexicon, titles_of, word_set

_TITLES = titles_of("""
President président présidente
Vice_President vice-président vice-présidente
Secretary secrétaire
Minister ministre
Prime_Minister premier_ministre première_ministre
Chancellor chancelier chancelière
Senator sénateur sénatrice
Representative député députée
Governor gouverneur gouverneure
Prefect préfet préfète
Mayor maire
Judge juge
Attorney_General procureur_général procureure_générale
Attorney avocat avocate
Prosecutor procureur procureure
General général générale
Colonel colonel colonelle
Captain capitaine
Commander commandant commandante
Commissioner commissaire
Director directeur directrice
Leader chef cheffe dirigeant dirigeante
Spokesman porte-parole
Ambassador ambassadeur ambassadrice
Envoy émissaire
Candidate candidat candidate
King roi
Queen reine
Emperor empereur
Prince prince
Princess princesse
Pope pape
Bishop évêque archevêque
Cardinal cardinal
Journalist journaliste
Writer écrivain écrivaine
""")

FRENCH = Lexicon(
    language="fr",
    openers=word_set(
        "À A Afin Ainsi Ailleurs Alors Après Assez Au Aucun Aucune Aujourd'hui Aujourd’hui Auparavant Auprès Aussi Aussitôt"
        " Autant Autour Autre Autrefois Autrement Aux Avant Avec Beaucoup Bien Bientôt Car Ce Ceci Cela Celle Celles Celui Cependant"
        " Certains Certaines Certes Ces Cet Cette Ceux Chaque Chacun Chez Combien Comme Comment Concernant Contre"
        " Dans De Dehors Déjà Demain Depuis Derrière Des Dès Désormais Dessous Deux"
        " Devant Donc Dont Du Durant Elle Elles Également En Encore Enfin Ensuite Entre Environ Envers Est Et Étaient Était"
        " Eux Excepté Face Grâce Hélas Hier Hormis Hors Ici Il Ils Jadis Jamais Je Jusque La Là Laquelle Le Lequel Les Leur Leurs"
        " Loin Lors Lorsque Lui Ma Maintenant Mais Malgré Même Mes Mieux Moi Moins Mon Naguère Ne Néanmoins Ni Non Nos Notre Nous"
        " On Or Ou Où Outre Par Parce Parfois Parmi Partout Pas Pendant Personne Peu Peut-être Plus Plusieurs Plutôt Pour Pourquoi"
        " Pourtant Près Presque Puis Puisque Quand Quant Que Quel Quelle Quelques Qui Quiconque Quoi Quoique Rien Sa Sans Sauf Se"
        " Selon Ses Seul Seule Si Sinon Sitôt Soit Son Sont Soudain Sous Souvent Suivant Sur Surtout Ta Tandis Tant Tantôt Tard Te"
        " Tel Telle Tôt Toujours Tous Tout Toute Toutefois Toutes Très Trop Tu Un Une Vers Via Voici Voilà Vos Votre Vous Vraiment Y"
    ),
    given_names=GIVEN_NAMES | word_set(
        "Adèle Adrien Agathe Agnès Aimé Amélie Anaïs André Angélique Anne-Marie Antoine Arlette Arnaud Aurélie Aurélien Baptiste"
        " Bastien Bénédicte Benoît Bérénice Bernadette Brigitte Cécile Céline Charlotte Chloé Christelle Christophe Claude Clémence"
        " Clément Constant Corinne Cyril Danièle Delphine Denis Didier Dominique Édouard Éléonore Éliane Élisabeth Élise Élodie Émile"
        " Émilie Emmanuel Emmanuelle Éric Estelle Étienne Eugène Évelyne Fabien Fabienne Fabrice Félix Fernand Florence Florent"
        " Florian François Françoise Frédéric Frédérique Gaël Gaëlle Gaston Geneviève Georges Gérald Gérard Germain Ghislaine Gilles"
        " Grégory Guillaume Guy Gwenaëlle Hélène Henri Hervé Honoré Hubert Hugo Hugues Inès Irène Isabelle Jacky Jacqueline Jacques"
        " Jean Jean-Baptiste Jean-Claude Jean-François Jean-Jacques Jean-Louis Jean-Luc Jean-Marc Jean-Marie Jean-Michel Jean-Paul"
        " Jean-Philippe Jean-Pierre Jean-Yves Jérôme Joël Joëlle Joséphine Julien Julie Justine Laëtitia Laure Laurence Laurent Léa"
        " Léon Lionel Loïc Louis Louise Luc Lucie Lucien Madeleine Manon Marc Marcel Margaux Marguerite Marie-Claude Marie-France"
        " Marie-Thérèse Marine Marion Marius Martine Mathieu Mathilde Matthieu Maxime Mélanie Michaël Michel Michèle Mireille Monique"
        " Muriel Nadège Nathalie Nicolas Noël Noémie Océane Odette Odile Olivier Pascal Pascale Patrice Patrick Paul Paulette Philippe"
        " Pierre Quentin Raphaël Raymonde Régine Régis Rémi Rémy René Renée Robert Roger Roland Romain Roselyne Sabine Sébastien"
        " Ségolène Serge Séverine Simone Solène Sophie Stéphane Stéphanie Suzanne Sylvain Sylvie Théo Thérèse Thibault Thierry Thomas"
        " Tristan Ulysse Valentin Valérie Véronique Victoire Vincent Virginie Viviane Xavier Yann Yannick Yves Yvette Yvon Yvonne Zoé Adélaïde Aimée Alain Alexandre"
            " Alix Andrée Anouk Auguste Augustin Aurore Bertrand Capucine Dorothée Édith Franck Grégoire Henriette Laetitia Luce Marthe"
            " Maryse Pénélope Philippine Théodore Théophile Thibaut Timothée Zacharie"
    ),
    courtesies=COURTESIES | word_set(
        "M. Mgr Monseigneur Me Maître Mademoiselle Messieurs Mesdames Docteur Dr Professeur Pr monsieur madame mademoiselle maître"
        " docteur professeur"
    ),
    titles=_TITLES | {word[0].upper() + word[1:]: title for word, title in _TITLES.items()},
    ranks=word_set("vice sous premier première adjoint adjointe"),
    free_in_titles=word_set(
        "ancien ancienne ex nouveau nouvelle futur future feu actuel actuelle l'ancien l’ancien l'ancienne l’ancienne l'actuel"
        " l’actuel l'actuelle l’actuelle"
    ),
    articles=word_set(
        "le la les un une des du au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs aucun"
        " aucune chaque quel quelle"
    ),
    calendar=word_set(
        "Lundi Mardi Mercredi Jeudi Vendredi Samedi Dimanche Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre"
        " Novembre Décembre"
    ),
    proper_words=word_set("janvier février mars avril mai juin juillet août septembre octobre novembre décembre nord sud est ouest"),
    before_dates=word_set("en de du depuis dès fin début mi jusqu'en jusqu’en"),
    before_places=word_set("à en vers depuis"),
    followers=word_set("Gouvernement"),
    institutions=word_set(
        "Allée Avenue Bibliothèque Boulevard Centre Collège Fondation Hôpital Institut Loi Lycée Musée Parc Place Plan Pont Port Prix"
        " Rue Stade Théâtre Tour Université"
    ),
    things_first=True,
    bodies=word_set(
        "Académie Agence Armée Assemblée Bureau Chambre Comité Commission Congrès Conseil Cour Direction Gendarmerie Haut-Commissariat"
        " Institut Ministère Parlement Parti Police Préfecture Secrétariat Sénat Tribunal"
    ),
    families=word_set("famille frères sœurs époux"),
    saying=word_set(
        "accuse affirma affirme ajouta ajoute annonce annonça assura assure avertit avoue conclut confirme considère critique croit"
        " déclara déclare demanda demande dénonça dénonce dit écrit écrivit espère estima estime explique expliqua indiqua indique"
        " insiste juge nie pense précisa précise promet promit proposa propose raconte rappela rappelle reconnaît répète répond"
        " répondit souhaite souligna souligne"
    ),
    acting=word_set(
        "a aura aurait avait est était fait fit fut gagna mourut naquit n'a n'est n’a n’est parla parle perdit peut part quitta refusa"
        " s'est s’est sera serait va veut vint qui"
    ),
    elisions="cdjlmnst",
    opener_endings=("ment",),
    part_of_a_name=word_set("de du"),
)  # fmt: skip
