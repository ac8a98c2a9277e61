# ruff: noqa: E501 - a statement of a document stands on one line
"""Make the Word documents of the later set, the PDFs that were saved from Word, and the truth of each.

Run by hand from the root of the repository after a change of the words below:

    .venv/bin/python tests/imports/judged/build_later.py

The words carry the marks of `marks.py`, as in build_office.py. All people, places and partnerships are invented.
"""

from build_holdout import bullets, save_as_pdf
from build_office import Word
from docx.shared import Cm


def lines_of_enquiry() -> None:
    """A report with numbered paragraphs, and analysis and learning for each key line of enquiry, saved as PDF."""
    review = {
        "title": "Local Child Safeguarding Practice Review: Tobias",
        "type": "local-child-safeguarding-practice-review",
        "subject": "Tobias",
        "published": None,
        "partnership_as_named": "Harnwood Safeguarding Children Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("later_pdf_lines_of_enquiry", review, "HSCP Business Manager")
    section = word.document.sections[0]
    word.fill(section.header.paragraphs[0], "«f HSCP LCSPR Tobias – Report for publication»")
    section.footer.paragraphs[0].add_run("Page ")
    word.field(section.footer.paragraphs[0], "PAGE", "")
    add = word.add
    add("«w Local Child Safeguarding Practice Review»", "Title")
    add("«w Tobias»", "Subtitle")
    add("«w Harnwood Safeguarding Children Partnership»")
    add("«w Lead Reviewer: Joanne Astley-Reed»")
    add("«w March 2025»")
    add("«h 1. Introduction»", "Heading 1")
    add(
        "«label 1.1» «bg This review was commissioned by Harnwood Safeguarding Children Partnership (HSCP) following the death of Tobias, aged 12, from an acute asthma attack in May 2023. He had been known to early help and health services for most of his life.»"
    )
    add(
        "«label 1.2» «bg Tobias is not his real name. It was chosen by his grandfather, who also contributed to the review.»"
    )
    add("«h 2. Methodology»", "Heading 1")
    add(
        "«label 2.1» «bg The review considered the period from September 2021 to May 2023. Agencies provided summary reports and two learning events were held, which 21 practitioners attended.»"
    )
    add("«label 2.2» «bg The following key lines of enquiry (KLOEs) were agreed by the review panel:»")
    add(
        "«label KLOE 1»: «bg?qu How well was the impact of poorly controlled asthma on Tobias understood?»",
        "List Bullet",
    )
    add(
        "«label KLOE 2»: «bg?qu How effective was the response when Tobias was not brought to appointments?»",
        "List Bullet",
    )
    add(
        "«label KLOE 3»: «bg?qu How were the family’s housing conditions taken into account in assessments and plans?»",
        "List Bullet",
    )
    add("«h 3. Brief summary of the case»", "Heading 1")
    add(
        "«label 3.1» «bg Tobias lived with his mother and two younger sisters in a privately rented flat that was damp. His mother had long-term pain and was often in bed. Tobias helped to look after his sisters. His parents are of Polish heritage and his father had returned to Poland in 2020.»"
    )
    add(
        "«label 3.2» «bg Between September 2021 and May 2023 Tobias attended the Emergency Department nine times and was admitted twice. Eleven appointments at the asthma clinic were missed. An early help plan was opened in March 2022 and was closed eight months later.»"
    )
    add("«h 4. Tobias’s lived experience»", "Heading 1")
    add(
        "«label 4.1» «bg Tobias liked chess and swimming, although he had to give up swimming when he became breathless. His form tutor said that he was “a tiny grown-up”. He told a nurse that he slept on the sofa because the wall by his bed was black.»"
    )
    add("«h 5. Analysis by key line of enquiry»", "Heading 1")
    add("«h KLOE 1: How well was the impact of poorly controlled asthma on Tobias understood?»", "Heading 2")
    add("«h Analysis»", "Heading 3")
    add(
        "«label 5.1» «fi?bg,co Each attendance at hospital was treated well as a medical event. The number of attendances was not seen as an indicator of neglect, and no member of staff could recall a discussion with the safeguarding team.»"
    )
    add(
        "«label 5.2» «fi?bg,co The GP practice had prescribed fourteen reliever inhalers in twelve months and only two preventer inhalers. The system did not alert the prescriber to this.»"
    )
    add(
        "«label 5.3» «gp The school’s first aid lead kept a record of every time that Tobias needed his inhaler and shared it with the school nurse.»"
    )
    add("«h Learning»", "Heading 3")
    bullets(
        word,
        "«lp Repeated attendances for a condition that can be controlled should lead to consideration of medical neglect.»",
        "«lp Asthma can be fatal. Professionals outside health need to know which signs mean that a child is at risk.»",
    )
    add(
        "«h KLOE 2: How effective was the response when Tobias was not brought to appointments?»",
        "Heading 2",
    )
    add("«h Analysis»", "Heading 3")
    add(
        "«label 5.4» «fi?bg,co The hospital had a “Was Not Brought” policy, which says that the GP and the health visitor or school nurse must be informed. Letters were sent to the GP on each occasion. They were filed without action.»"
    )
    add(
        "«label 5.5» «fi?bg,co Letters to Tobias’s mother were in English. She told the reviewer that her neighbour had read some of them to her and that she had not understood how serious it was to miss an appointment.»"
    )
    add(
        "«label 5.6» «fi?bg,co The early help plan did not mention the asthma clinic, as the lead practitioner had not been told about the missed appointments.»"
    )
    add("«h Learning»", "Heading 3")
    bullets(
        word,
        "«lp Recording that a child was not brought is only the start. Somebody must find out why and agree what will happen next.»",
        "«lp Families should receive information about appointments in a language and format that they understand.»",
        "«lp Early help plans for children with long-term conditions should always include the relevant health professionals.»",
    )
    add(
        "«h KLOE 3: How were the family’s housing conditions taken into account in assessments and plans?»",
        "Heading 2",
    )
    add("«h Analysis»", "Heading 3")
    add(
        "«label 5.7» «fi?bg,co Five professionals saw the mould. Two advised Tobias’s mother to contact the landlord. None made a referral to the council’s private sector housing team, and most were not aware that they could.»"
    )
    add(
        "«label 5.8» «gp The asthma nurse wrote in support of the family’s application for rehousing and followed this up by telephone.»"
    )
    add("«h Learning»", "Heading 3")
    bullets(
        word,
        "«lp Damp and mould are a risk to children with respiratory conditions and should be recorded and acted on as such.»",
    )
    add("«h 6. Developments since the scoping period»", "Heading 1")
    add(
        "«label 6.1» «im Harnwood Hospitals NHS Trust has introduced an automatic alert to the safeguarding team when a child attends with asthma for a third time in a year.»"
    )
    add(
        "«label 6.2» «im The private sector housing team has joined the Early Help Hub and provides advice to practitioners every week.»"
    )
    add("«h 7. Conclusion»", "Heading 1")
    add(
        "«label 7.1» «bg?fi Tobias received care from many committed professionals. What was missing was one person who brought together what was known and asked what it was like to be Tobias.»"
    )
    add("«h 8. Recommendations»", "Heading 1")
    add(
        "**«w Recommendation» «label 1»** – «rec HSCP should work with the Integrated Care Board to develop a multi-agency pathway for medical neglect, to include thresholds for referral and examples from practice.»"
    )
    add(
        "**«w Recommendation» «label 2»** – «rec The Integrated Care Board should seek assurance that all GP practices have a system to identify children who are not brought and who are prescribed too many reliever inhalers.»"
    )
    add(
        "**«w Recommendation» «label 3»** – «rec HSCP should ask all partners to report on how they ensure that families whose first language is not English understand letters about their child’s health.»"
    )
    add(
        "**«w Recommendation» «label 4»** – «rec Harnwood Council should produce guidance for practitioners on damp and mould, including how to make a referral to private sector housing.»"
    )
    save_as_pdf(word, "Page {page}")


def thematic_review() -> None:
    """A thematic review with findings and questions for the partnership to consider, saved as PDF."""
    review = {
        "title": "Thematic Review: Serious Youth Violence. Summary of findings",
        "type": "local-child-safeguarding-practice-review",
        "subject": None,
        "published": None,
        "partnership_as_named": "Eastmere and Holm Safeguarding Children Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("later_pdf_thematic_findings", review, "EHSCP Business Unit")
    section = word.document.sections[0]
    word.fill(section.header.paragraphs[0], "«f EHSCP Thematic Review»")
    section.footer.paragraphs[0].add_run("Page ")
    word.field(section.footer.paragraphs[0], "PAGE", "")
    add = word.add
    add("«w Thematic Review: Serious Youth Violence»", "Title")
    add("«w Summary of findings»", "Subtitle")
    add("«w Eastmere and Holm Safeguarding Children Partnership»")
    add("«h Why we carried out this review»", "Heading 1")
    add(
        "«bg In 2023 four boys aged between 14 and 17 were killed or seriously injured in Eastmere and Holm in incidents that involved a knife. The Partnership decided to undertake one Local Child Safeguarding Practice Review with a thematic approach, so that patterns could be identified.»"
    )
    add(
        "«bg The boys are referred to as Child A, Child B, Child C and Child D. Three of their families spoke to the reviewers, and we are grateful to them.»"
    )
    add("«h How we carried out the review»", "Heading 1")
    add(
        "«bg The reviewers read the records of nine agencies, met with 34 practitioners and held a focus group with young people at Eastmere Youth Hub.»"
    )
    add("«h What the children had in common»", "Heading 1")
    bullets(
        word,
        "«bg?kt All had been permanently excluded from school or were on a reduced timetable»",
        "«bg?kt Three had witnessed domestic abuse before the age of five»",
        "«bg?kt Three were Black or of mixed heritage»",
        "«bg?kt All had been victims of crime before they were suspected of committing one»",
    )
    add("«h Key themes»", "Heading 1")
    bullets(
        word,
        "«kt Early childhood trauma»",
        "«kt Inclusion in education»",
        "«kt Adultification»",
        "«kt Critical moments and timely responses»",
    )
    add("«h Findings»", "Heading 1")
    findings = [
        (
            "Finding 1: Early help was offered but was not sustained",
            [
                "Each family had been referred to early help when the child was of primary school age. Support was closed within three months in seven of nine episodes, usually because a parent had not replied to messages.",
                "Practitioners told the reviewers that the target for the length of involvement made it difficult to build relationships with parents who had reason to mistrust services.",
            ],
            [
                "How does the Partnership know whether early help makes a difference to children who have experienced trauma?",
                "Is there sufficient flexibility for families who need support for longer?",
            ],
        ),
        (
            "Finding 2: Exclusion from school increased the risk of harm",
            [
                "In all four cases there was an escalation in the weeks that followed exclusion. The boys had too much unsupervised time and were more exposed to people who exploited them.",
                "Information about safeguarding was not routinely shared with governors when they considered an exclusion.",
            ],
            [
                "What challenge does the Partnership offer to schools and trusts whose rates of exclusion are high?",
                "How are safeguarding partners consulted before a vulnerable child is excluded?",
            ],
        ),
        (
            "Finding 3: Black boys were seen as older and less vulnerable than they were",
            [
                "The reviewers found language in records such as “young man”, “imposing” and “street-wise”. A 14 year old who had been stabbed was first interviewed as a suspect, without an appropriate adult.",
                "There was little evidence that practitioners had considered the effect of racism on the boys, or on whether they would ask for help.",
            ],
            [
                "How confident are staff in your agency in speaking about race and adultification?",
                "What do data tell the Partnership about disproportionality, and what is being done in response?",
            ],
        ),
        (
            "Finding 4: Opportunities at critical moments were lost",
            [
                "Child B and Child D attended the Emergency Department with injuries some months before the incidents. Youth workers were not available in the hospital at the weekend.",
            ],
            [
                "Does the Partnership have a shared understanding of what is meant by a critical moment, and can services respond within hours?",
            ],
        ),
    ]
    for heading, paragraphs, questions in findings:
        add(f"«h {heading}»", "Heading 2")
        for words in paragraphs:
            add(f"«fi {words}»")
        add("**«h Questions for the Partnership to consider»**")
        for words in questions:
            add(f"«qu {words}»", "List Bullet")
    add("«h Examples of effective practice»", "Heading 1")
    bullets(
        word,
        "«gp A mentor from the Youth Hub remained alongside Child C for two years and was described by him as “the only one who didn’t leave”.»",
        "«gp The Youth Justice Service worked with the mother of Child A to recognise signs of exploitation in his younger brother.»",
        "«gp A deputy head arranged daily contact and a hot meal for Child D while he was waiting for a place in alternative provision.»",
    )
    add("«h Emerging issues»", "Heading 1")
    add(
        "«bg The reviewers noted two issues which were not part of all four cases, but which partners should monitor:»"
    )
    bullets(
        word,
        "«et The use of social media to arrange, film and share assaults»",
        "«et The movement of families from other areas into Holm because of threats of violence»",
    )
    add("«h What happens next?»", "Heading 1")
    add(
        "«bg The Partnership will publish its response to the findings within three months. Progress will be reported to the Executive Group and to the Violence Reduction Board.»"
    )
    save_as_pdf(word, "Page {page}")


def rapid_review_summary() -> None:
    """A form of two columns, headings on the left, and a table of actions."""
    review = {
        "title": "Rapid Review Summary: Baby Juno",
        "type": "rapid-review",
        "subject": "Baby Juno",
        "published": None,
        "partnership_as_named": "North Vale Safeguarding Children Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("later_docx_rapid_review_summary", review, "NVSCP Business Unit")
    section = word.document.sections[0]
    word.fill(section.footer.paragraphs[0], "«f NVSCP Rapid Review Summary: Baby Juno»")
    add = word.add
    add("«w North Vale Safeguarding Children Partnership»", bold=True, size=14)
    add("«w Rapid Review Summary: Baby Juno»", bold=True, size=18)
    rows = [
        (
            "Reason for the Rapid Review",
            [
                "«bg Baby Juno, aged five months, was taken to hospital after swallowing methadone at home in January 2024. She made a full recovery. The incident was notified to the National Panel on 24 January 2024.»"
            ],
        ),
        (
            "Family composition",
            [
                "«bg Baby Juno lived with her mother, her father and her four year old half-brother. The family is White British.»"
            ],
        ),
        (
            "Agencies involved",
            [
                "«ag North Vale Children’s Social Care»",
                "«ag North Vale Hospitals NHS Trust (midwifery and paediatrics)»",
                "«ag Vale Community Health (0 to 19 service)»",
                "«ag Turning Tide drug and alcohol service»",
                "«ag Dale Police»",
            ],
        ),
        (
            "Summary of the case",
            [
                "«bg Both parents were prescribed methadone and collected it twice a week. Juno was subject to a child protection plan before birth under the category of neglect. The plan was stepped down to Child in Need in October 2023, when her parents’ drug tests had been negative for three months.»",
                "«bg In December 2023 her father told his recovery worker that he had used heroin again. He was worried that the social worker would find out.»",
            ],
        ),
        (
            "What worked well",
            [
                "«gp The specialist midwife coordinated care well and attended every core group.»",
                "«gp The nursery that Juno’s brother attended shared information promptly when collections were late.»",
                "«gp The parents were spoken to with respect and felt that they had been treated fairly.»",
            ],
        ),
        (
            "What could have been better",
            [
                "«as?co,fi The safe storage of methadone was discussed once, in pregnancy, and nobody checked where it was kept after the birth.»",
                "«as?co,fi Turning Tide was not invited to the review conference at which the plan was stepped down.»",
                "«as?co,fi The father’s relapse was not shared with Children’s Social Care, as his worker was not clear about consent.»",
                "«as?co,fi Much less was known about the father’s history than the mother’s.»",
            ],
        ),
        (
            "Key learning",
            [
                "«lp Safe storage should be discussed and seen at every home visit by every agency when a parent is prescribed opioid substitution treatment.»",
                "«lp Relapse is common. Plans for children should say what will happen if a parent relapses and who must be told.»",
                "«lp Consent is not needed to share information when a child may be at risk of significant harm.»",
            ],
        ),
        (
            "Immediate action taken",
            [
                "«im?act The safer storage leaflet was sent again to all pharmacies, midwives and health visitors.»",
                "«im?act Turning Tide contacted all 63 parents of children under five on its caseload and supplied a locked box to each of them.»",
                "«im?act A joint visit by the health visitor and the recovery worker is now offered before a baby is three months old.»",
            ],
        ),
        (
            "Decision",
            [
                "«bg The safeguarding partners decided that a Local Child Safeguarding Practice Review was not required, as the learning had been identified. The National Panel agreed with this decision on 4 March 2024.»"
            ],
        ),
    ]
    form = word.table([[f"**«h {heading}»**", "¶".join(words)] for heading, words in rows], size=10.5)
    form.autofit = False
    for row in form.rows:
        row.cells[0].width, row.cells[1].width = Cm(4), Cm(11.5)
        for paragraph in row.cells[1].paragraphs if len(row.cells[1].paragraphs) > 2 else []:
            paragraph.style = "List Bullet"
    add("")
    add("«h Recommendations and actions»", bold=True, size=14)
    names = ["Recommendation", "Action", "Lead", "Timescale", "Status"]
    plan = [
        (
            "Partners should have a shared standard for the safe storage of medication in homes where there are children.",
            "Publish a one-page standard and a checklist for home visits",
            "Public Health",
            ("2024-06-30", "June 2024"),
            "Complete",
        ),
        (
            "Drug and alcohol services should be part of all decisions about children whose parents are in treatment.",
            "Amend the invitation list for conferences and core groups",
            "Safeguarding and Reviewing Service",
            ("2024-05-31", "May 2024"),
            "Complete",
        ),
        (
            "Staff in adult services should understand when they may share information without consent.",
            "Deliver three briefings and include the topic in induction",
            "Turning Tide",
            ("2024-09-30", "September 2024"),
            "In progress",
        ),
    ]
    table = [[f"«w {name}»" for name in names]]
    for number, (recommendation, action, lead, (day, due), status) in enumerate(plan, 1):
        table.append(
            [
                f"«label {number}». «rec=r{number} {recommendation}»",
                f"«act<r{number} {action}»",
                f"«lead {lead}»",
                f"«due~{day} {due}»",
                f"«status {status}»",
            ]
        )
    word.table(table, header=True)
    add("")
    add("«h Questions for supervision»", bold=True, size=14)
    bullets(
        word,
        "«qu Do I know where medication is kept in the homes that I visit?»",
        "«qu What is the plan if a parent whom I work with relapses?»",
        "«qu Which adult services should be at the next core group?»",
    )
    word.save()


def response_statement() -> None:
    """A statement of the partners, and a response by agency to each recommendation."""
    review = {
        "title": "Statement in response to the Safeguarding Adults Review about Graham",
        "type": "safeguarding-adult-review",
        "subject": "Graham",
        "published": "2025-06-19",
        "partnership_as_named": "Lowmoor Safeguarding Adults Board",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("later_docx_response_statement", review, "LSAB Business Manager")
    section = word.document.sections[0]
    word.fill(section.header.paragraphs[0], "«f Lowmoor Safeguarding Adults Board»")
    add = word.add
    add("«w Statement in response to the Safeguarding Adults Review about Graham»", "Title")
    add("«w 19 June 2025»")
    add("«h Statement from the Independent Chair»", "Heading 1")
    add(
        "«bg Today the Lowmoor Safeguarding Adults Board publishes a Safeguarding Adults Review about Graham, who was 38 and had a learning disability and epilepsy. Graham died in September 2022 following a seizure in the bath at his supported living home.»"
    )
    add(
        "«bg On behalf of the Board I offer my sincere condolences to Graham’s parents and sister. They have been generous in sharing their memories of a man who loved steam trains and made friends wherever he went.»"
    )
    add(
        "«bg The Board accepts the findings of the review in full. The responses of our partners to the recommendations are set out below.»"
    )
    add("«w Dr Helen Marsh-Okoro, Independent Chair»")
    add("«h Summary of the findings»", "Heading 1")
    add("«bg The review found that:»")
    bullets(
        word,
        "«fi Graham’s epilepsy had changed, but his risk assessment for bathing had not been reviewed for two years.»",
        "«fi his annual health check was carried out by telephone and did not include his seizures.»",
        "«fi staff who worked at night had not been trained in epilepsy.»",
        "«fi his parents’ concerns were not passed on when the provider changed.»",
    )
    add("«h Our response to the recommendations»", "Heading 1")
    add("«h Recommendation 1»", "Heading 2")
    add(
        "**«rec=r1#1 Lowmoor Council should ensure that its contracts with supported living providers require an annual review of epilepsy risk assessments, with the involvement of a specialist nurse.»**"
    )
    add("**«lead+ Lowmoor Council»:** «acceptance+ Accepted».")
    add(
        "«resp:1 New contract terms have been agreed and will apply to all providers from October 2025. Until then, contract officers are checking risk assessments at each monitoring visit.»"
    )
    add(
        "**«lead+ Lowmoor Community NHS Trust»:** «acceptance+ Accepted».",
    )
    add(
        "«resp:1 We have appointed a second epilepsy nurse, who will offer an annual review to each adult with a learning disability and active epilepsy.»"
    )
    add("«h Recommendation 2»", "Heading 2")
    add(
        "**«rec=r2#2 The Integrated Care Board should seek assurance about the quality of annual health checks for people with a learning disability.»**"
    )
    add("**«lead+ NHS Lowmoor Integrated Care Board»:** «acceptance+ Accepted».")
    add(
        "«resp:2 An audit of 120 health checks was completed in March 2025. It found that 81% were carried out in person. We have asked practices to see people in person unless there is a recorded reason not to.»"
    )
    add("«h Recommendation 3»", "Heading 2")
    add(
        "**«rec=r3#3 All providers should ensure that no member of staff works alone with a person who has epilepsy until they have been trained.»**"
    )
    add("**«lead+ Brightwater Living»:** «acceptance+ Partially accepted».")
    add(
        "«resp:3 We have trained all permanent staff. Where agency staff are needed at short notice, we will make sure that a trained colleague is on call and can reach the home within fifteen minutes.»"
    )
    add("«h Recommendation 4»", "Heading 2")
    add(
        "**«rec=r4#4 The Board should develop a good practice guide on the transfer of care between providers. It should cover:»**"
    )
    bullets(
        word,
        "«rp<r4 the involvement of families»",
        "«rp<r4 the transfer of risk assessments and health action plans»",
        "«rp<r4 a review by the social worker within six weeks.»",
    )
    add("**«lead+ Lowmoor Safeguarding Adults Board»:** «acceptance+ Accepted».")
    add(
        "«resp:4 A task and finish group, which includes Graham’s sister, has drafted the guide. It will be launched in Safeguarding Adults Week in November 2025.»"
    )
    add("«h What will happen next»", "Heading 1")
    add("«bg The Board has agreed the following actions in order to be assured that the changes are made:»")
    names = ["Action", "Owner", "By when"]
    plan = [
        ("Receive a progress report from each partner", "Board Manager", "2025-12-31", "December 2025"),
        ("Hold a learning event for providers and families", "Learning and Development Subgroup", "2026-01-31", "January 2026"),
        ("Audit 20 transfers of care against the guide", "Quality Assurance Subgroup", "2026-06-30", "30 June 2026"),
    ]  # fmt: skip
    rows = [[f"«act {action}»", f"«lead {lead}»", f"«due~{day} {due}»"] for action, lead, day, due in plan]
    word.table([[f"«w {name}»" for name in names], *rows], header=True, size=10)
    add("")
    add("«h Further information»", "Heading 1")
    address = "https://www.lowmoorsab.example/graham"
    word.link(add(""), f"«res!{address} Read the full report and the learning briefing»", address)
    word.save()


def main() -> None:
    lines_of_enquiry()
    thematic_review()
    rapid_review_summary()
    response_statement()


if __name__ == "__main__":
    main()
