# ruff: noqa: E501 - a statement of a document stands on one line
"""Make the Word documents and the slides of the blind set, and the truth of each.

Run by hand from the root of the repository after a change of the words below:

    .venv/bin/python tests/imports/judged/build_blind.py

The words carry the marks of `marks.py`, as in build_office.py. All people, places and partnerships are invented.
"""

import re

from build_office import Slides, Word
from docx.enum.section import WD_ORIENT


def outcome_plan() -> None:
    """A landscape plan by theme: what the review said, what will be done, and how anyone will know."""
    review = {
        "title": "Safeguarding Adults Review: Terence. Improvement plan",
        "type": "safeguarding-adult-review",
        "subject": "Terence",
        "published": None,
        "partnership_as_named": "Castlemoor Safeguarding Adults Board",
        "audience": "partnership",
        "languages": ["en"],
    }
    word = Word("blind_docx_action_plan", review, "Board Manager")
    section = word.document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    word.fill(section.header.paragraphs[0], "«f Castlemoor SAB – Terence – improvement plan – for partners»")
    word.fill(section.footer.paragraphs[0], "«f Version 3, October 2025 / Page »")
    word.field(section.footer.paragraphs[0], "PAGE", "«f 1»")
    add = word.add
    add("«w Safeguarding Adults Review: Terence»", "Title")
    add("«w Improvement plan of the Castlemoor Safeguarding Adults Board and its partners»", "Subtitle")
    add("«h Purpose of the plan»", "Heading 2")
    add(
        "«bg Terence, who was 46 and homeless, died in a doorway in the city centre in December 2023. He had been discharged from hospital five days before. The Board accepted the findings of the review in April 2025.»"
    )
    add(
        "«bg This plan groups the five recommendations by the theme of the report. It is for the use of partners and will be published, with a summary of progress, in April 2026.»"
    )
    add("«h Plan by theme»", "Heading 2")
    word.table(
        [
            [
                "«w No.»",
                "«w What did the review recommend?»",
                "«w What will we do?»",
                "«w Responsible»",
                "«w By when»",
                "«w How will we know it has made a difference?»",
                "«w Update, October 2025»",
                "«w Status»",
            ],
            ["«h Theme A: leaving hospital»", "<", "<", "<", "<", "<", "<", "<"],
            [
                "«label A1»",
                "«rec=a1 No person should be discharged to the street. Castlemoor Hospitals should assess housing need within 24 hours of admission.»",
                "«act<a1 Add a housing question to the admission document»",
                "«lead Deputy Chief Nurse»",
                "«due~2025-07-31 31 July 2025»",
                "«evidence Weekly count of discharges to no fixed address»",
                "«progress Question live on all adult wards. Count fell from 11 a month to four.»",
                "«status Complete»",
            ],
            [
                "^",
                "^",
                "«act<a1 Appoint two hospital housing workers»",
                "«lead Head of Housing Options»",
                "«due~2025-12-31 December 2025»",
                "«evidence Number of people helped; feedback from Castlemoor Street Kitchen»",
                "«progress One worker has started. The second post is being advertised again.»",
                "«status Delayed»",
            ],
            [
                "«label A2»",
                "«rec=a2 The Board should agree a multi-agency discharge protocol for people who are homeless, which:»¶«rp<a2 applies in the emergency department as well as on wards»¶«rp<a2 covers evenings and weekends»",
                "«act<a2 Write, test and adopt the protocol»",
                "«lead Board Manager with Integrated Discharge Team»",
                "«due~2026-01-31 31/01/2026»",
                "«evidence Audit of 25 discharges after six months»",
                "«progress Draft tested on two wards in September»",
                "«status On track»",
            ],
            ["«h Theme B: mental capacity and dependence»", "<", "<", "<", "<", "<", "<", "<"],
            [
                "«label B1»",
                "«rec=b1 All partners should be confident in assessing the capacity of people who use substances.»",
                "(«label i») «act=b1a<b1 Commission training from the university»¶(«label ii») «act=b1b<b1 Provide monthly drop-in for advice on capacity»",
                "«lead<b1a Workforce Group»«lead<b1b#Workforce_Group»",
                "«w (i)» «due<b1a~2025-10-31 October 2025»¶«w (ii)» «due<b1b Ongoing from May 2025»",
                "«w (i)» «evidence<b1a Confidence before, after and at three months»¶«w (ii)» «evidence<b1b Log of questions»",
                "«w (i)» «progress<b1a 140 people trained»¶«w (ii)» «progress<b1b Five sessions held, 38 attended»",
                "«status<b1a On track»«status<b1b#On_track»",
            ],
            ["«h Theme C: being known to many and held by none»", "<", "<", "<", "<", "<", "<", "<"],
            [
                "«label C1»",
                "«rec=c1 The Council should convene a meeting of partners whenever a person who sleeps rough is the subject of three safeguarding concerns within a year.»",
                "«act<c1 Set an alert in the adult social care record»",
                "«lead Service Manager, Safeguarding»",
                "«due~2025-06-30 June 2025»",
                "«evidence Number of alerts and of meetings»",
                "«progress 17 alerts, 15 meetings. Two people had moved away.»",
                "«status Complete»",
            ],
            [
                "«label C2»",
                "«rec=c2 The Board should make sure that voluntary organisations can raise concerns and are told the outcome.»",
                "«act<c2 Hold two workshops for voluntary and faith groups»",
                "«lead Castlemoor Voluntary Action»",
                "«due tbc»",
                "«evidence Survey of groups»",
                "",
                "«status Not started»",
            ],
        ],
        header=True,
        size=8,
    )
    add("")
    add("«h What people who have slept rough told us»", "Heading 2")
    add(
        "«bg Six people with experience of sleeping rough read the draft plan. They said that the question about housing should be asked quietly, and by the person who gives the medication.»"
    )
    add(
        "«bg They also asked that every hospital ward should have a supply of coats and shoes. This has been arranged by the hospital’s charity.»"
    )
    add("«h How the plan is overseen»", "Heading 2")
    add(
        "«bg Action owners report to the SAR Subgroup in the first week of each quarter. Actions that are delayed are reported to the Independent Chair.»"
    )
    word.save()


def bilingual_unified_review() -> None:
    """Each English paragraph of a learning summary has its Welsh beneath it."""
    review = {
        "title": "Single Unified Safeguarding Review: Tomos and Elin. Learning summary",
        "type": "single-unified-safeguarding-review",
        "subject": "Tomos and Elin",
        "published": "2025-05-22",
        "partnership_as_named": "Glannau Teleri Regional Safeguarding Board",
        "audience": "public",
        "languages": ["en", "cy"],
    }
    word = Word("blind_docx_bilingual", review, "Uned Fusnes / Business Unit")
    section = word.document.sections[0]
    word.fill(section.footer.paragraphs[0], "«f Bwrdd Diogelu Rhanbarthol Glannau Teleri Regional Safeguarding Board»")
    add = word.add
    add("«w Single Unified Safeguarding Review: Tomos and Elin»", "Title")
    add("«w@cy Adolygiad Diogelu Unedig Sengl: Tomos ac Elin»", "Title")
    add("«w Learning summary / Crynodeb dysgu»", "Subtitle")
    add("«w Published / Cyhoeddwyd: 22 May / Mai 2025»")

    def pair(kind: str, english: str, welsh: str, style: str | None = None, label: str = "") -> None:
        kind, modifiers = re.fullmatch(r"([a-z]+)(.*)", kind).groups()
        name = f"s{len(word.truth.statements)}"
        printed = f"«label {label}». " if label else ""
        add(f"{printed}«{kind}={name}{modifiers} {english}»", style)
        add(f"«tr<{name} {welsh}»", style).runs[0].italic = True

    def heading(english: str, welsh: str) -> None:
        add(f"«h {english} / {welsh}»", "Heading 1")

    heading("Reason for the review", "Rheswm dros yr adolygiad")
    pair(
        "bg",
        "Elin, aged 27, was killed by her partner in August 2023. Her son Tomos, who was five, was in the house. The partner was sentenced to life imprisonment.",
        "Cafodd Elin, 27 oed, ei lladd gan ei phartner ym mis Awst 2023. Roedd ei mab Tomos, a oedd yn bump oed, yn y tŷ. Cafodd y partner ei ddedfrydu i garchar am oes.",
    )
    pair(
        "bg",
        "A Single Unified Safeguarding Review brings together what would once have been a Domestic Homicide Review and a Child Practice Review, so that the family is asked to take part only once.",
        "Mae Adolygiad Diogelu Unedig Sengl yn dwyn ynghyd yr hyn a fyddai gynt wedi bod yn Adolygiad Dynladdiad Domestig ac yn Adolygiad Ymarfer Plant, fel mai unwaith yn unig y gofynnir i’r teulu gymryd rhan.",
    )
    heading("Tomos and Elin", "Tomos ac Elin")
    pair(
        "bg",
        "Elin worked in a bakery. She spoke Welsh with Tomos and with her grandmother, who now cares for him.",
        "Roedd Elin yn gweithio mewn becws. Siaradai Gymraeg â Tomos ac â’i mam-gu, sydd bellach yn gofalu amdano.",
    )
    pair(
        "bg",
        "Tomos told his support worker that he used to count until the shouting stopped.",
        "Dywedodd Tomos wrth ei weithiwr cymorth y byddai’n cyfri nes bod y gweiddi’n peidio.",
    )
    heading("Themes identified", "Themâu a nodwyd")
    pair(
        "kt?et",
        "Children as victims of domestic abuse in their own right",
        "Plant fel dioddefwyr cam-drin domestig yn eu hawl eu hunain",
        "List Bullet",
    )
    pair("kt?et", "Rural isolation and transport", "Ynysu gwledig a thrafnidiaeth", "List Bullet")
    pair(
        "kt?et",
        "Sharing information between counties",
        "Rhannu gwybodaeth rhwng siroedd",
        "List Bullet",
    )
    heading("Effective work with the family", "Gwaith effeithiol gyda’r teulu")
    pair(
        "gp",
        "The nursery completed an Operation Encompass record in Welsh, in Tomos’s own words.",
        "Cwblhaodd y feithrinfa gofnod Operation Encompass yn Gymraeg, yng ngeiriau Tomos ei hun.",
        "List Bullet",
    )
    pair(
        "gp",
        "The community pharmacist gave Elin a private space and the number of the Live Fear Free helpline.",
        "Rhoddodd y fferyllydd cymunedol le preifat i Elin a rhif llinell gymorth Byw Heb Ofn.",
        "List Bullet",
    )
    heading("Learning for practitioners and managers", "Dysgu ar gyfer ymarferwyr a rheolwyr")
    pair(
        "lp",
        "Speak to the child in the language that is used at home.",
        "Siaradwch â’r plentyn yn yr iaith a ddefnyddir gartref.",
        label="1",
    )
    pair(
        "lp",
        "A safety plan that depends on a bus is not a safety plan. Ask how the person would leave.",
        "Nid yw cynllun diogelwch sy’n dibynnu ar fws yn gynllun diogelwch. Gofynnwch sut y byddai’r unigolyn yn gadael.",
        label="2",
    )
    pair(
        "lp",
        "When a perpetrator lives across a county boundary, ring the other county and record the name of the person to whom you spoke.",
        "Pan fydd cyflawnwr yn byw dros ffin y sir, ffoniwch y sir arall a chofnodwch enw’r person y buoch yn siarad ag ef.",
        label="3",
    )
    heading("Actions for the Board", "Camau gweithredu i’r Bwrdd")
    pair(
        "rec?act",
        "The Board should make sure that recovery support is available in Welsh to every child who is bereaved by homicide.",
        "Dylai’r Bwrdd sicrhau bod cymorth adfer ar gael yn Gymraeg i bob plentyn sydd mewn profedigaeth oherwydd dynladdiad.",
        label="1",
    )
    pair(
        "rec?act",
        "The Board should agree with its neighbours a protocol for MARAC cases that cross a boundary.",
        "Dylai’r Bwrdd gytuno â’i gymdogion ar brotocol ar gyfer achosion MARAC sy’n croesi ffin.",
        label="2",
    )
    pair(
        "rec?act",
        "The Health Board should extend enquiry about domestic abuse to community pharmacies.",
        "Dylai’r Bwrdd Iechyd estyn ymholi ynghylch cam-drin domestig i fferyllfeydd cymunedol.",
        label="3",
    )
    heading("Consider with your colleagues", "I’w ystyried gyda’ch cydweithwyr")
    pair(
        "qu",
        "How would a child in your area tell you about abuse through the medium of Welsh?",
        "Sut byddai plentyn yn eich ardal yn dweud wrthych am gam-drin drwy gyfrwng y Gymraeg?",
        "List Bullet",
    )
    pair(
        "qu",
        "What would you do if the last bus had gone?",
        "Beth fyddech chi’n ei wneud pe bai’r bws olaf wedi mynd?",
        "List Bullet",
    )
    heading("Support", "Cymorth")
    pair(
        "res!www.glannauteleri.example/byw-heb-ofn",
        "Live Fear Free, regional page: www.glannauteleri.example/byw-heb-ofn",
        "Byw Heb Ofn, tudalen ranbarthol: www.glannauteleri.example/byw-heb-ofn",
    )
    word.save()


def lunchtime_slides() -> None:
    """Slides for a lunchtime session: comparison layouts, and learning by the sector of the audience."""
    review = {
        "title": "Learning lunch: LCSPR Wren",
        "type": "local-child-safeguarding-practice-review",
        "subject": "Wren",
        "published": "2024-10-16",
        "partnership_as_named": "Peverell Safeguarding Children Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    deck = Slides("blind_pptx_learning_lunch", review, "Peverell SCP learning lunch")
    slide = deck.slide
    slide(
        0,
        "«w Learning lunch: LCSPR Wren»",
        "«w Perplexing presentations and fabricated or induced illness\nPeverell Safeguarding Children Partnership, 16 October 2024»",
    )
    slide(
        1,
        "«h The next 45 minutes»",
        [
            (0, "«bg What happened to Wren (10 minutes)»"),
            (0, "«bg What we can learn (20 minutes)»"),
            (0, "«bg Your own cases (15 minutes)»"),
        ],
        notes="Ask people to keep the discussion confidential. The report is on the website.",
    )
    slide(
        1,
        "«h Wren in brief»",
        [
            (
                0,
                "«bg Wren was ten. From the age of four she had been treated for epilepsy, feeding difficulties and joint pain»",
            ),
            (0, "«bg She used a wheelchair, was fed by tube and had missed 60% of Year 5»"),
            (
                0,
                "«bg After a planned stay in hospital it was found that she had none of these conditions. She now walks to school and plays the cornet»",
            ),
        ],
    )
    slide(
        1,
        "«h What Wren wants you to know»",
        [
            (0, "«bg “I thought I was ill because everyone wrote it down.”»"),
            (0, "«bg “The play lady asked me what I could do. Nobody had asked that.”»"),
        ],
    )
    slide(
        4,
        "«w Looking back at practice»",
        "«h Protective factors»",
        [
            (0, "«gp The play specialist recorded what Wren did when her mother was out of the room»"),
            (0, "«gp The head teacher kept a diary of differences between what was reported and what was seen»"),
        ],
        "«h Missed chances»",
        [
            (0, "«co?fi,as Five consultants each treated one symptom»"),
            (0, "«co?fi,as School was told of diagnoses by letter from home, and did not check them»"),
            (0, "«co?fi,as Strategy meeting postponed three times»"),
        ],
    )
    slide(
        1,
        "«h Take-home points: everyone»",
        [
            (0, "«lp=e Be curious when»"),
            (1, "«lp<e reports and observations do not match»"),
            (1, "«lp<e treatment does not work as expected»"),
            (1, "«lp<e the child’s world is getting smaller»"),
            (0, "«lp Do not discuss a concern about fabricated illness with the parent before you have taken advice»"),
        ],
    )
    slide(
        3,
        "«h Take-home points: health and education»",
        [
            (0, "**«h Health»**"),
            (0, "«lp Appoint a responsible consultant»"),
            (0, "«lp Put the chronology in one place and read it»"),
        ],
        [
            (0, "**«h Education»**"),
            (0, "«lp Verify a diagnosis with the health provider»"),
            (0, "«lp Keep a record of what the child can do»"),
        ],
    )
    asks = slide(5, "«h What the reviewer asked for»")
    deck.table(
        asks,
        [
            ["«w Ref»", "«w Recommendation»", "«w Lead agency»"],
            [
                "«label W1»",
                "«rec Adopt the national college’s guidance on perplexing presentations»",
                "«lead Peverell Hospitals»",
            ],
            [
                "«label W2»",
                "«rec Create a health chronology template that is shared by hospital, community and GP»",
                "«lead Integrated Care Board»",
            ],
            ["«label W3»", "«rec Produce guidance for schools on medical information»", "«lead Education Inclusion»"],
            [
                "«label W4»",
                "«rec Hold strategy meetings within three working days in all cases of suspected fabricated illness»",
                "«lead Children’s Social Care and Police»",
            ],
        ],
    )
    slide(
        1,
        "«h You said, we did»",
        [
            (
                0,
                "«im “Nobody knows who to ring”: there is now a consultation line with the named doctor on Tuesdays and Thursdays»",
            ),
            (
                0,
                "«im “Letters are copied to everyone but school”: clinic letters go to the school nurse, with consent»",
            ),
        ],
    )
    slide(
        1,
        "«h Pause and think»",
        [
            (0, "«qu Which child on your list has more diagnoses than good days?»"),
            (0, "«qu How could you hear from the child without the parent in the room?»"),
        ],
    )
    slide(
        1,
        "«h Keep learning»",
        [
            (0, "«res Consultation line with the named doctor: 01632 960655»"),
            (0, "«res!www.peverell-scp.example/wren Report and seven-minute film: www.peverell-scp.example/wren»"),
        ],
    )
    deck.save()


def main() -> None:
    outcome_plan()
    bilingual_unified_review()
    lunchtime_slides()


if __name__ == "__main__":
    main()
