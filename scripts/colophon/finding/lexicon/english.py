"""Words that decide whether a capitalised neighbour belongs to a name. English; data, not rules."""

from __future__ import annotations

OPENERS = frozenset(
    "A Aboard About Above According Across After Again Against Ago Ahead All Almost Along Alongside Already Also Although"
    " Always Amid Amidst Among Amongst An And Another Any Anyway Apart Around As Aside Asked At Away Back Because Before"
    " Behind Below Beneath Beside Besides Between Beyond Both But By Called Can Could Current Despite Did Do Does Down During"
    " Each Earlier Either Elsewhere Embattled Enter Even Eventually Ever Every Ex Except Far Few Fewer First Following For"
    " Former Further Furthermore Given Had Half Hardline Has Have He Hence Her Here His How However I If In Incoming Indeed"
    " Inside Instead Into Is It Its Just Last Late Later Least Less Let Like Likewise Long Longtime Many May Maybe Meanwhile"
    " Might More Moreover Most Much Must Named Near Neither Never Nevertheless New Newly Next No Nonetheless Nor Not Nothing"
    " Notwithstanding Now Nowadays Of Off Often Old Older On Once One Only Onto Opposite Or Other Others Otherwise Our Out"
    " Outgoing Outside Over Past Per Perhaps Poor Previous Quite Rather Regarding Round Said Says Second Seldom Several Shall"
    " She Should Since So Some Somehow Sometimes Somewhere Soon Still Such Than That The Their Them Then Thereafter Therefore"
    " There These They Third This Those Though Three Through Throughout Thus Till To Today Together Told Tomorrow Tonight Too"
    " Toward Towards Two Under Underneath Unless Unlike Until Up Upon Versus Via Was We Were What Whatever When Whenever"
    " Where Whereas Wherever Whether Which Whichever While Who Whoever Whom Whose Why Will With Within Without Worse Would Yes"
    " Yesterday Yet You Young Younger Your".split()
)
"""What sentences begin with; at the start of a sentence none of these is somebody's given name."""

COURTESIES = frozenset(
    "Mr Mr. Mrs Mrs. Ms Ms. Miss Mx Mx. Dr Dr. Sir Dame Lord Lady Madam Madame Professor Prof.".split()
)
"""They say nothing about the office of whom they precede."""

TITLES = {
    word: group.split()[0].rstrip(".")
    for group in (
        "President", "Vice-President", "Secretary Sec. Sec", "Minister", "Premier", "Chancellor", "Senator Sen. Sen Sens.",
        "Representative Rep. Rep Reps. Congressman Congresswoman Congressmember", "Governor Gov. Gov", "Mayor", "Judge",
        "Justice", "General Gen. Gen", "Admiral Adm. Adm", "Colonel Col. Col", "Major Maj. Maj", "Captain Capt. Capt",
        "Lieutenant Lt. Lt", "Sergeant Sgt. Sgt", "Commander Cmdr.", "Chief", "Director", "Commissioner", "Administrator",
        "Ambassador Amb.", "Sheriff", "Officer", "Agent", "Speaker", "Leader", "Whip", "Czar Tsar",
        "Adviser Advisor Counselor", "Spokesman Spokeswoman Spokesperson", "Chairman Chairwoman Chair Chairperson",
        "Candidate Nominee", "Attorney", "Pope", "King", "Queen", "Prince", "Princess", "Emperor", "Reverend Rev. Rev",
        "Father", "Mother", "Sister", "Brother", "Bishop", "Archbishop", "Cardinal", "Rabbi", "Imam", "Coach", "CEO",
        "Author", "Reporter", "Journalist", "Actor", "Actress", "Democrat Dem.", "Republican GOP", "Deputy", "Aide", "Envoy",
        "Councilman Councilwoman Councilmember", "Delegate", "Assemblyman Assemblywoman", "Superintendent", "Marshal",
    )
    for word in group.split()
}  # fmt: skip
"""Titles before a name, each with the word that stands for it in a position ("Sen." is a "Senator")."""

DAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September"
    " October November December".split()
)

FOLLOWERS = frozenset(
    "Administration Cabinet Campaign Era Government Presidency Republicans Democrats Republican".split()
)
"""Capitalised words after a surname that leave it the name of the person: "the Trump Administration"."""

INSTITUTIONS = frozenset(
    "Academy Act Airport Amendment Avenue Award Bank Base Bay Boulevard Bridge Building Canyon Castle Cathedral Center Centre"
    " Chapel Church City Clinic College Company Corporation Corps County Court Creek Dam District Doctrine Drive Estate Field"
    " Forest Fort Foundation Fund Gallery Garden Gardens Group Hall Harbor Heights Highway Hill Hills Hospital Hotel House"
    " Inc Inc. Institute International Island Islands Journal Laboratory Lake Lane Law Lecture Library Lodge Mall Medal"
    " Memorial Monument Mountain Mountains Museum Observatory Organization Palace Park Parkway Peak Pier Place Plaza Point"
    " Port Press Prize River Road Ranch School Scholarship Seminary Society Square Stadium Station Steakhouse Store Street"
    " Studios Theater Theatre Tower Towers Town Township Trophy Trust Tunnel University Valley Village Vineyard Winery".split()
)
"""What is named after people; before it a person's name is not the person."""

PARTICLES = frozenset(
    "al ap bin da dal de del della der di do dos du el ibn la las le los san st st. ten ter van vander ver von zu zur".split()
)
"""Lower- or upper-case words that begin a surname of several words."""

NOT_NAMES = frozenset(word.lower() for word in (*TITLES, "Brown", "Green", "May", "Rice", "Page", "Baker", "Ice"))
"""Surnames that are ordinary words too: after "the" or "a" they are the word."""
