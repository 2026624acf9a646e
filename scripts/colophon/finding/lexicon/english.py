"""English."""

from __future__ import annotations

from colophon.finding.lexicon.english_words import WORDS
from colophon.finding.lexicon.given_names import GIVEN_NAMES
from colophon.finding.lexicon.table import Lexicon, titles_of, word_set

OPENERS = word_set(
    "A Aboard About Above According Across After Again Against Ago Ahead All Almost Along Alongside Already Also Although"
    " Always Amid Amidst Among Amongst An And Another Any Anyway Apart Around As Aside Asked At Away Back Because Before"
    " Behind Below Beneath Beside Besides Between Beyond Both But By Called Can Correct Could Current Despite Did Do Does"
    " Down During Each Earlier Either Elsewhere Embattled Enter Even Eventually Ever Every Ex Except Far Few Fewer First"
    " Following For Former Further Furthermore Given Had Half Hardline Has Have He Hence Her Here His How However I If In"
    " Incoming Indeed Inside Instead Into Is It Its Just Last Late Later Least Less Let Like Likewise Long Longtime Many May"
    " Maybe Meanwhile Might More Moreover Most Much Must Named Near Neither Never Nevertheless New Newly Next No Nonetheless"
    " Nor Not Nothing Notwithstanding Now Nowadays Of Off Often Okay Old Older On Once One Only Onto Opposite Or Other Others"
    " Otherwise Our Out Outgoing Outside Over Past Per Perhaps Poor Previous Quite Rather Regarding Round Said Says Second"
    " Seldom Several Shall She Should Since So Some Somehow Sometimes Somewhere Soon Still Such Than That The Their Them Then"
    " Thereafter Therefore There These They Third This Those Though Three Through Throughout Thus Till To Today Together Told"
    " Tomorrow Tonight Too Toward Towards Two Under Underneath Unless Unlike Until Up Upon Versus Via Was We Well Were What"
    " Whatever When Whenever Where Whereas Wherever Whether Which Whichever While Who Whoever Whom Whose Why Will With Within"
    " Without Worse Would Yeah Yes Yesterday Yet You Young Younger Your"
)

FUNCTION_WORDS = word_set(
    "a about above after again against all along also although always am an and another any anyone are around as at away back"
    " be because been before behind being below between both but by can could did do does down each either else enough even"
    " ever every everyone few first for from had has have he her here hers him his how i if in into is it its just last least"
    " less let like many me might mine more most much must my near neither never next no nobody none nor not nothing now of off"
    " often on once one only onto or other our out over own per perhaps quite rather same several she should since so some"
    " someone soon still such than that the their them then there these they this those though three through thus to today"
    " together too toward two under until up upon us very via was we were what when where which while who whom whose why with"
    " within without would yes yet you your"
)

CALENDAR = word_set(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September"
    " October November December Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays Mon. Tue. Wed. Thu. Fri. Sat."
    " Sun. Jan. Feb. Mar. Apr. Aug. Sept. Oct. Nov. Dec."
)

PROPER_WORDS = frozenset(word.lower() for word in CALENDAR) | word_set(
    "black christian christmas earth east easter god heaven holy i internet jew lord midwest moon native north northeast"
    " northwest south southeast southwest sun west white"
)

COURTESIES = word_set(
    "Mr Mr. Mrs Mrs. Ms Ms. Miss Mx Mx. Messrs Messrs. Dr Dr. Drs. Sir Dame Lord Lady Madam Madame Professor Prof. Professors"
    " Hon. Honorable Honourable Rev. Reverend Saint St."
)

TITLES = titles_of("""
President Presidents Pres. President-elect President-Elect
Vice_President Vice-President
Secretary Secretaries Sec. Sec
Secretary_General
Attorney_General
Solicitor_General
Surgeon_General
Inspector_General
Press_Secretary
Lieutenant_Governor
Prime_Minister
First_Lady
Minister Ministers
Premier Premiers
Chancellor Chancellors
Senator Senators Sen. Sen Sens. Senator-elect
Representative Representatives Rep. Rep Reps. Congressman Congresswoman Congressmember Congressmen
Governor Governors Gov. Gov Govs. Governor-elect
Mayor Mayors Mayor-elect
Judge Judges
Justice Justices
General Generals Gen. Gen
Admiral Admirals Adm. Adm
Colonel Colonels Col. Col
Major Maj. Maj
Captain Captains Capt. Capt
Lieutenant Lt. Lt
Sergeant Sgt. Sgt
Corporal Cpl.
Private Pvt.
Commander Commanders Cmdr.
Commodore
Brigadier
Marshal Marshals
Chief Chiefs
Director Directors
Commissioner Commissioners
Administrator Administrators
Ambassador Ambassadors Amb.
Sheriff Sheriffs
Constable
Officer Officers
Agent Agents
Inspector Detective Det. Insp.
Speaker
Leader Leaders
Whip
Czar Tsar
Adviser Advisor Advisers Advisors Counselor Counsellor Counsel
Spokesman Spokeswoman Spokesperson
Chairman Chairwoman Chair Chairperson Chairmen
Candidate Candidates Nominee
Attorney Attorneys
Lawyer
Prosecutor Prosecutors
Pope Popes
King Kings
Queen Queens
Prince Princes
Princess
Duke Duchess
Earl Count Countess Baron Baroness Viscount
Emperor Empress Kaiser
Father Fr.
Mother
Sister Sr.
Brother Br.
Bishop Bishops
Archbishop
Cardinal Cardinals
Rabbi
Imam
Ayatollah
Sheikh
Pastor
Deacon
Coach
CEO
Author
Reporter Reporters Correspondent Editor Columnist Anchor
Journalist Journalists
Actor Actress
Singer
Democrat Dem. Democrats
Republican GOP Republicans
Deputy Deputies
Aide Aides
Envoy
Councilman Councilwoman Councilmember Councillor Councilor
Alderman
Delegate
Assemblyman Assemblywoman
Superintendent
Manager
Treasurer
Comptroller
Clerk
Dean
Provost
Principal
Uncle Aunt Cousin
Grandpa Grandma
Undersecretary Under-Secretary
""")
RANKS = word_set("vice deputy assistant under associate press attorney lieutenant prime solicitor surgeon inspector")
FREE_IN_TITLES = word_set(
    "former acting interim then late retired outgoing incoming ex current new longtime senior top u.s. us federal state"
    " democratic republican conservative labour labor liberal independent"
)

REGIONS = word_set(
    "D.C. DC Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Ky. La. Md. Mass. Mich. Minn. Miss. Mo. Mont."
    " Neb. Nev. N.H. N.J. N.M. N.Y. N.C. N.D. Okla. Ore. Pa. R.I. S.C. S.D. Tenn. Tex. Va. Vt. Wash. W.Va. Wis. Wyo. Alabama"
    " Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho Illinois Indiana Iowa"
    " Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada"
    " Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Washington Wisconsin Wyoming"
) | {f"{first} {second}" for first, second in zip(
    "New New New New North North South South Rhode West".split(),
    "Hampshire Jersey Mexico York Carolina Dakota Carolina Dakota Island Virginia".split(),
    strict=True,
)}  # fmt: skip

PLACES = (
    word_set("Albany Austin Boston Columbus Denver Houston Jackson Lincoln London Madison Montgomery Pierre Richmond")
    | word_set("Israel England Ireland Holland France Paris Berlin Dallas Cleveland Lansing Raleigh Sydney Wellington")
    | REGIONS
)

FOLLOWERS = word_set(
    "Administration Cabinet Campaign Era Government Presidency Republicans Democrats Republican White House Justice"
)
INSTITUTIONS = word_set(
    "Academy Act Airport Amendment Arena Avenue Award Bank Base Bay Bill Boulevard Bridge Building Canyon Castle Cathedral"
    " Center Centre Chair Chapel Church City Clinic College Collection Company Corporation Corps County Court Creek Dam District Doctrine"
    " Drive Estate Fellowship Field Forest Fort Foundation Fund Gallery Garden Gardens Group Hall Harbor Heights High Highway Hill"
    " Hills Hospital Hotel House Inc Inc. Institute International Island Islands Journal Laboratory Lake Lane Law Lecture"
    " Library Lodge LLC Ltd Ltd. Mall Medal Memorial Monument Mountain Mountains Museum Observatory Organization Palace Park Parkway"
    " Peak Pier Place Plaza Point Port Press Prize River Road Ranch Report School Scholarship Seminary Society Square Stadium Station"
    " Steakhouse Store Street Studios Theater Theatre Tower Towers Town Township Trail Trophy Trust Tunnel University Valley Village"
    " Vineyard Winery"
)
BODIES = word_set(
    "Administration Agency Army Assembly Association Authority Board Bureau Center Centre Coalition Commission Committee"
    " Conference Congress Corps Council Court Department Directorate Division Embassy Executive Federation Force Forces"
    " Foundation Government Group Guard House Institute League Legislature Ministry Mission Movement Navy Network News Office"
    " Organization Organisation Parliament Party Patrol Police Prison Program Project School Senate Service Services Society"
    " Tribunal Union University"
)
SAYING = word_set(
    "accused accuses acknowledged acknowledges added adds admits admitted advised agreed agrees announced announces answered"
    " answers apologized argued argues asked asks asserted believed believes blamed blames claimed claims commented complained"
    " conceded concluded confirmed contended criticized declared declined decided demanded denied denies described disagreed"
    " disclosed dismissed emphasized endorsed exclaimed expects explained explains expressed feels felt hoped hopes implied"
    " insisted insists knew knows lied maintained mentioned mused noted notes objected observed pledged praised predicted"
    " proclaimed promised promises pronounced proposed quipped reacted recalled recalls refused regards remarked remembers"
    " replied replies reported responded responds retorted revealed said says sees shrugged signed smiled stated states"
    " stressed suggested suggests swore testified testifies thanked thanks thinks thought told tells tweeted urged urges voiced"
    " vowed wants warned warns went whispered wondered writes wrote"
)
ACTING = word_set(
    "ate became began begins born bought broke brought came caught chose comes could did does drew drove fell flew fought gave"
    " gets gives goes got grew had has have held hid himself herself is isn't kept leads led left likes lives loses lost made"
    " makes married meets met must never now paid plays puts quit ran recently rode runs sang sat saw sent served shot sits"
    " slept sold spent spoke stands stood struck takes taught then threw took tries was wasn't wears who whom whose will woke"
    " won would"
)
FAMILIES = word_set("family families brothers sisters siblings clan dynasty household twins couple")

ENGLISH = Lexicon(
    language="en",
    openers=OPENERS,
    words=WORDS,
    function_words=FUNCTION_WORDS,
    proper_words=PROPER_WORDS,
    given_names=GIVEN_NAMES,
    courtesies=COURTESIES,
    titles=TITLES,
    ranks=RANKS,
    free_in_titles=FREE_IN_TITLES,
    articles=word_set("the a an my your his her its our their no any every each another"),
    calendar=CALENDAR,
    before_dates=word_set(
        "in on of by since until till last next this early late mid every before after between from during through to"
    ),
    before_places=word_set("in at near outside around across throughout inside into"),
    before_regions=word_set("to from"),
    place_particles=word_set("de del la el los las di du von am an"),
    places=PLACES,
    regions=REGIONS,
    country=word_set("U.S. US U.S United States American Federal"),
    followers=FOLLOWERS,
    institutions=INSTITUTIONS,
    bodies=BODIES,
    families=FAMILIES,
    saying=SAYING,
    acting=ACTING,
    past_ending="ed",
    opener_endings=("ly", "ing", "ed"),
    demonyms=word_set(
        "Arab Czech Dutch French Greek Iraqi Israeli Pakistani Saudi Swiss Thai Welsh Yemeni Kuwaiti Qatari Afghan"
    ),
    demonym_endings=("an", "ese", "ish"),
    part_of_a_name=word_set("of for"),
)
