"""The names that documents give to their sections, and the type of statement that stands under each.

Names are matched as whole words anywhere in a heading, without regard to capitals. The first type in the order below
that has a name in the heading counts: "Questions about the learning" asks questions.
"""

import re
from functools import cache

from .draft import Type

NAMES: dict[Type, str] = {
    Type.AGENCY_INVOLVED: """
        agencies (?:that were |who were |which were )?involved|(?:agencies|organisations|services) (?:that|who|which)
        (?:took part|contributed|were involved|worked with)|who took part|agencies (?:taking part|contributing)
        |contributing (?:agencies|organisations)|participating agencies|organisations involved
        |who (?:worked|was working) with .{1,40}
    """,
    Type.RESOURCE: """
        (?:further|useful|more|additional|related|background) (?:reading|information|resources|links|help|support
        |guidance|contacts?|materials?)|resources?|reading list|references|bibliography|useful contacts|links?
        |find(?:ing)? out more|read more|where to (?:find|go|get|look|read)|(?:get|getting|help and|sources of|if you
        need|want|need) (?:help|support|advice)|helplines?|who to (?:call|ring|contact)|to read next|tools and guidance
        |policies and (?:procedures|guidance)|contacts?|support for you|looking after yourself|see also|want to know more
        |learn more|know more|keep reading|training (?:and|available|offer).*|local (?:guidance|procedures|tools)
    """,
    Type.QUESTION: """
        questions?|reflect(?:ion|ions|ive)?|discuss(?:ion)?|for (?:your|you and your) (?:team|supervision)|ask yoursel(?:f|ves)
        |think(?:ing)? about(?: it)?|points to consider|things to (?:think about|consider|ask)|something to think about
        |consider this|supervision prompts?|prompts|talk(?:ing)? (?:about|points)|over to you|food for thought
        |pause (?:and|for) .*|what would you .*|matters for discussion|for consideration|in your team|challenge
    """,
    Type.IMPROVEMENT: """
        (?:action|actions|progress|work|changes?|steps|improvements?|developments?)(?: already| that have been| that has been
        | which have been)? (?:taken|made|done|completed|in place|since|so far|during).*|since (?:then|the review|this review|the death
        |the incident)|what (?:has|have|is|we have|has already) (?:been )?(?:changed|improved|done|happened since|different|already|moved on).*
        |already|developments?|what(?:'s|’s) (?:changed|different|new)|changes (?:to practice|made)|progress
        |what (?:we|agencies|partners) (?:have )?(?:done|changed|did next).*|improvements made|single agency learning (?:and|already).*
        |in place now|now in place|has changed|have changed
    """,
    Type.RECOMMENDATION: """
        recommendations?|recommended|what (?:the|we|this)? ?(?:board|partnership|panel|committee|partners|review)?.{0,20}
        (?:asks?|is asking|are asking|asked|recommends?|must happen|should happen|needs to happen)(?: of .{1,30})?
        |next steps for (?:agencies|partners|the .{1,30})|calls? to action|what (?:must|needs to|has to|should) (?:change|happen)(?: now| next)?
    """,
    Type.ACTION: """action plan|actions?|planned actions?|improvement plan|delivery plan|implementation plan|how it will act""",
    Type.GOOD_PRACTICE: """
        (?:good|effective|best|positive|strong|excellent|notable|exemplary) (?:\\w+ )?practice.*|(?:worked|went|works|working|done|did|do) (?:very |really )?well
        |strengths?(?: .*)?|bright spots|positives?|what helped|what (?:made|makes) a difference|what we (?:are|were) (?:proud|pleased).*
        |we saw good|to celebrate|celebrat(?:e|ing).*|(?:what|who) was good|appreciat.*|stood out|well done|practice to (?:build on|keep|celebrate)
        |what to keep|keep doing|build on|made a positive|went right|got right|what (?:was|were|is) strong|impressive|credit .*
    """,
    Type.EMERGING_THEME: """
        emerg(?:ed|ing)(?: .*)?|themes? (?:that|which) (?:emerged|arose|came out|came through).*|what emerged|themes? from the review
        |(?:threads|patterns) that .*
    """,
    Type.KEY_THEME: """(?:key|main|central|cross-cutting|cross cutting|common|overarching|recurring)? ?(?:themes?|threads|issues|headlines)""",
    Type.AREA_TO_STRENGTHEN: """
        (?:areas?|scope|room|opportunit(?:y|ies)|points?|priorities) (?:for|to|of) (?:\\w+ )?(?:improve(?:ment|ments)?|develop(?:ment)?|strengthen(?:ing)?|further .*|growth|be .*)
        |even better if|(?:could|should|can|to) (?:have )?(?:be|been|do|done|become) (?:better|stronger|improved|strengthened|done differently)
        |need(?:s|ed)? to (?:improve|be (?:stronger|better|improved|strengthened)|get better|change|do (?:better|differently))|what (?:needs|need) .*(?:stronger|better|improv\\w+)
        |improve(?:ment)?s? (?:needed|required|areas?|opportunities)|to (?:strengthen|develop|improve)|improvement|strengthen(?:ing)?|do better|get better|develop further
    """,
    Type.CONCERN: """
        concerns?|worr(?:y|ies|ied|ying)|went wrong|(?:did|didn't|didn’t|does|not) (?:not )?(?:go|work|happen)(?: so| as)? ?(?:well|planned|.*)|got in the way|barriers?|obstacles?
        |missed (?:opportunities|chances)|gaps?|weaknesses|what was missing|(?:fell|fall) short|shortcomings|challenges|difficult(?:y|ies)|hindered
        |let .{1,20} down|what (?:was|were) (?:lost|not .*)|what troubled .*|not good enough|less well
    """,
    Type.FINDING: """
        findings?|(?:what )?(?:the review|reviewers?|the panel|we|it|they|the authors?|the audit) (?:has |have )?(?:found|identified|concluded|saw|heard|discovered)(?: out)?
        |conclusions?|analysis|what (?:the )?(?:review|evidence|panel|records?) (?:tells?|told|shows?|showed|says?|said)(?: us)?|key facts found|appraisal of practice|evaluation
        |critical (?:analysis|appraisal)
    """,
    Type.LEARNING_POINT: """
        learn(?:ing|t|ed)?|lessons?|messages?|(?:key|practice|main|take ?away) (?:points?|tips?|messages?|pointers)|implications?|so what.*|now what.*|take ?aways?
        |remember|what (?:this|it) means.*|(?:what|things) (?:can|should|could|do|must|might|will) (?:i|we|you|practitioners|professionals|staff|workers).*
        |what (?:to|you can|you should|we can|we should) (?:do|try|look for|change).*|(?:things to|to|can we|do we need to|we need to) do (?:differently|next|now)|(?:do|doing) (?:things )?differently
        |your (?:role|practice)|in (?:your )?practice|for practice|tips?|practice guidance|what (?:works|good looks like)|dos and don.ts|top (?:tips|ten|five|three).*
        |(?:one|two|three|four|five|six|seven|eight|nine|ten|\\d+) (?:things|messages|points|reminders|rules)|reminders?|practitioners? (?:can|should|need|must).*|why it matters to you|take from this
    """,
    Type.BACKGROUND: """
        background|introduction|summary|overview|what happened|(?:about|who (?:was|were|is)|meet|who we are).*|purpose|method(?:ology)?|scope|terms of reference|context|history|timeline|chronology
        |foreword|preface|why (?:a|the|this|we|was|did|were).*|(?:the )?(?:incident|circumstances|case|child|children|young person|adult|family|review|story|facts|events|death|process|people)(?: .{0,40})?
        |family (?:history|views?|involvement|composition|background|perspective)|voice|views?|(?:lived )?experience|(?:a )?day in the life|identity|culture|definitions?|glossary|abbreviations|notes?
        |pen (?:portrait|picture)|how (?:to use|we did|the review|this|was|were|we).*|legal|parallel|(?:criminal )?proceedings|disclaimer|status of this|before|what is .*|in (?:brief|short)|at a glance|contents|appendix|annex|acknowledge?ments?|words? (?:of|from) .*|condolences|dedication
        |(?:voices?|words|wishes|perspective) of .*|told us|statement|response|governance|dissemination|monitoring|conduct of .*|key (?:events|dates|facts|practice episodes?)
    """,
}  # fmt: skip


@cache
def patterns() -> list[tuple[Type, re.Pattern[str]]]:
    """Return the pattern of each type, in the order in which they count."""
    return [
        (type, re.compile(r"\b(?:" + re.sub(r"\s*\n\s*", "", names.strip()) + r")\b", re.IGNORECASE))
        for type, names in NAMES.items()
    ]


def type_of(heading: str) -> Type | None:
    """Return the type of the statements under a heading, or None if its words say none."""
    plain = " ".join(heading.split())
    return next((type for type, pattern in patterns() if pattern.search(plain)), None)
