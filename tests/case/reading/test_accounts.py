"""What dates what, and who says what, where the nearest words mislead."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from stickpoint.case.reading.propose import propose
from stickpoint.cli import main


def of(kind, text):
    return [one for one in propose(text) if one.kind == kind]


def told(text):
    return [(one.speaker, one.receiver, one.date) for one in of("message", text)]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Last week", "1952-07-07/1952-07-13"),
        ("This week", "1952-07-14/1952-07-20"),
        ("Next week", "1952-07-21/1952-07-27"),
        ("In the following week", "1952-07-21/1952-07-27"),
        ("The previous week", "1952-07-07/1952-07-13"),
        ("That week", "1952-07-14/1952-07-20"),
    ],
)
def test_a_week_stays_a_week(words, date):
    assert of("date", f"Rome, 16 July 1952. {words} they met.")[1].date == date


@pytest.mark.parametrize(
    "aside",
    [
        "Adler spoke of the frontiers of 1792.",
        "He held that the treaty of 1815 was dead.",
        "The council, founded in 1901, looked on.",
        "It had paid £5 million in 1813 already.",
        "The 1815 Treaty was read out.",
    ],
)
def test_a_year_in_passing_dates_nothing_but_itself(aside):
    text = f"On 3 August 1952 Adler met Brandt. {aside} Brandt cabled Adler on the 5th."
    assert told(text) == [("Brandt", "Adler", "1952-08-05")]
    passing = of("date", text)[1]
    assert (passing.reach, passing.confidence <= 0.5) == ("nothing", True)
    _, _, last = of("date", text)
    assert last.date == "1952-08-05"


@pytest.mark.parametrize("head", ["In 1953 ", "In the course of 1953 ", "By the end of 1953 "])
def test_a_year_that_a_sentence_begins_with_moves_the_account(head):
    text = f"On 3 August 1952 they met. {head}Adler wrote to Brandt."
    assert "1953" in told(text)[0][2]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("The chair reminded both sides that the ballot closes on 3 July.", "2023-06-12"),
        ("The chair asked Mr Lund to answer by 3 July.", "2023-06-12"),
        ("The chair told Mr Lund: no answer on 3 July, no talks.", "2023-06-12"),
        ("On 3 July the chair told Mr Lund that all was well.", "2023-07-03"),
        ("The chair wrote to Mr Lund on 3 July that all was well.", "2023-07-03"),
        ("Mr Lund had gone home yesterday. The chair told Mr Lund to rest.", "2023-06-12"),
    ],
)
def test_a_message_has_the_running_date_unless_a_date_goes_with_its_verb(words, date):
    assert told(f"Minutes of 12 June 2023.\n\n{words}")[-1][2] == date


def test_a_date_within_what_is_told_does_not_move_the_account():
    text = (
        "On 5 March 1987 they met. He recalled that it began on 19 January. A week earlier he left."
    )
    assert of("date", text)[-1].date == "1987-02-23/1987-03-01"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            'Napoleon\'s answer was a flat no: "I would rather lose it." Metternich, who knew, '
            "remarked to Castlereagh that he was past help.",
            "Napoleon",
        ),
        (
            'Asked about it, Rao said she "could not put it to the members".\n'
            "Mr Lindqvist told Dr Rao he would resign.",
            "Rao",
        ),
        ("“We will not pay,” Brandt told Adler.", "Brandt"),
        ("“We will not pay!” Brandt told Adler.", "Brandt"),
    ],
)
def test_a_quotation_goes_to_the_verb_of_its_own_sentence(text, speaker):
    (quote,) = of("quote", text)
    assert quote.speaker.endswith(speaker)


def test_a_quotation_between_two_speakers_is_less_sure():
    (one,) = of("quote", "Adler said it was “over,” Brandt said.")
    (other,) = of("quote", "Adler said it was “over” at noon.")
    assert one.confidence <= 0.5 < other.confidence


def test_he_is_the_subject_of_the_sentence_before_not_the_receiver_of_an_old_message():
    text = (
        "Weber's line to his negotiators was short. The river rose for months, and nobody could "
        "say who would pay for it in the end, or when, or with what, since the banks had failed. "
        "Some said that the bridge should be pulled down and the ferry kept instead. "
        "Lindt was desperate. "
        "On 4 May 1931 he cabled Weber begging him to give way."
    )
    assert told(text)[-1] == ("Lindt", "Weber", "1931-05-04")


@pytest.mark.parametrize("year", ["432/31 BC", "44 BC", "480 B.C."])
def test_a_year_before_our_era_is_neither_a_number_nor_a_year_of_ours(year):
    text = f"In the winter of {year} the envoys came."
    (date,) = of("date", text)
    assert (date.date, date.resolved) == ("", False)
    assert "before our era" in date.reason
    assert of("number", text) == []


def test_lines_that_end_in_a_bare_carriage_return_are_lines(tmp_path):
    lines = ["ADLER: We met on 3 May 1952.", "", "BRANDT: No “deal", "yet” then.", "It rained."]
    text = "\n".join(lines)
    file = tmp_path / "old.txt"
    file.write_bytes(text.replace("\n", "\r").encode())
    assert propose(text.replace("\n", "\r")) == propose(text)
    found = json.loads(CliRunner().invoke(main, ["read", str(file), "--json"]).stdout)
    assert [one["line"] for one in found["proposals"] if one["kind"] == "speech"] == [1, 3]


def test_only_a_date_says_what_it_dates(tmp_path):
    file = tmp_path / "note.txt"
    file.write_text("On 3 May 1952 Adler cabled Brandt.", encoding="utf-8")
    found = json.loads(CliRunner().invoke(main, ["read", str(file), "--json"]).stdout)
    assert {one["kind"]: "reach" in one for one in found["proposals"]} == {
        "date": True,
        "message": False,
    }
