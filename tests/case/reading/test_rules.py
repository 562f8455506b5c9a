"""What each rule of the reading aid takes words for, one short example each."""

# ruff: noqa: RUF001 - the marks that texts are quoted with

from __future__ import annotations

import pytest

from stickpoint.case.reading.dates import edtf
from stickpoint.case.reading.numbers import counts
from stickpoint.case.reading.propose import propose
from stickpoint.case.reading.sentences import Sentences, quoted


def dates(text):
    return [(text[one.start : one.end], one.date) for one in propose(text) if one.kind == "date"]


def of(kind, text):
    return [one for one in propose(text) if one.kind == kind]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("on 14 July 1952", "1952-07-14"),
        ("on the 14th of July 1952", "1952-07-14"),
        ("on July 14, 1952", "1952-07-14"),
        ("on Monday, 14 July 1952", "1952-07-14"),
        ("on 14 Sept. 1952", "1952-09-14"),
        ("from 14 to 16 July 1952", "1952-07-14/1952-07-16"),
        ("on 14–16 July 1952", "1952-07-14/1952-07-16"),
        ("between 28 July 1952 and 3 August 1952", "1952-07-28/1952-08-03"),
        ("from 28 July to 3 August 1952", "1952-07-28/1952-08-03"),
        ("in July 1952", "1952-07"),
        ("in late July 1952", "1952-07-21/1952-07-31"),
        ("in mid-July 1952", "1952-07-11/1952-07-20"),
        ("at the end of July 1952", "1952-07-21/1952-07-31"),
        ("in early 1952", "1952-01/1952-04"),
        ("BY EARLY 1952", "../1952-04-30"),
        ("since 1947", "1947-01-01/.."),
        ("before July 1952", "../1952-06-30"),
        ("around 15 July 1952", "1952-07-15~"),
        ("in about July 1952", "1952-07~"),
        ("in the 1950s", "195X"),
        ("in the early 1950s", "1950/1953"),
        ("in the summer of 1952", "1952-06/1952-08"),
        ("in winter 1952/53", "1952-12/1953-02"),
        ("in 1951-53", "1951/1953"),
        ("on 1952-07-14", "1952-07-14"),
        ("on 14.7.1952", "1952-07-14"),
    ],
)
def test_a_calendar_date_is_read_in_any_usual_form(words, date):
    assert [found for _, found in dates(f"They met {words}.")] == [date]
    assert not of("date", f"They met {words}.")[0].resolved


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("On the 17th he left.", "1952-07-17"),
        ("On the 12th he left.", "1952-07-12"),
        ("On 20 August he left.", "1952-08-20"),
        ("On 3 January he left.", "1953-01-03"),
        ("The next day he left.", "1952-07-15"),
        ("The day before, he left.", "1952-07-13"),
        ("Three days earlier he had left.", "1952-07-11"),
        ("Two days after that he left.", "1952-07-16"),
        ("A week later he left.", "1952-07-18/1952-07-24"),
        ("A fortnight later he left.", "1952-07-25/1952-07-31"),
        ("Three weeks earlier he had left.", "1952-06-20/1952-06-26"),
        ("Nine days later he left.", "1952-07-23"),
        ("Ten days later he left.", "1952-07-21/1952-07-27"),
        ("11 days later he left.", "1952-07-25"),
        ("30 days earlier he had left.", "1952-06-11/1952-06-17"),
        ("A couple of days later he left.", "1952-07-16/1952-07-17"),
        ("A few weeks later he left.", "1952-07-28/1952-09-01"),
        ("A month later he left.", "1952-07-30/1952-08-29"),
        ("A few days later he left.", "1952-07-16/1952-07-21"),
        ("The following month he left.", "1952-08"),
        ("The previous year he had left.", "1951"),
        ("That summer he left.", "1952-06/1952-08"),
        ("He left that month.", "1952-07"),
        ("He did not leave until December.", "1952-12"),
        ("When they first met, on 20 August, he left.", "1952-08-20"),
    ],
)
def test_a_date_that_leans_on_another_is_resolved_and_marked(words, date):
    first, second = of("date", f"They met on 14 July 1952. {words}")
    assert (first.resolved, second.resolved) == (False, True)
    assert second.date == date
    assert f"counted from the date at {first.start}" in second.reason


@pytest.mark.parametrize(
    ("before", "words", "date"),
    [
        ("On 26 July 1952 they met. A week later Adler wrote", "on the 3rd", "1952-08-03"),
        ("On 26 July 1952 they met. A week later Adler wrote", "on the 31st", "1952-07-31"),
        ("In July 1952 they met. Adler wrote", "on the 1st", "1952-07-01"),
        ("In July 1952 they met. Adler wrote", "on the 31st", "1952-07-31"),
    ],
)
def test_what_leans_on_a_date_that_is_vague_is_within_it_or_next_to_it(before, words, date):
    assert dates(f"{before}. He left {words}.")[-1][1] == date


def test_what_is_counted_from_a_vague_date_is_vaguer_still():
    text = "On 14 July 1952 they met. A week later Adler wrote. A week later Brandt wrote."
    assert [found for _, found in dates(text)][1:] == [
        "1952-07-18/1952-07-24",
        "1952-07-22/1952-08-03",
    ]


def test_last_winter_said_in_winter_is_the_one_before():
    text = "15 January 1952\n\nLast winter was cold."
    assert dates(text)[1] == ("Last winter", "1950-12/1951-02")


def test_with_nothing_before_it_a_relative_date_gets_no_day_and_little_confidence():
    (found,) = of("date", "He left on the 17th.")
    assert (found.date, found.resolved) == ("", False)
    assert found.confidence <= 0.3


def test_what_somebody_recalls_does_not_move_the_account():
    text = "They met on 14 July 1952. “We began in 1904,” he said. The next day he left."
    assert dates(text)[-1] == ("The next day", "1952-07-15")


@pytest.mark.parametrize(
    "text",
    ["It may march on.", "About 2000 men came.", "They paid $1952.", "Article 1952b applies.",
     "On 30 February 1952x they met.", "The 38th parallel held."],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text):
    assert dates(text) == []


def test_no_span_is_written_more_precisely_than_it_is():
    from datetime import date

    assert edtf(date(1952, 7, 14), date(1952, 7, 14)) == "1952-07-14"
    assert edtf(date(1952, 1, 1), date(1952, 12, 31)) == "1952"
    assert edtf(date(1950, 1, 1), date(1959, 12, 31)) == "195X"
    assert edtf(date(1952, 7, 14), date.max) == "1952-07-14/.."


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("CHEN: We shall see.", "CHEN"),
        ("CHEN [after a pause]: We shall see.", "CHEN"),
        ("CHEN LI says that one shall see.", "CHEN LI"),
        ("Mr Bell: We shall see.", "Mr Bell"),
    ],
)
def test_a_line_that_a_name_begins_is_a_speech(line, speaker):
    (found,) = of("speech", f"The minute runs:\n{line}\nThe end.")
    assert (found.speaker, found.end - found.start) == (speaker, len(line))


def test_a_heading_is_no_speech():
    assert of("speech", "Note: none.\nBY EARLY 1952, he left.\nPresent: all.") == []


@pytest.mark.parametrize(
    ("text", "sides", "act"),
    [
        ("Adler cabled Brandt.", ("Adler", "Brandt"), "report"),
        ("Adler begged Brandt to stop.", ("Adler", "Brandt"), "plea"),
        ("Adler wrote to Brandt, offering money.", ("Adler", "Brandt"), "offer"),
        ("Adler turned Brandt down.", ("Adler", "Brandt"), "refusal"),
        ("Adler told Brandt that he agreed.", ("Adler", "Brandt"), "assent"),
        ("Adler warned Brandt.", ("Adler", "Brandt"), "threat"),
        ("Adler promised Brandt an answer.", ("Adler", "Brandt"), "promise"),
        ("The company ordered the workers out.", ("company", "workers"), "order"),
        ("Adler’s telegram to Brandt was lost.", ("Adler", "Brandt"), "report"),
        ("Adler was told by Brandt.", ("Brandt", "Adler"), "report"),
        ("Adler was tired. That day he cabled Brandt.", ("Adler", "Brandt"), "report"),
    ],
)
def test_who_told_whom_is_found_and_the_act_guessed(text, sides, act):
    found = of("message", text)
    assert [(one.speaker, one.receiver, one.act) for one in found] == [(*sides, act)]


def test_an_answer_goes_back_to_whoever_wrote():
    first, second = of("message", "Adler cabled Brandt on 3 May 1950. Brandt refused the next day.")
    assert (second.speaker, second.receiver, second.act) == ("Brandt", "Adler", "refusal")
    assert (first.date, second.date) == ("1950-05-03", "1950-05-04")
    assert second.confidence < first.confidence


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("“We wait,” Adler said.", "We wait,", "Adler"),
        ('"We wait," said Adler.', "We wait,", "Adler"),
        ("Adler said: “We wait.”", "We wait.", "Adler"),
        ("Adler’s order was: “We wait.”", "We wait.", "Adler"),
        ("Adler was calm. “We wait,” he said.", "We wait,", "Adler"),
        ("‘We wait,’ Adler said.", "We wait,", "Adler"),
        ("«We wait», Adler said.", "We wait", "Adler"),
        ("ADLER: It was “hard”.", "hard", "ADLER"),
        ("It was “hard”.", "hard", ""),
    ],
)
def test_quoted_words_have_their_speaker(text, words, speaker):
    (found,) = of("quote", text)
    assert (text[found.start : found.end], found.speaker) == (words, speaker)


def test_an_opening_mark_that_is_never_closed_opens_nothing():
    text = "He said “we wait.\n\nThen “it ended” at last."
    assert [text[start:end] for start, end in quoted(text)] == ["it ended"]


@pytest.mark.parametrize(
    ("text", "value", "what"),
    [
        ("They lost 30,000 hectares.", "30000", "hectares"),
        ("It costs $2.1bn now.", "2100000000", "dollars"),
        ("It holds 4.5 billion cubic metres.", "4500000000", "cubic metres"),
        ("They took 62 per cent.", "62%", ""),
        ("It takes two to three years.", "2-3", "years"),
        ("It takes 3–7 years.", "3-7", "years"),
        ("They held one-third of adult males.", "1/3", "adult males"),
        ("It lasted a year and a half.", "1.5", "year"),
        ("Hundreds of thousands of people died.", "100000-1000000", "people"),
        ("Two dozen ships came.", "24", "ships"),
        ("Twenty-six men came.", "26", "men"),
    ],
)
def test_a_number_has_its_value_and_what_it_counts(text, value, what):
    assert [(one.value, one.what) for one in of("number", text)] == [(value, what)]


def test_labels_times_and_dates_are_no_numbers():
    text = "1. Item 2 of page 7 was read at 12.55 on 14 July 1952, the 3rd time."
    assert of("number", text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("about 30,00 °Men were held", "30,00 °Men"),
        ("a loss of 12,50 000 tons", "12,50 000"),
        ("in l952 they met", "l952"),
        ("a wou\x02ld move", "\x02"),
        ("a \ufb01gure", "\ufb01"),
        ("the farm- ers know", "farm- ers"),
        ("the farm-\ners know", "farm-\ners"),
        ("â€œNo", "â€œ"),
        ("caf\ufffd", "\ufffd"),
        ("a soft\u00adness", "\u00ad"),
        ("Mоscow in mixed letters", "о"),
    ],
)
def test_suspicious_characters_are_pointed_at(text, words):
    assert [text[one.start : one.end] for one in of("odd", text)] == [words]


@pytest.mark.parametrize(
    "text",
    ["It was 20 °C.", "1,234,567 men", "long- and short-term", "45° 30' N", "a well-kept text"],
)
def test_what_is_in_order_is_not_pointed_at(text):
    assert of("odd", text) == []


def test_an_abbreviation_ends_no_sentence():
    text = "Mr. Bell met Dr. Lund. They left."
    assert [text[a:b] for a, b in Sentences(text).spans] == ["Mr. Bell met Dr. Lund.", "They left."]


@pytest.mark.parametrize(
    ("text", "sides", "act"),
    [
        ("The United States asked the Soviet Union for a meeting.",
         ("United States", "Soviet Union"), "plea"),
        ("The U.S. asked the U.S.S.R. to withdraw.", ("U.S.", "U.S.S.R."), "plea"),
        ("On Tuesday the Prime Minister of the United Kingdom again warned the European Union.",
         ("Prime Minister of the United Kingdom", "European Union"), "threat"),
        ("The foreign minister of Iran told the Soviet ambassador that it was over.",
         ("foreign minister of Iran", "Soviet ambassador"), "report"),
        ("The United Nations called on Iraq to withdraw.", ("United Nations", "Iraq"), "plea"),
        ("The United States demanded that the Soviet Union remove its missiles.",
         ("United States", "Soviet Union"), "plea"),
        ("The United States sent the Soviet Union a note.",
         ("United States", "Soviet Union"), "report"),
        ("The Allies handed Germany an ultimatum.", ("Allies", "Germany"), "threat"),
        ("Washington proposed a truce to Pyongyang.", ("Washington", "Pyongyang"), "offer"),
        ("Iran rejected the offer of the United States.", ("Iran", "United States"), "refusal"),
        ("Mao accepted Kim's proposal.", ("Mao", "Kim"), "assent"),
    ],
)  # fmt: skip
def test_names_may_follow_the_article_and_papers_have_receivers(text, sides, act):
    found = of("message", text)
    assert [(one.speaker, one.receiver, one.act) for one in found] == [(*sides, act)]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Stalin told Mao's envoy that it would go on.", ("Stalin", "Mao's envoy")),
        ("Kennedy answered Khrushchev's letter.", ("Kennedy", "Khrushchev")),
        ("Kim's ambassador told Mao no.", ("Kim's ambassador", "Mao")),
        ("The United States and Britain asked France for help.",
         ("United States and Britain", "France")),
        ("Adler told Brandt and Lund that it was over.", ("Adler", "Brandt and Lund")),
        ("Adler told Brandt and Lund asked why.", ("Adler", "Brandt")),
    ],
)  # fmt: skip
def test_the_receiver_is_who_is_told_and_nobody_near_by(text, sides):
    (found, *_) = of("message", text)
    assert (found.speaker, found.receiver) == sides


@pytest.mark.parametrize(
    "text",
    [
        "Adler asked Monday for a rest.",
        "They proposed a trip to Geneva.",
        "Adler asked Brandt for help on 3 May 1950. Lund refused.",
    ],
)
def test_days_places_and_bystanders_receive_nothing(text):
    assert not [
        one for one in of("message", text) if one.speaker != "Adler" or "Mon" in one.receiver
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They lost 30,000 hectares.", "territory"),
        ("It costs $2.1bn now.", "money"),
        ("It took 60 days.", "time"),
        ("They held 5,000 North Korean prisoners.", "people"),
        ("Twenty-six fishermen drowned.", "people"),
        ("It lost 5,000 tons a year.", ""),
        ("It had eleven pages.", ""),
        ("It rose from 18 to 41.", ""),
        ("17 42 99\n18 43 98\n", ""),
    ],
)
def test_a_number_counts_people_money_territory_or_time_or_nothing(text, kind):
    assert {counts(one) for one in of("number", text)} == {kind}


def test_a_year_alone_is_a_heading_but_not_among_figures():
    assert dates("The war\n\n1952\n\nThey met.") == [("1952", "1952")]
    assert dates("1950 17\n1951 18\n1952 19\n") == []
    assert dates("1600\n1764\n1952\n") == []
    assert dates("They met, 1952.") == [("1952", "1952")]
