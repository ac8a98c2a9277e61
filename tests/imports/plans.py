"""An invented review, its action plan and a response to it, as files of three formats, for tests of attaching."""

from io import BytesIO

from docx import Document

FIRST = "The Partnership should write guidance on sharing information about adults who join a household."
SECOND = "Schools and health visitors should agree how they tell each other about missed appointments."
REPORT = f"""<!doctype html><html><body><main><h1>Child Safeguarding Practice Review: Child Wombat</h1>
<p>Published 4 March 2025</p>
<h2>What happened</h2>
<p>Wombat was four years old when her teacher noticed that she came to school hungry and tired.</p>
<h2>What we learnt</h2><ul><li>Ask who lives in the home and when that changed.</li></ul>
<h2>Recommendations</h2><ol><li>{FIRST}</li><li>{SECOND}</li></ol></main></body></html>"""
COLUMNS = ["No.", "Recommendation", "Action", "Lead", "Target date", "Status", "Evidence"]
PLAN = [
    ["1", FIRST, "Agree a form.", "Head of Safeguarding", "30 June 2025", "Green", "Audit of forty records."],
    ["2", SECOND, "Brief all schools.", "Director of Education", "ongoing", "Amber", ""],
    ["", "", "Brief all health visitors.", "Named Nurse", "31/09/2025", "Red", "None yet."],
]
RESPONSE = f"""<!doctype html><html><body><main>
<h1>Response to the Child Safeguarding Practice Review: Child Wombat</h1>
<h2>Recommendation 1</h2><p>{FIRST}</p>
<h3>Wombatshire Council response:</h3>
<p>The guidance was written in May and every team has been trained in it since then.</p>
<p>An audit in July found that forty records had the new form.</p>
<h3>Wombat Police response:</h3>
<p>Officers now ask who lives in the home when they attend.</p>
<h2>Recommendation 2</h2><p>{SECOND}</p>
<h3>Wombatshire Council response:</h3>
<p>The agreement was signed in June.</p></main></body></html>"""


def plan_in_word(rows: list[list[str]] = PLAN, title: str = "Child Wombat: multi-agency action plan") -> bytes:
    """Return an action plan as a Word file with one table."""
    document = Document()
    document.add_heading(title, 0)
    document.add_heading("Action plan", 1)
    table = document.add_table(rows=0, cols=len(COLUMNS))
    for values in (COLUMNS, *rows):
        for cell, text in zip(table.add_row().cells, values, strict=True):
            cell.text = text
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def plan_in_html(rows: list[list[str]] = PLAN) -> bytes:
    """Return the same plan as a web page."""
    lines = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    return (
        "<!doctype html><html><body><main><h1>Child Wombat: multi-agency action plan</h1>"
        "<p>Published 4 September 2025</p><h2>Action plan</h2>"
        f"<table><tr>{head}</tr>{lines}</table></main></body></html>"
    ).encode()
