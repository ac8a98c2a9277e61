"""Make the statements of a whole source: find its head and its chapters, and read each according to its type."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reviews_portal.imports.blocks import Block, Source
from reviews_portal.imports.chapters import chapters_of
from reviews_portal.imports.details.document import read_details, without_details
from reviews_portal.imports.draft import WORD, Draft, NotPlaced, Reason, words_of
from reviews_portal.imports.languages import language_of

from .chapter_reader import ChapterReader
from .collector import Collector
from .divided import with_sentences_whole
from .flattened import with_plans
from .head import split_head, with_inline_headings
from .layout_tables import with_bullets_apart, without_layout
from .numbered_headings import NumberedHeadings
from .registers import review_of, reviews_in
from .translations import pair_translations


def draft_of(source: Source) -> Draft:
    """Return the draft of a source, which accounts for all of its words."""
    blocks_of = (
        replace(one, number=at, language=language_of(one.text, one.language)) for at, one in enumerate(source.blocks)
    )
    source = replace(source, blocks=tuple(blocks_of))
    with_rows, taken = with_plans(source.blocks)
    whole, divided = with_sentences_whole(list(with_bullets_apart(without_layout(with_rows))))
    blocks = list(with_inline_headings(whole))
    head, rest = split_head(blocks)
    details = read_details(source, head)
    rest, repeated = without_details([*details.rest, *rest], details.review)
    chapters, aside = chapters_of(rest)
    collector = Collector()
    collector.not_placed += [*details.aside, *repeated, *aside]
    reader = ChapterReader(collector, source, chapters)
    numbered = NumberedHeadings(collector)
    reviews = reviews_in(chapters, source)
    headings: dict[int, str] = defaultdict(
        str
    )  # the words of headings above statements, by the numbers of their blocks
    for chapter in chapters:
        collector.begin(chapter, review_of(chapter, reviews))
        first = len(collector.statements)
        reader.read(chapter)
        made = collector.statements[first:]
        if any(one.heading and one.heading.startswith(chapter.name) for one in made):
            for one in chapter.headings:
                headings[one.number] += f" {one.printed}"
        numbered.replace(chapter, made)
    for number, own in collector.own_headings.items():
        headings[number] += " ".join(["", *own])
    draft = Draft(
        file=source.name,
        reviews=[review for _, review in reviews] or [details.review],
        statements=collector.statements,
        not_placed=collector.not_placed,
    )
    in_details = set() if reviews else {one.number for one in head} - {one.number for one in details.rest}
    list_remaining(draft, source.blocks, headings, placed=in_details | taken | divided | collector.placed)
    pair_translations(draft)
    return draft


def list_remaining(draft: Draft, blocks: Sequence[Block], headings: dict[int, str], *, placed: set[int]) -> None:
    """List, as not placed, each word of each block that the draft holds nowhere. `placed` are titles and the like.

    Words that the chapter readers overlook are therefore not lost.
    """
    used = draft.used()
    for block in blocks:
        if block.number in placed:
            continue
        missing = words_of([block.mark, block.text]) - used[block.number]
        missing -= words_of([headings.get(block.number, "")])
        rest = []
        if block.mark.isalpha() and missing[block.mark.lower()] > 0:  # a tick or bullet that became a letter
            missing[block.mark.lower()] -= 1
            draft.not_placed.append(
                NotPlaced(text=block.mark, reason=Reason.FURNITURE, place=block.place, block=block.number)
            )
        for word in WORD.findall(f"{block.mark} {block.text}"):
            if missing[word.lower()] > 0:
                missing[word.lower()] -= 1
                rest.append(word)
        if rest:
            draft.not_placed.append(
                NotPlaced(text=" ".join(rest), reason=Reason.UNKNOWN, place=block.place, block=block.number)
            )
