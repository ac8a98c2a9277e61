# ruff: noqa: E501 - a statement of a document stands on one line
"""Make the Word documents and the slides of the third blind set, and the truth of each.

Run by hand from the root of the repository after a change of the words below:

    .venv/bin/python tests/imports/judged/build_last.py

The words carry the marks of `marks.py`, as in build_office.py. All people, places and partnerships are invented.
"""

from build_holdout import bullets
from build_office import Slides, Word
from docx.enum.section import WD_ORIENT


def learning_bulletin() -> None:
    """A bulletin with headings and lists by style, and links."""
    review = {
        "title": "Learning Bulletin: Safeguarding Adults Review, Mr Pocock",
        "type": "safeguarding-adult-review",
        "subject": "Mr Pocock",
        "published": None,
        "partnership_as_named": "Saltergate Safeguarding Adults Board",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("last_docx_learning_bulletin", review, "Board Manager")
    section = word.document.sections[0]
    word.fill(section.header.paragraphs[0], "«f Saltergate Safeguarding Adults Board»")
    word.fill(section.footer.paragraphs[0], "«f Learning Bulletin – Spring 2025 – Page» ")
    word.field(section.footer.paragraphs[0], "PAGE", "«f 1»")
    add = word.add
    add("«w Learning Bulletin»", "Title")
    add("«w Safeguarding Adults Review: Mr Pocock»", "Subtitle")
    add("«w Spring 2025»")
    add("«h Introduction»", "Heading 1")
    add(
        "«bg Saltergate Safeguarding Adults Board (SSAB) has completed a Safeguarding Adults Review in relation to Mr Pocock. This bulletin summarises the key learning from the review and should be shared with all staff who work with adults.»"
    )
    add("«bg Managers are asked to discuss this bulletin in team meetings and in individual supervision.»")
    add("«h Background»", "Heading 1")
    add(
        "«bg Mr Pocock was a 79 year old man who lived alone in a council property. He had diabetes, leg ulcers and reduced mobility following a stroke. He was a private man who was proud of his independence and enjoyed listening to cricket on the radio.»"
    )
    add(
        "«bg In November 2022 Mr Pocock was discharged from hospital with a package of care. He declined most of the visits. Over the next three months his home became cluttered and unhygienic and his ulcers became infected. He was readmitted with sepsis in February 2023 and died in hospital.»"
    )
    add("«h Key learning themes»", "Heading 1")
    add("«h Hospital discharge»", "Heading 2")
    bullets(
        word,
        "«lp Discharge planning should begin on admission and should involve the person, their family and the professionals who know them.»",
        "«lp Information about previous self-neglect should be included in the discharge summary.»",
        "«lp A follow-up call should be made within 48 hours when a person who is known to be at risk goes home.»",
    )
    add("«h Mental capacity»", "Heading 2")
    bullets(
        word,
        "«lp The assumption of capacity does not remove the need to assess when there is reason for doubt, such as repeated refusal of care.»",
        "«lp Consider executive capacity. Can the person carry out the decision as well as explain it?»",
        "«lp Assessments must be specific to the decision and must be recorded.»",
    )
    add("«h Working with people who decline support»", "Heading 2")
    bullets(
        word,
        "«lp Refusal should be the start of a conversation. Find out what matters to the person and why they are saying no.»",
        "«lp Care providers should escalate to Adult Social Care if visits are declined more than three times in a week.»",
    )
    add("«h Multi-agency working»", "Heading 2")
    bullets(
        word,
        "«lp Any agency can call a multi-agency meeting. Do not wait for someone else to do it.»",
        "«lp Use the SSAB escalation policy if you disagree with a decision.»",
    )
    add("«h Areas of good practice»", "Heading 1")
    bullets(
        word,
        "«gp The district nurse adapted her visits around Mr Pocock’s preferences and gained his trust.»",
        "«gp The housing officer made a safeguarding referral after a routine tenancy visit and followed it up when she did not receive a response.»",
        "«gp Hospital staff contacted Mr Pocock’s niece, and enabled her to spend time with him before he died.»",
    )
    add("«h Areas for improvement»", "Heading 1")
    bullets(
        word,
        "«as?co,fi The safeguarding referral was closed without a conversation with Mr Pocock or with the referrer.»",
        "«as?co,fi There was no carer’s assessment for his niece, who was doing his shopping and laundry.»",
        "«as?co,fi The self-neglect and hoarding policy was not well known among frontline staff.»",
    )
    add("«h What has happened since the review?»", "Heading 1")
    bullets(
        word,
        "«im The SSAB self-neglect and hoarding policy has been updated and a multi-agency risk management process introduced.»",
        "«im Saltergate General Hospital has appointed two discharge coordinators for people with complex needs.»",
        "«im Adult Social Care now contacts the referrer before a safeguarding concern is closed.»",
    )
    add("«h Questions for reflection»", "Heading 1")
    bullets(
        word,
        "«qu How do you respond when a person says no to support?»",
        "«qu When did you last use the self-neglect and hoarding policy?»",
        "«qu Do you know how to arrange a multi-agency risk management meeting?»",
    )
    add("«h Further reading and resources»", "Heading 1")
    address = "https://www.saltergatesab.example/sar-mr-pocock"
    word.link(add("", "List Bullet"), f"«res!{address} Full report: SAR Mr Pocock»", address)
    address = "https://www.saltergatesab.example/self-neglect"
    word.link(add("", "List Bullet"), f"«res!{address} Self-neglect and hoarding policy and guidance»", address)
    add("«res To report a concern about an adult call Saltergate Adult Social Care on 01632 960287.»", "List Bullet")
    word.save()


def action_plan() -> None:
    """A landscape table of recommendations and actions, with recommendations merged over their actions."""
    review = {
        "title": "Local Child Safeguarding Practice Review: Child M24. Multi-Agency Action Plan",
        "type": "local-child-safeguarding-practice-review",
        "subject": "Child M24",
        "published": None,
        "partnership_as_named": "Wyrebridge Safeguarding Children Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("last_docx_action_plan", review, "Partnership Manager")
    section = word.document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    word.fill(section.footer.paragraphs[0], "«f WSCP – Child M24 Multi-Agency Action Plan – updated October 2024»")
    add = word.add
    add("«w Wyrebridge Safeguarding Children Partnership»", "Heading 1")
    add("«w Local Child Safeguarding Practice Review: Child M24»", "Heading 2")
    add("«w Multi-Agency Action Plan»", "Heading 2")
    add(
        "«bg This action plan has been developed in response to the recommendations of the Local Child Safeguarding Practice Review in respect of Child M24, a 16 year old boy who was seriously injured in a stabbing in January 2023 and who was being criminally exploited.»"
    )
    add(
        "«bg The Practice Review Group will review progress every quarter. Actions will be closed when evidence of completion and of impact has been received.»"
    )
    add("**«h RAG rating»**")
    word.table(
        [
            ["«label Blue»", "«bg Action complete»"],
            ["«label Green»", "«bg Action on track»"],
            ["«label Amber»", "«bg Action delayed but with plans in place»"],
            ["«label Red»", "«bg Action not started or at risk»"],
        ],
        size=9,
    )
    add("")
    columns = ["No.", "Recommendation", "Action", "Lead", "Timescale", "Progress and evidence of impact", "RAG"]
    plan = [
        (
            "The Partnership should review its child exploitation strategy and ensure that it addresses the links between exploitation and serious youth violence.",
            [
                (
                    "1.1",
                    "Refresh strategy and consult with partners, young people and parents",
                    "Head of Service, Adolescent Safeguarding",
                    ("2024-06-30", "June 2024"),
                    "Strategy approved by the Executive in June 2024.",
                    "Blue",
                ),
                (
                    "1.2",
                    "Launch strategy at multi-agency conference",
                    "WSCP Business Unit",
                    ("2024-11-30", "November 2024"),
                    "Conference booked for 21 November. 180 places taken.",
                    "Green",
                ),
            ],
        ),
        (
            "Schools should be supported to avoid the permanent exclusion of children who are at risk of exploitation.",
            [
                (
                    "2.1",
                    "Develop guidance for headteachers and governors on exclusion and exploitation",
                    "Assistant Director, Education",
                    ("2024-09-30", "September 2024"),
                    "Guidance sent to all secondary schools at the start of term.",
                    "Blue",
                ),
                (
                    "2.2",
                    "Introduce a multi-agency meeting before any decision to exclude a child with an exploitation flag",
                    "Assistant Director, Education",
                    ("2024-12-31", "December 2024"),
                    "Pilot under way in four schools. Two exclusions prevented.",
                    "Green",
                ),
            ],
        ),
        (
            "Wyrebridge Police and Children’s Services should improve the response to children who go missing from home and care.",
            [
                (
                    "3.1",
                    "Audit the timeliness and quality of return home interviews",
                    "Service Manager, Quality Assurance",
                    ("2024-07-31", "July 2024"),
                    "Audit of 30 interviews completed. 19 were held within 72 hours.",
                    "Blue",
                ),
                (
                    "3.2",
                    "Recommission the return home interview service",
                    "Commissioning Manager",
                    ("2025-04-30", "April 2025"),
                    "Procurement delayed. Interim arrangements in place with the current provider.",
                    "Amber",
                ),
                (
                    "3.3",
                    "Share intelligence from interviews at the weekly missing and exploitation meeting",
                    "Detective Inspector, Child Exploitation Team",
                    (None, "Ongoing"),
                    "Standing item on the agenda since May 2024.",
                    "Green",
                ),
            ],
        ),
        (
            "Health partners should ensure that injuries which may be linked to violence or exploitation are recognised and shared.",
            [
                (
                    "4.1",
                    "Add screening questions for 11 to 17 year olds to the Emergency Department record",
                    "Named Doctor, Wyrebridge Hospitals",
                    ("2024-10-31", "October 2024"),
                    "Questions agreed. Waiting for a system upgrade.",
                    "Amber",
                ),
                (
                    "4.2",
                    "Deliver training on exploitation to urgent treatment centres and pharmacies",
                    "Designated Nurse, ICB",
                    ("2025-03-31", "March 2025"),
                    "",
                    "Red",
                ),
            ],
        ),
        (
            "The Partnership should strengthen the support that is offered to parents and siblings of children who are exploited.",
            [
                (
                    "5.1",
                    "Commission a parent support worker",
                    "Early Help Strategic Lead",
                    ("2024-08-31", "August 2024"),
                    "Worker in post. 26 families supported and positive feedback received.",
                    "Blue",
                ),
            ],
        ),
    ]
    rows = [[f"«w {column}»" for column in columns]]
    for number, (recommendation, actions) in enumerate(plan, 1):
        for place, (label, action, lead, (day, due), progress, status) in enumerate(actions):
            first = place == 0
            rows.append(
                [
                    f"«label {number}»" if first else "^",
                    f"«rec=r{number} {recommendation}»" if first else "^",
                    f"«label {label}» «act<r{number} {action}»",
                    f"«lead {lead}»",
                    f"«due{f'~{day}' if day else ''} {due}»",
                    f"«progress {progress}»" if progress else "",
                    f"«status {status}»",
                ]
            )
    add("**«h Action plan»**")
    word.table(rows, header=True, size=8)
    add("")
    add("**«h Governance»**")
    add(
        "«bg Red and amber actions will be escalated to the Executive by the Chair of the Practice Review Group. A final report on impact will be presented in June 2025.»"
    )
    word.save()


def briefing_slides() -> None:
    """Slides with a list on each, as a board sends them out to teams."""
    review = {
        "title": "Concise Child Practice Review: Child Heulwen. Learning briefing",
        "type": "child-practice-review",
        "subject": "Child Heulwen",
        "published": "2025-02-27",
        "partnership_as_named": "Bryniau Safeguarding Board",
        "audience": "public",
        "languages": ["en"],
    }
    deck = Slides("last_pptx_learning_briefing", review, "Bryniau Safeguarding Board")
    slide = deck.slide
    slide(
        0,
        "«w Concise Child Practice Review: Child Heulwen»",
        "«w Learning briefing\nBryniau Safeguarding Board\n27 February 2025»",
    )
    slide(
        1,
        "«h Purpose of the briefing»",
        [
            (
                0,
                "«bg To share the learning from the review with practitioners and managers across the region»",
            ),
            (0, "«bg To support discussion in team meetings, group supervision and training»"),
        ],
    )
    slide(
        1,
        "«h Why was the review held?»",
        [
            (
                0,
                "«bg A concise Child Practice Review is held when a child has died or been seriously harmed and was not on the child protection register or looked after in the preceding six months»",
            ),
            (0, "«bg Heulwen, aged 11, was admitted to hospital after taking an overdose of her mother’s medication»"),
        ],
    )
    slide(
        1,
        "«h Background and circumstances»",
        [
            (0, "«bg Heulwen lived with her mother, who had bipolar disorder, and her younger brother»"),
            (0, "«bg She was a young carer, but had not been identified as one»"),
            (0, "«bg The family had been open to the Team Around the Family on two occasions»"),
            (0, "«bg Heulwen’s attendance at school fell from 94% to 61% in one year»"),
        ],
    )
    slide(
        1,
        "«h Heulwen’s voice»",
        [
            (0, "«bg “I didn’t want anyone to know because they might take Mam away.”»"),
            (0, "«bg “My teacher was nice. She used to let me stay behind and help.”»"),
        ],
    )
    slide(
        1,
        "«h Effective practice»",
        [
            (0, "«gp The class teacher noticed changes in Heulwen and shared her concerns promptly»"),
            (0, "«gp The community psychiatric nurse visited weekly when mother became unwell»"),
            (0, "«gp The paediatric ward made sure that Heulwen was spoken to on her own, in Welsh»"),
        ],
    )
    slide(
        1,
        "«h Learning theme 1: Think Family»",
        [
            (
                0,
                "«lp Adult mental health services should always consider the impact of a parent’s illness on children»",
            ),
            (0, "«lp Children’s services should ask for information from adult services as part of an assessment»"),
            (0, "«lp Care and treatment plans should record who looks after the children when a parent is unwell»"),
        ],
    )
    slide(
        1,
        "«h Learning theme 2: Recognising young carers»",
        [
            (0, "«lp Young carers often hide what they do. Ask about responsibilities at home»"),
            (
                0,
                "«lp Young carers have a right to an assessment under the Social Services and Well-being (Wales) Act 2014»",
            ),
        ],
    )
    slide(
        1,
        "«h Learning theme 3: School attendance»",
        [
            (0, "«lp Poor attendance can be an indicator of harm and not only an education matter»"),
            (0, "«lp Schools should share a pattern of absence with other professionals who know the family»"),
        ],
    )
    improving = slide(5, "«h Improving systems and practice»")
    deck.table(
        improving,
        [
            ["«w No.»", "«w Recommendation»", "«w Responsible»"],
            [
                "«label 1»",
                "«rec?act The Board should develop a Think Family protocol between adult and children’s services»",
                "«lead Bryniau Safeguarding Board»",
            ],
            [
                "«label 2»",
                "«rec?act Mental health services should review the care and treatment plan template to include children»",
                "«lead Bryniau University Health Board»",
            ],
            [
                "«label 3»",
                "«rec?act Schools should have a named lead for young carers»",
                "«lead Local authority education services»",
            ],
            [
                "«label 4»",
                "«rec?act The Board should raise awareness of young carers across all agencies»",
                "«lead Bryniau Safeguarding Board»",
            ],
        ],
    )
    slide(
        1,
        "«h Questions for discussion»",
        [
            (0, "«qu How do we find out about children in families where a parent is unwell?»"),
            (0, "«qu How do we make sure that the child’s voice is heard and recorded?»"),
            (0, "«qu What will we do differently as a result of this review?»"),
        ],
        notes="Allow ten minutes. Ask one person from each table to feed back.",
    )
    slide(
        1,
        "«h Useful links»",
        [
            (0, "«res!www.bryniausafeguarding.example/cpr Full report: www.bryniausafeguarding.example/cpr»"),
            (
                0,
                "«res!www.bryniausafeguarding.example/carers Young carers toolkit: www.bryniausafeguarding.example/carers»",
            ),
        ],
    )
    deck.save()


def main() -> None:
    learning_bulletin()
    action_plan()
    briefing_slides()


if __name__ == "__main__":
    main()
