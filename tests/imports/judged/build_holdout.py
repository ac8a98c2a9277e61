# ruff: noqa: E501 - a statement of a document stands on one line
"""Make the Word documents, slides and the Word document saved as PDF of the hold-out set, and the truth of each.

Run by hand from the root of the repository after a change of the words below:

    .venv/bin/python tests/imports/judged/build_holdout.py

The words carry the marks of `marks.py`, as in build_office.py. All people, places and partnerships are invented.
"""

import json
import re
import subprocess
import tempfile
from pathlib import Path

from build_office import Slides, Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt


def save_as_pdf(word: Word, page_number: str) -> None:
    """Save a Word document as PDF, as a partnership's office program does. `{page}` stands in the page number."""
    target = word.path.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as folder:
        word.path = Path(folder) / "document.docx"
        word.truth.file = f"{target.parent.name}/document.pdf"
        target.parent.mkdir(exist_ok=True)
        word.save()
        command = ["soffice", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(target.parent), str(word.path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    info = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", info)[1])
    word.truth.furniture += [page_number.replace("{page}", str(page)) for page in range(1, pages + 1)]
    word.truth.write()
    truth = target.with_name("truth.json")
    marks = {"marks": ["\uf0b7"]}  # what the bullet of Word's symbol font is in a PDF
    truth.write_text(json.dumps(json.loads(truth.read_text()) | marks, ensure_ascii=False, indent=1) + "\n")


def bullets(word: Word, *lines: str) -> None:
    for line in lines:
        word.add(line, "List Bullet")


def practice_review_saved_as_pdf() -> None:
    """A summary of learning with headings by style and a table of episodes, saved as PDF."""
    review = {
        "title": "Local Child Safeguarding Practice Review: Kit. Summary of learning",
        "type": "local-child-safeguarding-practice-review",
        "subject": "Kit",
        "published": "2024-06-20",
        "partnership_as_named": "Norwold Safeguarding Children Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("holdout_pdf_word", review, "Partnership Business Manager")
    section = word.document.sections[0]
    word.fill(section.header.paragraphs[0], "«f Norwold Safeguarding Children Partnership»")
    section.footer.paragraphs[0].add_run("Page ")
    word.field(section.footer.paragraphs[0], "PAGE", "")
    add = word.add
    add("«w Local Child Safeguarding Practice Review: Kit»", "Title")
    add("«w Summary of learning | June 2024»", "Subtitle")
    add("«h Introduction»", "Heading 1")
    add(
        "«bg This summary presents the learning from a Local Child Safeguarding Practice Review about a young person who will be called Kit. Kit died at the age of 14 from diabetic ketoacidosis, a complication of type 1 diabetes.»"
    )
    add(
        "«bg The full report has not been published at the request of Kit’s family and in order to protect his younger sister. This summary was published on 20 June 2024.»"
    )
    add("«h Kit’s lived experience»", "Heading 1")
    add(
        "«bg Kit was a keen cook and a supporter of his local football team. He was diagnosed with diabetes at nine. He lived with his mother, who had depression, and his sister, and saw his father most weekends.»"
    )
    add(
        "«bg Friends told the review that Kit was embarrassed about injecting at school. A diary showed that he often prepared the meals at home and that he worried about his mother.»"
    )
    add("«h Lines of enquiry»", "Heading 1")
    add("«bg The review was asked to consider:»")
    bullets(
        word,
        "«bg how well agencies understood the risks of poorly managed diabetes»",
        "«bg whether medical neglect was identified and responded to»",
        "«bg how information was shared between health services, school and Children’s Social Care»",
        "«bg how far Kit’s wishes and feelings were known.»",
    )
    add("«h Key practice episodes»", "Heading 1")
    word.table(
        [
            ["«f Date»", "«f Episode»"],
            [
                "«label March 2021»",
                "«bg Kit was admitted to hospital for the first of four times. The discharge letter did not mention missed clinics.»",
            ],
            [
                "«label November 2021»",
                "«bg The school made a referral to the front door. The outcome was advice and signposting.»",
            ],
            [
                "«label June 2022»",
                "«bg An early help assessment was started. It was closed when Kit’s mother withdrew her consent.»",
            ],
            ["«label January 2023»", "«bg Kit was found unconscious at home by his sister.»"],
        ],
        header=True,
        size=10,
    )
    add("«h Analysis and learning»", "Heading 1")
    add("«h Recognising medical neglect»", "Heading 2")
    add(
        "«bg?fi Health professionals were concerned about Kit’s blood glucose levels from 2021 onwards. These concerns were recorded as poor compliance, which placed the responsibility on Kit and not on the adults who cared for him.»"
    )
    add(
        "**«label Learning point 1»:** «lp A child with a long-term condition cannot be expected to manage it alone. When treatment is missed, consider whether the child’s needs are being neglected.»"
    )
    add(
        "**«label Learning point 2»:** «lp The likely effect of missed treatment should be explained in plain language in every referral.»"
    )
    add("«h Information sharing»", "Heading 2")
    add(
        "«bg?fi The diabetes team, the GP and the school nurse each held part of the picture. There was no meeting at which it was put together until after Kit’s death.»"
    )
    add(
        "**«label Learning point 3»:** «lp Two or more missed clinic appointments should prompt a conversation between the specialist team, the GP and the school.»"
    )
    add("«h Parental mental health»", "Heading 2")
    add(
        "«bg?fi Kit’s mother was receiving treatment for depression. The adult service was not aware of Kit’s diagnosis, or that he was acting as a carer.»"
    )
    add(
        "**«label Learning point 4»:** «lp Services for adults should establish what care an adult’s children need, and whether the adult is able to provide it.»"
    )
    add(
        "**«label Learning point 5»:** «lp Young carers are easily overlooked. Ask who does the cooking, the shopping and the worrying.»"
    )
    add("«h Examples of positive practice»", "Heading 1")
    bullets(
        word,
        "«gp The diabetes specialist nurse offered to meet Kit at school, at home and at the leisure centre.»",
        "«gp Kit’s head of year arranged a private room in which he could test and inject.»",
        "«gp The ambulance crew completed a referral about Kit’s sister on the night of his death.»",
    )
    add("«h Missed opportunities»", "Heading 1")
    bullets(
        word,
        "«co?fi A strategy discussion was not considered after the third admission.»",
        "«co?fi The school’s referral was assessed without advice from a health professional.»",
        "«co?fi When consent for early help was withdrawn nobody asked whether the threshold for statutory intervention had been met.»",
    )
    add("«h Progress made during the review»", "Heading 1")
    bullets(
        word,
        "«im A health practitioner is now based in the front door team on every weekday.»",
        "«im The hospital has changed its discharge letter so that missed appointments are listed.»",
    )
    add("«h Recommendations for the Partnership»", "Heading 1")
    add("«bg The independent reviewer has made four recommendations.»")
    add(
        "**«w Recommendation» «label 1»:** «rec The Partnership should develop multi-agency guidance on medical neglect and seek assurance about its use.»"
    )
    add(
        "**«w Recommendation» «label 2»:** «rec=r2 Norwold Hospitals NHS Trust should introduce a pathway for children with long-term conditions who are not brought to appointments. The pathway should include:»"
    )
    bullets(
        word,
        "«rp<r2 a risk assessment after the second appointment»",
        "«rp<r2 contact with the GP and school»",
        "«rp<r2 criteria for a referral to Children’s Social Care.»",
    )
    add(
        "**«w Recommendation» «label 3»:** «rec Children’s Social Care should make sure that a decision to close an early help assessment because consent is withdrawn is reviewed by a manager.»"
    )
    add(
        "**«w Recommendation» «label 4»:** «rec The mental health trust should audit how well the needs of children are recorded in adult services.»"
    )
    add("«h Appendix: contributing agencies»", "Heading 1")
    bullets(
        word,
        "«ag Norwold Hospitals NHS Trust»",
        "«ag Norwold and Fenside Integrated Care Board»",
        "«ag Norwold County Council (Children’s Social Care, Early Help, Education)»",
        "«ag Fenside Mental Health NHS Foundation Trust»",
        "«ag Fenside Ambulance Trust»",
    )
    save_as_pdf(word, "Page {page}")


def action_plan() -> None:
    """A small table for each recommendation, on upright pages."""
    review = {
        "title": "Child Z: LCSPR multi-agency action plan",
        "type": "local-child-safeguarding-practice-review",
        "subject": "Child Z",
        "published": None,
        "partnership_as_named": "Kelbury and District Safeguarding Children Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("holdout_docx_action_plan", review, "Business Support Officer")
    word.fill(word.document.sections[0].footer.paragraphs[0], "«f KDSCP Child Z action plan v4»")
    add = word.add
    add("«w Local Child Safeguarding Practice Review: Child Z»", "Heading 1")
    add("«w Kelbury and District Safeguarding Children Partnership»")
    add("«w Multi-agency action plan, updated 31 March 2025»")
    add("«h Context»", "Heading 2")
    add(
        "«bg Child Z was 16 when she died by suicide. She was in the care of the local authority and had moved placement five times. The review was published in November 2024.»"
    )
    add(
        "«bg The plan is monitored every two months by the Practice Review Subgroup and reported to the lead safeguarding partners. An action is rated blue only when there is evidence of impact.»"
    )
    add("«h Actions completed before publication»", "Heading 2")
    bullets(
        word,
        "«im?act A duty psychologist is available to residential staff by telephone from 4pm to 10pm.»",
        "«im?act All children in care who have self-harmed have a safety plan, which has been shared with their school.»",
    )
    columns = ["Action", "Owner", "Timescale", "Measure of success", "BRAG"]
    plan = [
        (
            "1",
            "«rec=r1 The Partnership should agree a single safety planning tool for children who self-harm.»",
            [
                (
                    "1.1",
                    "Task and finish group to review tools used elsewhere",
                    "Designated Nurse for Children in Care",
                    ("2025-01-31", "31/01/2025"),
                    "Options paper presented",
                    "Blue",
                ),
                (
                    "1.2",
                    "Agree and publish tool and guidance",
                    "Practice Review Subgroup",
                    ("2025-04-30", "30/04/2025"),
                    "Tool on website; number of downloads",
                    "Green",
                ),
                (
                    "1.3",
                    "Training for foster carers and residential staff",
                    "Workforce Development Lead",
                    ("2025-10-31", "31/10/2025"),
                    "Carers report more confidence (survey before and after)",
                    "Amber",
                ),
            ],
        ),
        (
            "2",
            "«rec=r2 Children’s Social Care should reduce unplanned placement moves and should ensure that, when a move is unavoidable:»"
            "¶«rp<r2 the child visits beforehand»¶«rp<r2 the child’s therapist is consulted»¶«rp<r2 a health handover takes place within five working days.»",
            [
                (
                    "2.1",
                    "Stability meetings to be held when a placement is at risk",
                    "Head of Service, Children in Care",
                    ("2024-12-31", "Dec 2024"),
                    "Meeting held in 90% of cases",
                    "Green",
                ),
                (
                    "2.2",
                    "Placement move checklist to be added to the case management system",
                    "Systems Manager",
                    ("2025-06-30", "June 2025"),
                    "Monthly report",
                    "Amber",
                ),
            ],
        ),
        (
            "3",
            "«rec=r3 The Integrated Care Board should ensure that children in care who move area do not lose their place on a waiting list.»",
            [
                (
                    "3.1",
                    "Memorandum of understanding with neighbouring boards",
                    "Director of Nursing, ICB",
                    ("2025-09-30", "30/09/2025"),
                    "Signed agreement; dip sample of ten children",
                    "Red",
                ),
                (
                    "3.2",
                    "Interim arrangement: named clinician to track each child placed out of area",
                    "CAMHS Service Manager",
                    ("2025-02-28", "28/02/2025"),
                    "Tracker reviewed weekly",
                    "Blue",
                ),
            ],
        ),
        (
            "4",
            "«rec=r4 The Virtual School should make sure that every education setting knows what a child in care needs when they are distressed.»",
            [
                (
                    "4.1",
                    "Revise the personal education plan template",
                    "Virtual School Head",
                    (None, "Ongoing"),
                    "Section completed in all plans sampled",
                    "Green",
                ),
                (
                    "4.2",
                    "Briefing for designated teachers",
                    "Virtual School Head",
                    ("2025-05-31", "May 2025"),
                    "Attendance and evaluation",
                    "Green",
                ),
            ],
        ),
    ]
    add("«h Action plan»", "Heading 2")
    for number, recommendation, actions in plan:
        rows = [
            [f"«w Recommendation» «label {number}»¶{recommendation}", "<", "<", "<", "<"],
            [f"«w {column}»" for column in columns],
        ]
        for label, action, lead, (day, due), evidence, status in actions:
            when = f"~{day}" if day else ""
            rows.append(
                [
                    f"«label {label}» «act<r{number} {action}»",
                    f"«lead {lead}»",
                    f"«due{when} {due}»",
                    f"«evidence {evidence}»",
                    f"«status {status}»",
                ]
            )
        table = word.table(rows, size=9)
        for cell in table.rows[0].cells:
            cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:shd {nsdecls('w')} w:val='clear' w:fill='DDEBF7'/>"))
        add("")
    add("«h What young people in care think of the plan»", "Heading 2")
    add(
        "«bg The Children in Care Council read the plan in January 2025. They asked for the word “placement” to be replaced by “home” wherever possible and for a young person to help to deliver the training.»"
    )
    add("«h Risks to delivery»", "Heading 2")
    bullets(
        word,
        "«bg?co Action 3.1 depends on agreement by two boards outside the area.»",
        "«bg?co The post of Workforce Development Lead will be vacant from June.»",
    )
    add("«h Key»", "Heading 2")
    for label, words in (
        ("Blue", "complete, with evidence of impact"),
        ("Green", "on track"),
        ("Amber", "some delay"),
        ("Red", "not on track"),
    ):
        add(f"**«label {label}»:** «bg {words}»")
    word.save()


def practitioner_briefing() -> None:
    """A practitioner briefing with headings, lists and quotations by style."""
    review = {
        "title": "Practitioner briefing: Extended Child Practice Review, Child Gwen",
        "type": "child-practice-review",
        "subject": "Child Gwen",
        "published": "2025-01-23",
        "partnership_as_named": "Glannau Hafren Safeguarding Board",
        "audience": "professionals",
        "languages": ["en"],
    }
    word = Word("holdout_docx_practitioner_briefing", review, "Regional Safeguarding Board")
    word.fill(
        word.document.sections[0].header.paragraphs[0], "«f Glannau Hafren Safeguarding Board – Practitioner briefing»"
    )
    add = word.add
    add("«w Practitioner briefing»", "Title")
    add("«w Extended Child Practice Review: Child Gwen»", "Subtitle")
    add("«w 23 January 2025. For professionals in the region. Please do not share on social media.»")
    add("«h Purpose of this briefing»", "Heading 1")
    add(
        "«bg This briefing summarises the learning from an extended child practice review. It should be used in team meetings and supervision, and takes about twenty minutes to read and discuss.»"
    )
    add("«h Case summary»", "Heading 1")
    add(
        "«bg Gwen was 15 and living in a residential home when she was seriously assaulted by adults who had been exploiting her sexually and criminally. Her name had been on the Child Protection Register within the preceding six months.»"
    )
    add(
        "«bg In the year before the assault Gwen was reported missing 27 times. She was known to nine services and had four social workers.»"
    )
    add("«h The child’s perspective»", "Heading 1")
    add("«bg Gwen met the reviewers and asked that professionals should hear this:»")
    add("«bg “Everyone had a meeting about me. I’d have come, if they’d held it after college.”»", "Quote")
    add("«h Learning theme 1: Exploitation is abuse»", "Heading 1")
    add(
        "«bg?fi Records described Gwen as making unwise choices and placing herself at risk. This affected how seriously her situation was taken.»"
    )
    bullets(
        word,
        "«lp Language matters. Describe what is being done to the child and by whom.»",
        "«lp A child cannot consent to their own exploitation, whatever they say about the people involved.»",
        "«lp A child who commits offences while being exploited is first of all a child in need of protection.»",
    )
    add("«h Learning theme 2: Missing episodes»", "Heading 1")
    add("«bg?fi Return home interviews took place, but the information was not analysed or mapped.»")
    bullets(word, "«lp=m2 Use each interview to build a picture of:»")
    for line in ("people", "places", "phones and vehicles"):
        add(f"«lp<m2 {line}»", "List Bullet 2")
    bullets(
        word,
        "«lp Share intelligence with the police on the form provided, and not only by telephone.»",
        "«lp A pattern of missing episodes should lead to a strategy discussion.»",
    )
    add("«h Learning theme 3: Planning across borders»", "Heading 1")
    add("«bg?fi Gwen was placed outside her home authority, and two sets of procedures were followed.»")
    bullets(
        word,
        "«lp Agree at the outset which area leads and record the decision.»",
        "«lp Invite the police force in which the child lives and the one in which the harm takes place.»",
    )
    add("«h What helped»", "Heading 1")
    bullets(
        word,
        "«gp The advocate saw Gwen every fortnight and travelled to wherever she was.»",
        "«gp Residential staff drove to collect Gwen in the night and welcomed her home with something to eat.»",
        "«gp A specialist nurse arranged contraception and screening at a time and in a place chosen by Gwen.»",
    )
    add("«h What hindered»", "Heading 1")
    bullets(
        word,
        "«co?fi Disruption of the adults was not considered until after the assault.»",
        "«co?fi Professionals waited for Gwen to make a statement.»",
        "«co?fi Changes of social worker meant that Gwen had to start again each time.»",
    )
    add("«h Implications for managers»", "Heading 1")
    bullets(
        word,
        "«lp Make time for reflective supervision of staff who work with exploited children.»",
        "«lp Check that every exploited child has a disruption plan as well as a care and support plan.»",
    )
    add("«h Recommendations to the Board»", "Heading 1")
    for label, words in (
        (1, "The Board should adopt a regional protocol for exploited children who are placed across borders."),
        (2, "Partner agencies should review the language that is used in their records and training."),
        (3, "The police should report to the Board every six months on the disruption of perpetrators."),
    ):
        add(f"«rec#{label} {words}»", "List Number")
    add("«h Supervision checklist»", "Heading 1")
    bullets(
        word,
        "«qu Whose voice is strongest in the records of this child?»",
        "«qu Do I know who is harming the child, and what is being done about them?»",
        "«qu What has the child asked for, and have we done it?»",
    )
    add("«h Further reading and training»", "Heading 1")
    for words, address in (
        ("All Wales practice guide: child exploitation", "https://www.glannauhafren-sb.example/exploitation"),
        ("E-learning: Words that harm", "https://learning.glannauhafren-sb.example/words"),
    ):
        word.link(add("", "List Bullet"), f"«res!{address} {words}»", address)
    word.save()


def learning_review() -> None:
    """A learning review with headings that are bold paragraphs in the style of the text."""
    review = {
        "title": "Local Learning Review: Family J",
        "type": "learning-review",
        "subject": "Family J",
        "published": None,
        "partnership_as_named": "Ormsley Safeguarding Children Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("holdout_docx_bold_headings", review, "J Carter")
    word.document.styles["Normal"].font.name = "Arial"
    word.document.styles["Normal"].font.size = Pt(11)
    add = word.add

    def heading(words: str) -> None:
        add(f"«h {words}»", bold=True)

    add("«w Ormsley Safeguarding Children Partnership»", bold=True, size=16)
    add("«w Local Learning Review: Family J\nSeptember 2024»", bold=True, size=13)
    heading("Reason for the review")
    add(
        "«bg The family was referred to the Learning and Improvement Group by the health visiting service. The criteria for a Local Child Safeguarding Practice Review were not met. The group agreed that there was learning for agencies about parental mental illness and that a local learning review should take place.»"
    )
    heading("Family composition")
    add("«label Mother»: «bg aged 33, diagnosed with bipolar disorder»")
    add("«label Father»: «bg aged 35, works away from home»")
    add("«label J1»: «bg aged 7»")
    add("«label J2»: «bg aged 18 months»")
    heading("Summary of agency involvement")
    add(
        "«bg Mother had been well for several years. She became unwell after the birth of J2 and was admitted to hospital twice. During the second admission both children were cared for by a neighbour. J1 missed 31 days of school.»"
    )
    add(
        "«bg The children were made the subject of child in need plans in February 2024. These were closed in August 2024.»"
    )
    heading("Methodology")
    add(
        "«bg Two half-day workshops were attended by 17 practitioners. Mother and J1 each met the lead reviewer, and J1 drew a picture that is included with her permission in the version used for training.»"
    )
    heading("Themes that emerged from the review")
    bullets(
        word,
        "«kt?et Parental mental illness and its impact on children»",
        "«kt?et Planning for relapse»",
        "«kt?et The role of fathers who work away»",
        "«kt?et Informal care by friends and neighbours»",
    )
    heading("Lessons identified")
    for label, words in (
        (
            "1",
            "A relapse plan for a parent needs to say who will look after the children, and the children need to know what it says.",
        ),
        (
            "2",
            "Practitioners in adult mental health services should make contact with the health visitor or school nurse on admission and before discharge.",
        ),
        (
            "3",
            "An arrangement for children to stay with a neighbour for more than a few days needs to be assessed. If it lasts for 28 days or more it may be private fostering.",
        ),
        (
            "4",
            "Absence from school can be a sign that a child is caring for a parent. Reasons should be explored with the child.",
        ),
        (
            "5",
            "Fathers who work away are still parents. They can be included by telephone or video call.",
        ),
    ):
        add(f"«label {label}». «lp {words}»")
    heading("Good practice noted")
    bullets(
        word,
        "«gp The community psychiatric nurse visited with the health visitor so that Mother had to tell her story only once.»",
        "«gp School staff telephoned the neighbour every day and kept a place for J1 at breakfast club.»",
        "«gp The perinatal team arranged for Mother to see the children on the ward in a family room.»",
    )
    heading("Areas requiring development")
    bullets(
        word,
        "«as?co Recording of children’s details by adult services»",
        "«as?co Knowledge of private fostering regulations in all agencies»",
        "«as?co Confidence in explaining mental illness to children»",
        "«as?co Attendance by adult mental health practitioners at child in need meetings»",
    )
    heading("What has changed as a result")
    bullets(
        word,
        "«im Relapse plans on the electronic record now have a mandatory section about dependent children.»",
        "«im Two schools have piloted a group for children whose parents have a mental illness.»",
    )
    heading("Actions for agencies")
    word.table(
        [
            ["«w Agency»", "«w Action»", "«w Completion date»"],
            [
                "«lead+ Ormsley Mental Health Trust»",
                "«act Add the name of the health visitor or school to the admission checklist»",
                "«due~2024-12-31 December 2024»",
            ],
            [
                "«lead+ Children’s Social Care»",
                "«act Raise awareness of private fostering through a campaign»",
                "«due~2025-03-31 March 2025»",
            ],
            [
                "«lead+ Education Inclusion Service»",
                "«act Issue guidance to schools on young carers and attendance»",
                "«due~2025-01-31 January 2025»",
            ],
        ],
        size=10,
    )
    heading("Points for discussion in your service")
    bullets(
        word,
        "«qu Do you know which of the adults that you work with are parents?»",
        "«qu How would you explain a parent’s illness to a child of seven?»",
        "«qu Who would you contact if you thought that a child was being privately fostered?»",
    )
    heading("Useful contacts")
    add("«res Ormsley Young Carers: 01632 960405»")
    add("«res Private fostering duty line: 01632 960411»")
    word.save()


def practice_review_slides() -> None:
    """Slides with text boxes and tables more often than placeholders, and recommendations over two slides."""
    review = {
        "title": "Local Child Safeguarding Practice Review: Jude. Learning slides",
        "type": "local-child-safeguarding-practice-review",
        "subject": "Jude",
        "published": "2025-05-01",
        "partnership_as_named": "Hallamford Safeguarding Children Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    deck = Slides("holdout_pptx_lcspr", review, "Hallamford Safeguarding Children Partnership")
    slide = deck.slide
    slide(
        0,
        "«w Local Child Safeguarding Practice Review: Jude»",
        "«w Learning slides for teams and governing bodies\n1 May 2025»",
    )
    slide(
        1,
        "«h Aims of this session»",
        [
            (0, "«bg To share the learning from the review»"),
            (0, "«bg To think about what it means for our own practice»"),
            (0, "«bg To agree one thing that we will do differently»"),
        ],
    )
    slide(
        1,
        "«h Who was Jude?»",
        [
            (0, "«bg Jude was 13, in Year 9, and lived with his grandparents under a special guardianship order»"),
            (0, "«bg He was autistic, loved trains and had a large number of friends online»"),
            (0, "«bg Jude was groomed and coerced by an adult he had met in a game. He died by suicide in May 2023»"),
        ],
        notes="Take a moment here. Remind people of the support that is available to them.",
    )
    times = slide(5, "«h Significant events»")
    deck.table(
        times,
        [
            ["«w When»", "«w Event»"],
            ["«label Sept 2021»", "«bg Jude moves to his grandparents; support plan ends after six months»"],
            ["«label Oct 2022»", "«bg School finds images on Jude’s tablet and confiscates it»"],
            ["«label Feb 2023»", "«bg Grandmother asks for help with his internet use; advice leaflet sent»"],
            ["«label April 2023»", "«bg Jude tells a helpline that he is frightened of someone»"],
        ],
    )
    slide(
        1,
        "«h Learning theme 1: Online harm is real harm»",
        [
            (0, "«lp Ask about a child’s life online in the same way as you ask about school and friends»"),
            (0, "«lp=o Indecent images should lead to safeguarding action. Consider»"),
            (1, "«lp<o who else may be involved»"),
            (1, "«lp<o whether the child is being threatened»"),
            (0, "«lp Removing a device can remove the child’s only source of support»"),
        ],
    )
    slide(
        1,
        "«h Learning theme 2: Support for kinship carers»",
        [
            (0, "«lp Special guardians need access to advice for as long as the order lasts»"),
            (0, "«lp A request for help from a carer is information about the child»"),
        ],
    )
    slide(
        1,
        "«h Learning theme 3: Neurodivergent children»",
        [
            (
                0,
                "«lp Autistic children may take what they are told literally and may find it harder to spot deception»",
            ),
            (0, "«lp Adapt your questions, allow time and check what has been understood»"),
        ],
    )
    both = slide(5, "«h Reviewing practice»")
    deck.box(
        both.shapes,
        0.5,
        1.6,
        [
            (0, "**«h Practice strengths»**"),
            (0, "«gp The teaching assistant who noticed that Jude had stopped talking about trains»"),
            (0, "«gp The helpline counsellor who broke confidentiality and called the police»"),
            (0, "«gp The speedy and sensitive response to Jude’s year group after his death»"),
        ],
    )
    deck.box(
        both.shapes,
        5.2,
        1.6,
        [
            (0, "**«h Gaps in practice»**"),
            (0, "«co?as,fi No referral after the images were found»"),
            (0, "«co?as,fi Jude’s grandparents were not told about the risks»"),
            (0, "«co?as,fi Information from the helpline took three days to reach the local team»"),
        ],
    )
    slide(
        1,
        "«h Recommendations (1 of 2)»",
        [
            (0, "«label 1». «rec The partnership should publish an online harm strategy, written with young people»"),
            (
                0,
                "«label 2». «rec=r2 Schools should review how they respond to incidents that involve images, so that»",
            ),
            (1, "«rp<r2 parents and carers are informed»"),
            (1, "«rp<r2 a referral is considered each time»"),
        ],
    )
    slide(
        1,
        "«h Recommendations (2 of 2)»",
        [
            (0, "«label 3». «rec Children’s Services should review the support that is offered to special guardians»"),
            (
                0,
                "«label 4». «rec The police should agree with national helplines how urgent information is passed on»",
            ),
        ],
    )
    slide(
        1,
        "«h How agencies have responded»",
        [
            (0, "«im?resp A kinship support team of four started work in January 2025»"),
            (0, "«im?resp 83 of 96 schools have adopted the guidance on images»"),
            (
                0,
                "«im?resp Police have a single email address for urgent information from helplines, staffed day and night»",
            ),
        ],
    )
    talk = slide(5, "«h Group discussion»")
    deck.box(talk.shapes, 0.6, 1.8, [(0, "«qu How do you ask children about their life online?»")], 20)
    deck.box(talk.shapes, 5.1, 1.8, [(0, "«qu Which carers in your area may be struggling without support?»")], 20)
    deck.box(talk.shapes, 0.6, 4.2, [(0, "«qu What one thing will you do differently after today?»")], 20)
    slide(
        1,
        "«h Where to go for more information»",
        [
            (0, "«res!www.hallamford-scp.example/jude The full report: www.hallamford-scp.example/jude»"),
            (0, "«res Report Remove: help for under 18s to have images taken down»"),
            (0, "«res Kinship advice line: 01632 960178»"),
        ],
    )
    deck.save()


def main() -> None:
    practice_review_saved_as_pdf()
    action_plan()
    practitioner_briefing()
    learning_review()
    practice_review_slides()


if __name__ == "__main__":
    main()
