"""The names that documents give to their sections, and the type of statement that stands under each.

A name is a pattern of whole words, without regard to capitals. The first type below with a name in a heading counts:
"Questions about the learning" asks questions. `anywhere` may stand anywhere in a heading, `beginning` only at its
beginning, because the same words mean something else within it ("Men in the background").
"""

import re
from dataclasses import dataclass
from functools import cached_property

from .draft import Type

NOUN = r"(?:the |this |our |your |each |every )?"


@dataclass(frozen=True)
class Names:
    """The names of the sections that hold statements of one type."""

    type: Type
    anywhere: tuple[str, ...] = ()
    beginning: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern that finds any of the names in a heading."""
        anywhere, beginning = "|".join(self.anywhere) or "(?!)", "|".join(self.beginning) or "(?!)"
        return re.compile(rf"\b(?:{anywhere})\b|^\W*(?:the |our |some |key |a )?(?:{beginning})\b", re.IGNORECASE)


NAMES = [
    Names(
        Type.RESOURCE,
        (
            "(?:worried|concerned) about (?:a|an|someone|somebody)",
            "report(?:ing)? (?:a |your )?concerns?",
            "(?:happened|happening) to you",
            "needs? help(?: now)?|need to talk",
        ),
    ),
    Names(
        Type.AGENCY_INVOLVED,
        (
            "(?:agencies|organisations|services) (?:that were |who were |which were )?involved",
            "(?:agencies|organisations|services) (?:that|who|which) (?:took part|contributed|worked with|knew|provided)",
            "(?:agencies|organisations) (?:taking part|contributing|represented)",
            "(?:contributing|participating) (?:agencies|organisations|services)",
            "who (?:took part|contributed|was involved|were involved|worked with|was working with|knew|told us)",
            "asiantaethau",
        ),
        ("contributors?", "agencies$", "panel members(?:hip)?", "participants"),
    ),
    Names(
        Type.RESOURCE,
        (
            "(?:further|useful|additional|related|background|suggested|recommended|essential) (?:reading|information|resources?|links?|help|support|guidance|contacts?|materials?|training)",
            "more (?:reading|information|resources|links|help|support|guidance|about)",
            "(?:other|helpful|local|national) (?:resources|links|reading|guidance|contacts|procedures|tools)",
            "(?:tools|toolkits?|links|guidance|resources|policies|procedures|training) (?:and|&|to|for|that|available|on)",
            "resources?|helplines?|bibliography|references|reading list|toolkits?|signposting",
            "find(?:ing)? (?:it|them|out more)|where to (?:find|go|get|look|read|turn)",
            "(?:read|learn|know|see|find|hear) more|to read next|read next|keep reading|see also|to read$",
            "(?:get|getting|need|want|offer|sources of) (?:help|support|advice)|help and (?:support|advice)|who (?:can help|to (?:call|ring|contact|ask))",
            "support for you|look(?:ing)? after yourself|self.care",
            "gwybodaeth bellach|adnoddau|darllen pellach",
        ),
        ("links?$", "contacts?(?: us)?$", "useful$", "support$", "training$", "get in touch"),
    ),
    Names(
        Type.QUESTION,
        (
            "questions?|cwestiynau",
            "reflect(?:ion|ions|ive|ing)?(?: points?)?",
            "discuss(?:ion)?(?: points?)?",
            "ask (?:yoursel(?:f|ves)|your team|each other|in supervision)",
            "think(?:ing)? (?:about (?:it|this|your)|it (?:over|through)|together)|something to think about|food for thought",
            "(?:points?|things|issues|matters) (?:to (?:consider|think about|talk about|ask|discuss|reflect on)|for (?:discussion|consideration|reflection|(?:the .+ )?to consider))",
            "matters for .+ to consider",
            "(?:for|in|to take to) (?:your |your next )?(?:team|supervision)(?: meetings?)?",
            "supervision prompts?|prompts|talking points|over to you|pause (?:and|for)|consider this|for consideration|what would you",
        ),
        ("consider$", "challenge(?: yourself)?$", "talk about it", "ask$"),
    ),
    Names(
        Type.IMPROVEMENT,
        (
            "(?:action|actions|progress|work|changes?|steps|improvements?|measures)(?: already| that (?:have|has) been| which (?:have|has) been| we have)? (?:taken|made|done|completed|achieved|in place|since|so far|to date|under way|underway|implemented)",
            "since (?:then|the (?:review|death|incident|events?)|this review|.{1,30}['’]s? death|.{1,30} died)",
            "(?:what|things) (?:has|have|is|are|we have|we've|we’ve|agencies have|partners have)(?: already| now)?(?: been)? (?:changed|improved|done|happened since|different|already|moved on|better|new|put in place)",
            "(?:has|have|is|are) (?:already |now )?(?:changed|improved|different|better|in place)(?: (?:now|already|since))?",
            "(?:already|better|different) (?:now|different|done|changed|in place)",
            "(?:developments?|changes|progress|improvements) (?:since|during|made|so far|following|to (?:practice|services|date))",
            "what(?:'s|’s| is) (?:changed|different|new|happened since|happening now)|impact so far|early impact|you said,? we did",
            "what has happened(?: since)?|(?:changed|different|better) already|what happened next|sydd wedi newid",
        ),
        ("developments?$", "progress(?: update| report)?$", "changes$", "already", "actions? taken"),
    ),
    Names(
        Type.RECOMMENDATION,
        (
            "recommendations?|recommend(?:ed|s|ing)?|argymhell\\w+",
            "(?:asks?|is asking|are asking|asked|wants|expects?) (?:of|for|partners|agencies|the|from)",
            "(?:board|partnership|panel|committee|reviewers?|partners|we) (?:asks?|has asked|have asked|is asking|are asking|wants|expects?)",
            "improving systems and practice|calls? to action|next steps for (?:agencies|partners|the)",
            "what (?:must|needs? to|has to|have to|should) (?:change|happen|be done)(?: now| next)?",
        ),
        ("next steps", "what happens next", "what next"),
    ),
    Names(
        Type.ACTION,
        ("(?:action|improvement|delivery|implementation|response) plan(?:s|ning)?", "(?:planned|agreed|required|future|proposed) actions?", "(?:have|has) promised", "will (?:do|act|be done)|how .+ will act|cynllun gweithredu"),
        ("actions?(?: for .+)?$",),
    ),
    Names(
        Type.GOOD_PRACTICE,
        (
            "(?:good|effective|best|positive|strong|excellent|notable|exemplary|helpful|skilled) (?:\\w+ )?practice|arfer da|ymarfer da",
            "(?:worked|went|works|working|going|done|did|do|happened) (?:very |really |particularly |so )?well|well done",
            "strengths?|bright spots|positives|what (?:has )?helped|(?:made|makes|making) a (?:positive |real )?difference",
            "(?:proud|pleased)|celebrat\\w+|appreciat\\w+|stood out|impress\\w+|credit",
            "(?:build|building) on|(?:keep|carry on|continue) doing|want to (?:see|keep)|see (?:more of|again)|got (?:it )?right|went right|what (?:was|were|is) (?:strong|good)|we saw good",
            "practice to (?:keep|celebrate|share)|what to keep|hats off|thank you to",
        ),
        ("strong$", "positive", "what was good", "who was good"),
    ),
    Names(
        Type.EMERGING_THEME,
        ("emerging (?:\\w+ )?(?:themes?|issues|learning|patterns)?", "what (?:has )?emerged"),
    ),
    Names(
        Type.KEY_THEME,
        ("(?:key|main|central|cross.cutting|common|overarching|recurring|major|principal) (?:themes?|threads|issues|headlines|patterns|areas)", "themes? (?:that|which|from|in|of|identified|arising|explored|at a glance)", "threads (?:running|that|which|from|in)", "prif themâu|themâu"),
        ("(?:review )?themes?$", "headlines$", "threads$"),
    ),
    Names(
        Type.AREA_TO_STRENGTHEN,
        (
            "(?:areas?|scope|room|opportunit(?:y|ies)|points|priorities|aspects) (?:for|to|of|which|that|where) (?:\\w+ )?(?:improve\\w*|develop\\w*|strengthen\\w*|further|growth|be|need\\w*)",
            "even better if|do better|get better|be better|better next time|could (?:have )?(?:be|been|do|done) (?:better|stronger|improved)",
            "(?:need(?:s|ed)?|has|have) to (?:be |get |become )?(?:improve\\w*|stronger|better|strengthen\\w*|develop\\w*)",
            "improve(?:ment)?s? (?:needed|required|areas?|opportunities)|to (?:strengthen|develop|improve)|strengthen(?:ing)?|develop further|i'w gryfhau|i’w gryfhau",
        ),
        ("improvements?$", "stronger$", "development (?:areas|points)"),
    ),
    Names(
        Type.CONCERN,
        (
            "concerns?|worr(?:y|ies|ied|ying|ries)|went wrong|pryderon",
            "(?:did|does|was|were|is|are|worked|went) (?:not |less )?(?:so |as )?(?:badly|less well|not (?:go |work )?(?:so |as )?well)",
            "did(?: not|n't|n’t) (?:go|work|happen|help)",
            "(?:got|gets|getting|stood|stands|was) in the way|barriers?|obstacles?|hindered|pitfalls",
            "(?:missed|lost) (?:opportunit\\w+|chances)|opportunities (?:that )?(?:were )?missed|weaknesses|shortcomings|(?:fell|fall) short|(?:was|were) missing|not good enough|less well|troubled|fell through|let .{1,25} down|got stuck|made it harder?",
        ),
        ("gaps?\\b", "challenges?\\b", "difficulties\\b", "what was lost", "risks?$"),
    ),
    Names(
        Type.FINDING,
        (
            "findings?|conclusions?|canfyddiadau|patterns (?:that|which|we)",
            "(?:review|reviewers?|panel|we|it|they|authors?|audit|report|independent author) (?:has |have )?(?:found|identified|concluded|saw|heard|discovered|established)",
            "what (?:the )?(?:review|evidence|panel|records?|report) (?:tells?|told|shows?|showed|says?|said)|what was (?:found|seen)",
            "(?:critical |thematic |practice )?(?:analysis|appraisal)(?: of (?:practice|involvement))?|evaluation of practice|overview of (?:practice|findings)",
        ),
        ("analysis", "conclusions?", "what .{1,30} found"),
    ),
    Names(
        Type.LEARNING_POINT,
        (
            "learn(?:ing|t|ed|n)?|lessons?|messages?|dysgu|gwersi|negeseuon",
            "(?:key|practice|main|take.?away|important) (?:points?|tips?|messages?|pointers)|take.?aways?",
            "implications?|so what|now what|what (?:this|it) means|why it matters to",
            "(?:what|things) (?:can|should|could|do|must|might|will) (?:i|we|you|practitioners|professionals|staff|workers)",
            "(?:what|things) (?:to|you can|you should|we can|we should|every\\w+ should|we need to) (?:do|try|look for|change|remember|know)",
            "(?:to|can we|need to) do (?:differently|next|now)|(?:do|doing) (?:things |it )?differently|now know|know now",
            "(?:your|my|our) (?:role|practice|work)|in practice|for practice|for (?:every|all|individual) (?:practitioners?|professionals?|workers?)|practitioners? (?:can|should|need|must)|(?:top |practice )tips?",
            "dos and don.?ts|top (?:five|ten|three)|(?:one|two|three|four|five|six|seven|eight|nine|ten|\\d+) (?:things|messages|points|reminders|rules|lessons)|reminders?|remember|take from this|good looks like|(?:take|carry)(?: .{1,12})? with you|on monday|tomorrow",
        ),
        ("for practitioners", "practice$", "in brief: what"),
    ),
    Names(
        Type.BACKGROUND,
        (
            "terms of reference|(?:pen|word) (?:portrait|picture)|lived experience|day in the life|criminal proceedings|parallel (?:processes|proceedings|investigations)|what happened|cefndir|crynodeb",
            "methodology|chronology|timeline|glossary|abbreviations|acknowledge?ments|condolences|disclaimer",
        ),
        (
            "background|introduction|summary|overview|context|purpose|method|scope|foreword|preface|history|appendix|annex|contents|definitions?|notes?",
            "about|who|meet|why|how (?:to use|we|the|this|was|were|long)|what (?:is|was|we (?:did|looked at))|when|where",
            f"{NOUN}(?:incident|circumstances|case|child(?:ren)?|young person|adult|famil(?:y|ies)|review|story|facts|events|death|process|people|person|baby|twins|household)(?!-)(?:[’']s)?(?: [\\w’']+){{0,3}}\\W*$",
            "family|voices?|views?|words? (?:of|from)|experience|identity|culture|dedication|statement|response|governance|dissemination|monitoring|conduct|legal|key (?:events|dates|facts|practice episodes?)|at a glance|in (?:brief|short|summary)|before|executive summary|disclosure|publication|status|equality|diversity|protected characteristics|confidentiality",
            "y teulu|yr adolygiad|llais",
        ),
    ),
]  # fmt: skip
# Kinds of review and of document, whose names say nothing of what stands under them.
KINDS = re.compile(
    r"\b(?:learning review|lessons? learned review|learning (?:bulletin|briefing|report|summary|event|from (?:case|practice|serious case) reviews?)|"
    r"practice (?:review|briefing)|action learning set|concise child practice review)s?\b",
    re.IGNORECASE,
)


def type_of(heading: str) -> Type | None:
    """Return the type of the statements under a heading, or None if its words say none."""
    plain = " ".join(KINDS.sub("review", heading).split())
    return next((names.type for names in NAMES if names.pattern.search(plain)), None)
