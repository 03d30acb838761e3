//! The closed classes of English that the rules read by: what a word can be.
//!
//! Not here: what follows from it. A word may be of several classes ("reports" is a verb and a noun); a word that is in no list is
//! of none, and the rules take it for a noun or an adjective.

use crate::domain::order::sort;

/// A set of word classes, one bit for each.
pub(super) type Classes = u32;

/// A verb that reports a clause or a quotation ("said").
pub(super) const SAY: Classes = 1;
/// [`SAY`], and its clause needs no "that" ("said it was over").
pub(super) const BARE: Classes = 1 << 1;
/// A verb of saying whose listener follows ("told reporters").
pub(super) const TELL: Classes = 1 << 2;
/// A verb that is a statement itself ("denied", "accused").
pub(super) const ACT: Classes = 1 << 3;
/// A finite form: "said", "says", "say".
pub(super) const FINITE: Classes = 1 << 4;
/// The form with -ing.
pub(super) const PARTICIPLE: Classes = 1 << 5;
/// A form of a verb that is a noun as well ("claims", "report").
pub(super) const NOUNISH: Classes = 1 << 6;
/// Auxiliary verbs and other verbs that are never part of a name or a noun phrase.
pub(super) const FUNCTION_VERB: Classes = 1 << 7;
/// The auxiliaries of the perfect and of negation, which may stand between a source and its cue.
pub(super) const PERFECT: Classes = 1 << 8;
/// Adverbs that stand between a source and its cue, or open a sentence.
pub(super) const ADVERB: Classes = 1 << 9;
/// Pronouns that can be a source.
pub(super) const PRONOUN: Classes = 1 << 10;
/// Words that open a noun phrase.
pub(super) const DETERMINER: Classes = 1 << 11;
/// Prepositions.
pub(super) const PREPOSITION: Classes = 1 << 12;
/// Prepositions that join the parts of one noun phrase ("of", "for").
pub(super) const LINK: Classes = 1 << 13;
/// "and", "or", "but".
pub(super) const CONJUNCTION: Classes = 1 << 14;
/// Words that open a clause.
pub(super) const SUBORDINATOR: Classes = 1 << 15;
/// "two" to "ninety".
pub(super) const NUMBER: Classes = 1 << 16;
/// "hundred", "million", "dozens".
pub(super) const SCALE: Classes = 1 << 17;
/// Units of measure, of money and of time, singular and plural.
pub(super) const UNIT: Classes = 1 << 18;
/// What a rate is by ("a share", "per hour").
pub(super) const RATE: Classes = 1 << 19;
/// Days and the words for the time around them.
pub(super) const DAY: Classes = 1 << 20;
/// Months.
pub(super) const MONTH: Classes = 1 << 21;
/// Abbreviations whose full stop ends no sentence.
pub(super) const TITLE: Classes = 1 << 22;
/// Nouns for people and bodies that speak.
pub(super) const AGENT: Classes = 1 << 23;
/// Nouns for what is written and counted and can be cited.
pub(super) const RECORD: Classes = 1 << 24;
/// Nouns for the occasion or the means of saying ("in a statement").
pub(super) const MEDIUM: Classes = 1 << 25;
/// Words before a number that say how exact it is.
pub(super) const HEDGE: Classes = 1 << 26;
/// What people in pictures do.
pub(super) const SCENE: Classes = 1 << 27;
/// Plural nouns without -s.
pub(super) const PLURAL: Classes = 1 << 28;
/// Words with -s that are no plural noun.
pub(super) const NO_PLURAL: Classes = 1 << 29;
/// Nouns whose number is a name ("platform 6").
pub(super) const NUMBERED: Classes = 1 << 30;

/// Any word that no noun phrase goes across.
pub(super) const FUNCTION: Classes =
    FUNCTION_VERB | PERFECT | PRONOUN | PREPOSITION | LINK | CONJUNCTION | SUBORDINATOR | DETERMINER;

/// Verbs with -s, -ed and -ing.
const REGULAR: &[(Classes, &str)] = &[
    (
        SAY,
        "acknowledge add affirm allege announce argue assert calculate caution comment concede conclude confess confirm contend \
         declare disclose emphasise emphasize explain indicate joke lament maintain mention note observe predict proclaim recall \
         reiterate remark repeat reply report respond reveal state stress suggest testify tweet underline underscore \
         complain claim reason estimate ask recount counter conjecture",
    ),
    (SAY | BARE, "believe fear insist claim argue warn"),
    (TELL | SAY, "inform assure remind"),
    (
        ACT,
        "accuse blame condemn criticise criticize decline demand denounce dismiss forecast pledge promise refuse reject \
         threaten urge vow expect",
    ),
];

/// Verbs whose forms are listed: base, -s, past, -ing, by fours.
const IRREGULAR: &[(Classes, &str)] = &[
    (SAY | BARE, "say says said saying think thinks thought thinking admit admits admitted admitting"),
    (TELL | SAY, "tell tells told telling"),
    (SAY, "write writes wrote writing find finds found finding show shows showed showing quip quips quipped quipping"),
    (ACT, "deny denies denied denying"),
];

const LISTS: &[(Classes, &str)] = &[
    (SAY | FINITE, "shown written"),
    (
        NOUNISH,
        "claims claim reports report notes note comments comment states state estimates estimate fears fear \
         remarks remark counters counter asks forecast forecasts pledge pledges promise promises demand demands vow vows \
         reason reasons joke jokes tweet tweets blame threats finds finding findings found shows show stress warning \
         repeat",
    ),
    (
        FUNCTION_VERB,
        "am is are was were be been being do does did doing will would shall should can could may might must ought to isn't aren't \
         wasn't weren't won't wouldn't can't cannot couldn't shouldn't mustn't it's that's there's he's she's they're we're i'm \
         i've we've they've you're i'd we'd i'll we'll they'll came come comes went goes got gets made makes make took takes \
         take gave gives give kept keeps fell falls rose rises grew grows became becomes began begins left lost won met saw \
         remained stands stood",
    ),
    (PERFECT, "has have had hasn't haven't hadn't did didn't don't doesn't not never"),
    (
        ADVERB,
        "also again already earlier even ever first however later meanwhile never now once only previously still then today \
         yet often instead separately nevertheless moreover furthermore too just back soon long perhaps always",
    ),
    (PRONOUN, "he she they it we i you who which"),
    (
        DETERMINER,
        "the a an this these those his her its their our my your some any no every each several many most both another \
         few one all such",
    ),
    (LINK, "of for at in from with on by near behind between"),
    (
        PREPOSITION,
        "aboard about above across against along amid among around as at before behind below beneath beside between beyond by despite \
         down during except for from in inside into like near of off on onto out outside over past per since than through \
         throughout to toward towards under until unlike up upon via with within without plus",
    ),
    (CONJUNCTION, "and or but nor"),
    (
        SUBORDINATOR,
        "that because while when if as although though whether where since after before until than so what why how whose \
         whom which who unless once whereas",
    ),
    (
        NUMBER,
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen \
         nineteen twenty thirty forty fifty sixty seventy eighty ninety",
    ),
    (
        SCALE,
        "hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens tens bn tn mn \
         lakh crore",
    ),
    (
        UNIT,
        "percent percentage point points pct metre metres meter meters kilometre kilometres kilometer kilometers km cm mm mile \
         miles yard yards foot feet inch inches acre acres hectare hectares kilo kilos kilogram kilograms kg gram grams \
         milligram milligrams mg tonne tonnes ton tons pound pounds ounce ounces litre litres liter liters gallon gallons \
         barrel barrels degree degrees celsius fahrenheit watt watts kilowatt kilowatts megawatt megawatts gigawatt gigawatts \
         volt volts knot knots mph kph second seconds minute minutes hour hours day days week weeks month months year years \
         decade decades century centuries dollar dollars euro euros cent cents pence penny yen yuan rupee rupees rouble \
         roubles ruble rubles franc francs crown crowns peso pesos byte bytes gigabyte gigabytes gb tb mb bpd page pages seat \
         seats storey story member part person man bed room vote game goal",
    ),
    (
        RATE,
        "second minute hour day night week month year share barrel tonne ton gallon litre liter kilo ounce head person capita \
         metre mile kilometre square megawatt euro dollar pound unit head piece game cent",
    ),
    (
        DAY,
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight morning afternoon evening \
         night week month year late early last weekend",
    ),
    (
        MONTH,
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sep \
         sept oct nov dec",
    ),
    (
        TITLE,
        "mr mrs ms dr prof gen lt col maj capt sgt cmdr adm sen rep gov pres rev fr st jr sr hon inc corp co ltd plc no nos vs \
         etc jan feb mar apr jun jul aug sep sept oct nov dec ave rd mt ft approx est",
    ),
    (
        AGENT,
        "spokesman spokeswoman spokesperson spokespeople official officials minister ministers ministry president \
         vice-president governor mayor mayors senator senators congressman congresswoman lawmaker lawmakers lawyer lawyers \
         attorney attorneys prosecutor prosecutors judge judges court police officer officers general colonel captain \
         commander soldier soldiers army military government administration agency authority authorities office department \
         commission committee council parliament union party bank company group firm manufacturer operator owner \
         manager managers director directors chairman chairwoman chair chief executive executives secretary analyst analysts \
         economist economists researcher researchers scientist scientists author authors biologist biologists physicist \
         expert experts critic critics witness witnesses resident residents source sources reporter reporters correspondent \
         journalist journalists newspaper coach trainer captain organiser organisers organizer organizers pollsters \
         forecaster forecasters teacher doctor doctors nurse professor historian ecologist engineer activist activists \
         protesters opposition coalition team club league association federation institute university museum observers \
         investor investors trader traders supporters rebels militants embassy kremlin pentagon white house pope bishop king \
         queen prince leader leaders diplomat diplomats aide aides adviser advisers advisor advisors boss foreman founder \
         deputy envoy ambassador neighbour neighbours neighbor neighbors mother father daughter son wife husband brother \
         sister friend friends customer customers passenger passengers driver drivers family farmer farmers worker workers \
         man woman people voters candidate campaign hospital school guard service bureau network rights charity",
    ),
    (
        RECORD,
        "report reports study studies survey surveys poll polls data figures statistics research analysis document documents \
         record records review audit investigation paper letter memo filing filings statement article book census estimates \
         projection projections model models results findings work evidence bulletin indictment ruling website documents \
         newspaper magazine agency",
    ),
    (
        MEDIUM,
        "statement interview interviews conference briefing speech email e-mail letter note tweet post message report call \
         telephone phone television radio tv media address hearing testimony court filing website twitter facebook x weibo \
         telegram instagram newspaper release memo remarks video blog paper article assessment broadcast programme program \
         podcast summit meeting event rally visit trip while sigh smile laugh tears",
    ),
    (
        HEDGE,
        "about around roughly nearly almost some approximately only just exactly over under estimated barely at-least circa \
         precisely virtually mere",
    ),
    (
        SCENE,
        "stand stands wave waves walk walks hold holds look looks sit sits carry carries react reacts celebrate celebrates \
         speak speaks watch watches pose poses leave leaves arrive arrives attend attends gather gathers rise rises march \
         marches inspect inspects clear clears fly flies fight fights play plays ride rides pass passes line lines protest \
         protests search searches talk talks gesture gestures shake shakes smile smiles greet greets wait waits pictured seen \
         burn burns work works hug hugs embrace embraces clean cleans lie lies cool cools pack packs jump jumps",
    ),
    (
        PLURAL,
        "people men women children police troops feet teeth mice geese sheep fish aircraft personnel staff others more million \
         billion cattle lives wives knives media data criteria percent per cent",
    ),
    (
        NO_PLURAL,
        "less figures across always perhaps yes is as does says plus thus this was has its his us news series besides towards \
         afterwards nowadays overseas times politics economics physics mathematics sports gas bus business crisis basis \
         analysis class loss process access address express progress success congress press",
    ),
    (
        NUMBERED,
        "page pages chapter platform room number no nos gate row line step version level category article section flight route \
         channel phase season episode appendix figure table item paragraph highway runway unit ward district grade year \
         aged age ages verse lot act",
    ),
];

/// Words and their classes, for quick look-up. Made once for a text; the lists are short.
pub(super) struct Lexicon {
    /// Sorted by word.
    words: Vec<(String, Classes)>,
}

impl Lexicon {
    pub(super) fn new() -> Self {
        let mut all: Vec<(String, Classes)> = Vec::with_capacity(2000);
        for (classes, list) in LISTS {
            all.extend(list.split(' ').map(|word| (word.to_owned(), *classes)));
        }
        for (classes, list) in IRREGULAR {
            for (place, word) in list.split(' ').enumerate() {
                let form = if place % 4 == 3 { PARTICIPLE } else { FINITE };
                all.push((word.to_owned(), classes | form));
            }
        }
        for (classes, list) in REGULAR {
            for verb in list.split(' ') {
                inflect(verb, *classes, &mut all);
            }
        }
        sort(&mut all, |one, other| one.0 < other.0);
        let mut words: Vec<(String, Classes)> = Vec::with_capacity(all.len());
        for (word, classes) in all {
            match words.last_mut() {
                Some(last) if last.0 == word => last.1 |= classes,
                _ => words.push((word, classes)),
            }
        }
        Self { words }
    }

    /// What a word in small letters can be. O(log words).
    pub(super) fn classes(&self, word: &str) -> Classes {
        let place = self.words.partition_point(|(known, _)| known.as_str() < word);
        self.words.get(place).filter(|(known, _)| known == word).map_or(0, |(_, classes)| *classes)
    }
}

/// Adds the four forms of a regular verb. A final e is dropped, a y behind a consonant becomes i.
fn inflect(verb: &str, classes: Classes, all: &mut Vec<(String, Classes)>) {
    let without_e = verb.strip_suffix('e');
    let without_y = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    let stem = without_e.or(without_y).unwrap_or(verb);
    let (past, third) = match (without_y.is_some(), verb.ends_with(['s', 'h'])) {
        (true, _) => ("ied", "ies"),
        (false, true) => ("ed", "es"),
        (false, false) => ("ed", "s"),
    };
    let base = if without_y.is_some() { stem } else { verb };
    all.push((verb.to_owned(), classes | FINITE));
    all.push(([stem, past].concat(), classes | FINITE));
    all.push(([base, third].concat(), classes | FINITE));
    let participle = if without_e.is_some() { stem } else { verb };
    all.push(([participle, "ing"].concat(), classes | PARTICIPLE));
}
