"""What the page “Check before publication” says of the rows is true."""


def test_it_says_that_there_is_no_text_only_where_there_is_none(client, at, rows, copy):
    page = client.get(at("check/")).text
    assert "Choose a type of text for this row, or remove it." in page
    assert "There is no text yet." not in page
    copy.rows.all().delete()
    assert "There is no text yet." in client.get(at("check/")).text


def test_a_printed_number_is_named_once(client, at, rows):
    rows[1].label, rows[1].words = "2", "2. Nobody asked who lived in the home."
    rows[1].save()
    assert "Not marked: 2. Nobody asked" in " ".join(client.get(at("check/")).text.split())
    rows[1].kind, rows[1].words = "recommendation", "Ask who lives in the home."
    rows[1].save()
    assert "Recommendation 2: Ask who lives" in " ".join(client.get(at("check/")).text.split())
