# ruff: noqa: E501 - a statement of a document stands on one line
"""Make the Word documents and the slides of the second blind set, and the truth of each.

Run by hand from the root of the repository after a change of the words below:

    .venv/bin/python tests/imports/judged/build_fresh.py

The words carry the marks of `marks.py`, as in build_office.py. All people, places and partnerships are invented.
"""

from build_office import Slides, Word
from docx.enum.section import WD_ORIENT


def home_office_plan() -> None:
    """A landscape plan on the national template, then one of a single agency with what it has learnt."""
    review = {
        "title": "Domestic Homicide Review: Ruth. Action plan",
        "type": "domestic-homicide-review",
        "subject": "Ruth",
        "published": None,
        "partnership_as_named": "Ostleigh Community Safety Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("fresh_docx_template_plan", review, "Community Safety Officer")
    section = word.document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    word.fill(section.header.paragraphs[0], "«f Ostleigh CSP\tDHR Ruth action plan»")
    word.fill(section.footer.paragraphs[0], "«f Reviewed by the DHR Oversight Group, July 2025»")
    add = word.add
    add("«w Appendix C: Action plan»", "Heading 1")
    add("«w Domestic Homicide Review: Ruth»")
    add("«w Ostleigh Community Safety Partnership»")
    add("**«h About this plan»**")
    add(
        "«bg Ruth, who was 68, was killed by her adult son in March 2022. He had been living with her since the end of his marriage and was known to mental health services. The panel’s report was approved by the Home Office in November 2024.»"
    )
    add(
        "«bg Actions for several agencies come first. They are followed by those that Marrow Vale Mental Health Trust has set itself.»"
    )
    add("**«h Multi-agency actions»**")
    columns = [
        "Recommendation",
        "Scope of recommendation, i.e. local or regional",
        "Action to take",
        "Lead agency",
        "Key milestones achieved in enacting recommendation",
        "Target date",
        "Date of completion and outcome",
    ]
    word.table(
        [
            [f"«w {column}»" for column in columns],
            [
                "«label 1.» «rec=r1 The Partnership should raise awareness of abuse of parents by their adult children.»",
                "«w Local»",
                "«act<r1 Run a campaign in surgeries, libraries and pharmacies»",
                "«lead Ostleigh Council, Community Safety»",
                "«progress Posters agreed with Ruth’s sister. 48 sites signed up.»",
                "«due~2025-03-31 March 2025»",
                "«status Completed 28 March 2025. Calls to the helpline by people over 60 doubled in the next quarter.»",
            ],
            [
                "^",
                "^",
                "«act<r1 Add adult family abuse to the training that the Partnership commissions»",
                "«lead Domestic Abuse Partnership Board»",
                "«progress Trainer appointed»",
                "«due~2025-09-30 September 2025»",
                "",
            ],
            [
                "«label 2.» «rec=r2 Housing providers should ask about safety when an adult child returns to a parent’s tenancy.»",
                "«w Regional»",
                "«act<r2 Insert a safety question into the change of household form»",
                "«lead Ostleigh Homes»",
                "«progress Question agreed by four of six providers»",
                "«due~2025-06-30 30 June 2025»",
                "«status Overdue. To be raised with chief executives.»",
            ],
            [
                "«label 3.» «rec=r3 Ostleigh Police should ensure that»¶«rp<r3 a risk assessment is completed for a parent as it would be for a partner»¶«rp<r3 previous incidents at the address are read before officers arrive.»",
                "«w Local»",
                "«act<r3 Amend the domestic abuse policy and brief all response teams»",
                "«lead Head of Public Protection»",
                "«progress Policy amended in December 2024. Three of five teams briefed.»",
                "«due~2025-08-31 August 2025»",
                "",
            ],
            [
                "«label 4.» «rec=r4 The Integrated Care Board should assure itself that GPs record who is caring for whom.»",
                "«w Local»",
                "«act<r4 Audit 20 practices»",
                "«lead Named GP»",
                "",
                "«due Not yet set»",
                "",
            ],
        ],
        header=True,
        size=8,
    )
    add("")
    add("**«h Single-agency actions: Marrow Vale Mental Health Trust»**")
    word.table(
        [
            ["«w No»", "«w What we learned»", "«w What we will do»", "«w Who»", "«w When»", "«w RAG»"],
            [
                "«w MV1»",
                "«lp?fi Our staff saw Ruth as her son’s carer and did not ask whether she was afraid of him.»",
                "«act#MV1 Revise the carer’s assessment so that the carer is always seen alone»",
                "«lead Carers’ Lead»",
                "«due~2025-05-01 1 May 2025»",
                "«status Green»",
            ],
            [
                "«w MV2»",
                "«lp?fi When he was discharged from the crisis team no letter went to Ruth, although the plan depended on her.»",
                "«act#MV2 Send the crisis plan, with consent, to the person who is named in it»",
                "«lead Crisis Team Manager»",
                "«due~2025-07-31 July 2025»",
                "«status Amber»",
            ],
            [
                "«w MV3»",
                "«lp?fi Threats that he made about his mother were recorded in the notes of therapy and were not used in the assessment of risk.»",
                "«act#MV3 Create an alert in the record for threats to a named person»",
                "«lead Chief Clinical Information Officer»",
                "«due~2025-12-31 31/12/2025»",
                "«status Red»",
            ],
        ],
        header=True,
        size=9,
    )
    add("")
    add("**«h Escalations»**")
    add(
        "«co?bg,fi Two housing providers have declined to change their form (action 2). The Chair will write to the regulator if this is not resolved by October.»"
    )
    add("**«h Monitoring and sign-off»**")
    add(
        "«bg The Oversight Group meets every quarter. An action is signed off when the Group has seen evidence of a difference to victims, and when Ruth’s sister has been told.»"
    )
    word.save()


def practice_briefing() -> None:
    """A briefing without styles: bold headings, a text box, a table of what to do and what not to do."""
    review = {
        "title": "Practice briefing: pressure ulcers and neglect. Learning from the SAR about Mrs Whitlock",
        "type": "safeguarding-adult-review",
        "subject": "Mrs Whitlock",
        "published": "2025-06-05",
        "partnership_as_named": "Pellbridge Safeguarding Adults Board",
        "audience": "professionals",
        "languages": ["en"],
    }
    word = Word("fresh_docx_do_and_do_not", review, "Learning and Development")
    word.fill(
        word.document.sections[0].footer.paragraphs[0], "«f Pellbridge SAB practice briefing | For professionals»"
    )
    add = word.add

    def head(marked: str) -> None:
        add(marked, bold=True, size=13)

    def points(*lines: str) -> None:
        for line in lines:
            add(f"•\t{line}")

    add("«w PRACTICE BRIEFING»", bold=True, size=20)
    add("«w Pressure ulcers and neglect: learning from the Safeguarding Adults Review about Mrs Whitlock»", size=14)
    add("«w Pellbridge Safeguarding Adults Board, 5 June 2025»")
    head("«h Why should I read this?»")
    add(
        "«bg You may be the only person who sees an adult’s skin this week. This briefing is for care workers, community nurses, social workers and anyone who manages them. It is not for publication.»"
    )
    head("«h When is a pressure ulcer a safeguarding matter?»")
    add(
        "«bg Most pressure ulcers are not caused by neglect. The national protocol uses six questions and a score: at 15 or more, a concern should be raised with the local authority.»"
    )
    word.text_box(
        [
            "**«h Case example»**",
            "«bg Mrs Whitlock was 83 and lived with her nephew. She had a stroke in 2021 and spent her days in a chair that had been her husband’s. She died of sepsis in January 2024 with three category 4 ulcers.»",
            "«bg She had been visited by nurses 38 times in the last ten weeks. Her nephew had asked that she should not be moved.»",
        ]
    )
    head("«h Common pitfalls»")
    add("«bg The review identified these, and we have since seen them in other cases:»")
    points(
        "«co?fi,as The dressing was the task. Nurses treated the ulcer that they had come for and did not look for others.»",
        "«co?fi,as A relative’s wish was recorded as the patient’s decision.»",
        "«co?fi,as The chair was nobody’s equipment, and so it was nobody’s risk.»",
        "«co?fi,as The protocol was completed by the person who had been providing the care.»",
    )
    head("«h What good looks like»")
    points(
        "«gp?lp A healthcare assistant turned back at the gate because Mrs Whitlock had “gone quiet”, and asked for a second opinion.»",
        "«gp?lp The tissue viability nurse took photographs with consent and compared them at each visit.»",
    )
    head("«h Your practice checklist»")
    word.table(
        [
            ["**«h Do»**", "**«h Don’t»**"],
            [
                "«lp See the whole of the skin at the first visit and at every review»¶«lp Speak to the adult without the carer»¶«lp Use the protocol when a category 3 or 4 ulcer is found»",
                "«lp Write “declined repositioning” without saying who declined»¶«lp Assume that a safeguarding concern is a complaint about a colleague»¶«lp Wait for the ulcer to get worse»",
            ],
        ],
        size=10,
    )
    add("")
    head("«h Messages for managers and commissioners»")
    add("**«label Continuity»:** «lp Plan rounds so that the same nurse sees the same wound at least once a week.»")
    add("**«label Independence»:** «lp The protocol should be completed by a nurse who has not been involved.»")
    add("**«label Supply»:** «lp Know how long a mattress takes to arrive, and what people sleep on until it does.»")
    head("«h What the Board has asked for»")
    add(
        "«label 1)» «rec Pellbridge Community Health should carry out an independent audit of the protocol every six months.»"
    )
    add("«label 2)» «rec=r2 The Council and the Integrated Care Board should agree who assesses»")
    add("\t«label a)» «rp<r2 chairs»")
    add("\t«label b)» «rp<r2 beds and mattresses that belong to the family»")
    add("«rt<r2 and should publish the answer to all providers.»")
    add(
        "«label 3)» «rec Home care providers should include skin in the record of every visit at which personal care is given.»"
    )
    head("«h Where have we got to?»")
    points(
        "«im The first audit took place in April 2025. In 31 of 40 cases the protocol had been completed by an independent nurse.»",
        "«im Mattresses now arrive within one working day in nine cases out of ten.»",
    )
    head("«h Test yourself»")
    points(
        "«qu When did you last see the heels of the person you visited today?»",
        "«qu What would you say to a relative who asked you not to move them?»",
    )
    head("«h Tools to use»")
    points(
        "«res!www.pellbridge-sab.example/skin Body map and protocol: www.pellbridge-sab.example/skin»",
        "«res Tissue viability advice line, weekdays: 01632 960571»",
    )
    word.save()


def team_slides() -> None:
    """Slides for a team meeting: a timeline as a table, practice areas, commitments and pledges."""
    review = {
        "title": "Team briefing: Safeguarding Adults Review, Keisha",
        "type": "safeguarding-adult-review",
        "subject": "Keisha",
        "published": "2024-05-14",
        "partnership_as_named": "Tidemarsh Safeguarding Adults Board",
        "audience": "public",
        "languages": ["en"],
    }
    deck = Slides("fresh_pptx_team_briefing", review, "Tidemarsh SAB team briefing")
    slide = deck.slide
    slide(
        0,
        "«w Team briefing»",
        "«w Safeguarding Adults Review: Keisha\nTidemarsh Safeguarding Adults Board\n14 May 2024»",
    )
    slide(
        1,
        "«h How to use these slides»",
        [
            (0, "«bg Allow 30 minutes in a team meeting. The facilitator should read the summary report first»"),
            (0, "«bg Some of what follows is distressing. People may leave the room at any time»"),
        ],
        notes="Check beforehand whether anybody in the team knew Keisha.",
    )
    slide(
        1,
        "«h Introducing Keisha»",
        [
            (0, "«bg Keisha was a care leaver who died by suicide in September 2022, aged 19»"),
            (0, "«bg She sang, dyed her hair to match the season and had a rabbit called Biscuit»"),
            (0, "«bg Her foster mother still cooks for her on Sundays, and asked us to say so»"),
        ],
    )
    turning = slide(5, "«h Turning points»")
    deck.table(
        turning,
        [
            ["«w Age»", "«w What changed»"],
            ["«label 17»", "«bg CAMHS closes her case two months before her birthday»"],
            ["«label 18»", "«bg Moves to a bedsit; new personal adviser, new GP, no mental health team»"],
            ["«label 18½»", "«bg Four attendances at A&E. Assessed each time as having “no acute need”»"],
            ["«label 19»", "«bg Notice to quit after a complaint about noise»"],
        ],
    )
    slide(
        4,
        "«w Two sides of the same system»",
        "«h What held»",
        [
            (0, "«gp Her personal adviser gave her a number and answered it»"),
            (0, "«gp A security guard at A&E sat with her for two hours so that she would stay»"),
        ],
        "«h What gave way»",
        [
            (0, "«co?fi,as Nobody planned for the day after her birthday»"),
            (0, "«co?fi,as Adult services used a threshold that she could not meet until she was in crisis»"),
            (0, "«co?fi,as Her landlord did not know that she was a care leaver»"),
        ],
    )
    slide(
        1,
        "«h Recurring themes»",
        [
            (0, "«kt?et,fi,bg Cliff edges at 18»"),
            (0, "«kt?et,fi,bg Self-harm read as behaviour»"),
            (0, "«kt?et,fi,bg Homes that are not safe places»"),
        ],
    )
    slide(
        1,
        "«h Practice area 1: bridging the gap»",
        [
            (0, "«lp Start planning at 16 with the young person and the services that she will need at 18»"),
            (0, "«lp=h A handover is complete when»"),
            (1, "«lp<h the new worker has met the young person»"),
            (1, "«lp<h the old worker has heard that it went well»"),
        ],
    )
    slide(
        3,
        "«h Practice area 2: responding to self-harm»",
        [
            (0, "**«h In A&E»**"),
            (0, "«lp Ask whether the person is or was in care»"),
            (0, "«lp Ring the personal adviser before discharge»"),
        ],
        [
            (0, "**«h In housing»**"),
            (0, "«lp Treat a complaint about noise as a reason to visit»"),
            (0, "«lp Speak to the leaving care team before serving notice»"),
        ],
    )
    slide(
        1,
        "«h If you only remember one thing»",
        [(0, "«lp An appointment letter is not a relationship. Stay until somebody else is there.»")],
    )
    asked = slide(5, "«h Commitments agreed by the Board»")
    deck.table(
        asked,
        [
            ["«w #»", "«w Commitment»", "«w Owner»", "«w Deadline»"],
            [
                "«label 1»",
                "«rec?act Set up a transitional safeguarding panel for people aged 16 to 25»",
                "«lead Director of Adult Services»",
                "«due~2024-12-31 December 2024»",
            ],
            [
                "«label 2»",
                "«rec?act Allow CAMHS to work with care leavers until they are 21»",
                "«lead Integrated Care Board»",
                "«due~2025-04-01 1 April 2025»",
            ],
            [
                "«label 3»",
                "«rec?act Add a care leaver flag to the records of A&E and of social landlords»",
                "«lead Tidemarsh Hospitals and Tidemarsh Housing»",
                "«due~2024-10-31 October 2024»",
            ],
        ],
    )
    slide(
        1,
        "«h Already in place»",
        [
            (0, "«im No care leaver is served notice without a meeting (since February 2024)»"),
            (0, "«im A psychologist works in the leaving care team two days a week»"),
        ],
    )
    slide(
        1,
        "«h In pairs»",
        [
            (0, "«qu Where are the cliff edges in your service?»"),
            (0, "«qu Who would notice if a young person stopped answering?»"),
            (0, "«qu What will you do differently by Friday?»"),
        ],
    )
    slide(
        1,
        "«h Looking after yourself»",
        [
            (0, "«res Staff support line, day and night: 01632 960309»"),
            (0, "«res!www.tidemarsh-sab.example/keisha Summary report: www.tidemarsh-sab.example/keisha»"),
        ],
    )
    deck.save()


def main() -> None:
    home_office_plan()
    practice_briefing()
    team_slides()


if __name__ == "__main__":
    main()
