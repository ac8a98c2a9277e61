"""`manage.py export_briefing` gives what the address gives, and says what is wrong and what there is."""

import csv
import io

import docx
import pptx
import pytest
from django.core.management import CommandError, call_command

from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.writers import FORMATS
from tests.briefings.exported import outline_at
from tests.briefings.formats.pdf_reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def same_address(settings):
    """Let the command name the portal as the browser of the tests does."""
    settings.PORTAL_ADDRESS = "http://testserver"


@pytest.fixture
def exported(capsysbinary):
    """Return a function that gives what the command writes to the terminal, and what it says beside it."""

    def run(*arguments: str) -> tuple[bytes, str]:
        said = io.StringIO()
        call_command("export_briefing", *arguments, "--output=-", stderr=said)
        return capsysbinary.readouterr().out, said.getvalue()

    return run


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as refusal:
        call_command("export_briefing", *arguments, "--output=-")
    return str(refusal.value)


def at(browser, address: str) -> bytes:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"docx", "pptx", "pdf"}))  # which hold the time
@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("review/baby-e.{}", ["review", "baby-e"]),
        (
            "theme/fathers-and-male-carers.{}?kind=finding",
            ["theme", "fathers-and-male-carers", "--query=kind=finding"],
        ),
        ("search.{}?q=fathers&sort=newest", ["search", "--query=?q=fathers&sort=newest"]),
        ("review/baby-e.{}?layout=seven-minute", ["review", "baby-e", "--layout=seven-minute"]),
    ],
)
def test_it_writes_what_the_address_gives(client, exported, address, arguments, format):
    content, _ = exported(*arguments, f"--format={format}")
    assert content == at(client, f"/briefings/{address.format(format)}")
    assert outline_at(client, f"/briefings/{address.format('json')}").check in content.decode().replace("\\", "")
    assert not Edition.objects.exists()


@pytest.mark.parametrize("format", ["docx", "pptx", "pdf"])
def test_a_document_is_written_whole_with_its_check_code(client, exported, format):
    content, _ = exported("review", "baby-e", f"--format={format}")
    layout = "?layout=slides" if format == "pptx" else ""
    check = outline_at(client, f"/briefings/review/baby-e.json{layout}").check
    match format:
        case "docx":
            assert docx.Document(io.BytesIO(content)).core_properties.keywords == check
        case "pptx":
            assert pptx.Presentation(io.BytesIO(content)).core_properties.keywords == check
        case "pdf":
            assert check in text_of(content, area=None)


def test_a_file_is_named_as_the_download_and_replaces_only_when_whole(tmp_path, monkeypatch, world):
    monkeypatch.chdir(tmp_path)
    made, email = world.reviews["professionals"], world.people["practitioner"].email
    call_command("export_briefing", "review", made.review.slug, "--format=md", f"--as={email}", stderr=io.StringIO())
    (file,) = tmp_path.iterdir()
    assert file.name == f"review-{made.review.slug}-professionals-only.md"
    before = file.read_bytes()
    assert made.word.encode() in before

    def breaks(outline):
        yield b"The beginning."
        raise RuntimeError

    monkeypatch.setattr("reviews_portal.briefings.writers.markdown.write", breaks)
    monkeypatch.setitem(FORMATS, "md", type(FORMATS["md"])("md", "Markdown", "text/markdown", breaks))
    with pytest.raises(RuntimeError):
        call_command("export_briefing", "review", made.review.slug, "--format=md", f"--as={email}")
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == before


def test_the_public_gets_nothing_restricted_and_a_practitioners_is_marked(world, exported):
    made, email = world.reviews["professionals"], world.people["practitioner"].email
    said = refused("review", made.review.slug)
    assert "that this user may see" in said
    assert made.review.slug not in said.replace(f"“{made.review.slug}”", "")
    content, said = exported("learning", "--format=csv", f"--as={email.upper()}")
    assert "professionals only." in said
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert {row["Audience"] for row in rows} == {"", "Professionals only"}
    assert made.word not in exported("learning", "--format=csv")[0].decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["poem"], ["'poem'", "review", "questions"]),
        (["review", "baby-e", "--format=exe"], ["'exe'", "pdf", "csv"]),
        (["review", "baby-e", "--layout=poster"], ["'poster'", "seven-minute", "handout"]),
        (["review"], ["export_briefing review KEY"]),
        (["learning", "neglect"], ["takes no key", "--query theme=neglect"]),
        (["review", "baby-f"], ["no review “baby-f”", "Did you mean: baby-e"]),
        (["theme", "father"], ["no theme “father”", "fathers-and-male-carers"]),
        (["review", "baby-e", "--as=nobody@example.org"], ["No user has the address nobody@example.org", "--as"]),
        (["search", "--query=q=xyzzyx", "--format=csv"], ["nothing that you have permission to view"]),
        (["learning", "--output=/nowhere/file.pdf"], ["Cannot write /nowhere/file.pdf: No such file"]),
    ],
)
def test_what_is_wrong_is_said_with_what_there_is(arguments, words):
    with pytest.raises(CommandError) as refusal:
        call_command("export_briefing", *arguments)
    said = str(refusal.value)
    assert [word for word in words if word not in said] == []


def test_a_list_that_no_document_holds_is_refused_with_what_to_do(monkeypatch, exported):
    monkeypatch.setattr("reviews_portal.briefings.listings.MOST", 3)
    assert "download it as CSV" in refused("learning")
    content, said = exported("learning", "--format=csv")
    assert len(content.splitlines()) > 4
    assert "version" not in said


def test_it_says_how_far_it_is(monkeypatch, exported):
    told = []

    class Bar:
        n = 0

        def __init__(self, *, total, **options) -> None:
            told.append(total)

        def __enter__(self):
            return self

        def __exit__(self, *error) -> None: ...

        def update(self, more: int) -> None:
            self.n += more
            told.append(self.n)

    monkeypatch.setattr("reviews_portal.briefings.management.commands.export_briefing.tqdm", Bar)
    monkeypatch.setattr("reviews_portal.briefings.listings.MOST", 3)
    monkeypatch.setattr("reviews_portal.briefings.listings.BATCH", 10)
    for arguments in (["learning", "--format=csv"], ["review", "baby-e", "--format=docx"]):
        told.clear()
        exported(*arguments)
        total, *numbers = told
        assert numbers == sorted(numbers)
        assert set(range(total)) <= set(numbers)
        assert numbers[-1] == total
