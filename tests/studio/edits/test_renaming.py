"""Another name: every mention follows, words and comments stay, and what clashes is refused."""

from __future__ import annotations

import pytest
from mutant_seeds import SMALL

from stickpoint.case.check import check_text
from stickpoint.case.library import path_of
from stickpoint.case.schema import layout
from stickpoint.case.schema.beliefs_layout import Taken
from stickpoint.case.schema.orders_layout import Chain, Line, Sides, Wanted
from stickpoint.case.schema.phrases import Groups, Pair, Phrase
from stickpoint.case.schema.shape import Kind, ListOf, Struct, Table
from stickpoint.case.schema.stakes_layout import Rates, Weighted
from stickpoint.studio.edits import EditError, patched
from stickpoint.studio.edits.mentions import SINGLE, mentions
from stickpoint.studio.edits.written import read

EVERYWHERE = """\
format: 1
title: ann and boat and fare, in words
clock: {start: 2001-01-01, unit: week, horizon: 9}
parties:
  @P: {name: Ann, text: ann herself, patron: {bob: {@P.@O: either}}}  # ann stays ann
  bob:
    {name: Bob, patron: {@P: {bob.offer: {to: yes, text: ann has it, needs: "!@P.@O & !@I"}}}}
  dee: Dee
options:
  @P.@O: {text: strike, now: yes, needs: "!nature.@N"}
  @P.yield: {text: "yield @P.@O"}
  "bob.offer": offer
nature: {@N: {text: a storm, rate: 0.1}}
at_most_one: [[@P.@O, @P.yield]]
issues:
  '@I':
    name: the fare
    terms:
      @T: {when: bob.offer, text: half of it, needs: [@P]}
      none of it: "@P.yield"
    positions: {@P: {hard: {text: stand hard, now: yes}, soft: be soft}}
  seats: {name: seats, terms: {kept: bob.offer | @P.yield}}
settled: '@I & !(@I = "none of it")'
wants:
  @P:
    - '@I = "@T" if @P.@O'
    - "!@P.@O & @I = \\"@T\\""
    - >
      @I iff
      (@P.hard | @P.yield)
    - either: [@P.yield, [seats, '@I = "@T"']]
  bob: {that: "!@P.@O"}
  dee:
    coders:
      ann: [@P.@O, {either: [bob.offer, {that: "@I", note: ann}]}]
      ed: "!@P.@O"
strength: {@P: ["@I = '@T' if @P.@O"]}
views: {bob: {wants: {@P: ["@P.@O"]}, options: {@P.yield: unknown}}, @P: {wants: {bob: bob.offer}}}
attitudes: {@P: {bob: "-"}, bob: {@P: "+"}}
payoffs:
  @P: [{when: "at_least(2, 1 @P.@O, 2 @I)", worth: [-2, -1], label: ann}]
  bob: [{when: {at_least: {of: {@P.@O: 1, @I = "@T": 2}, is: 2}}, worth: -1}]
tolls:
  lost: {when: "!settled", per: day, amount: 1, falls_on: @P}
  more: {when: "!settled", per: day, amount: 1, falls_on: the ann of old}
record:
  messages:
    - {id: m1, date: 2001-01-02, from: @P, to: bob, act: plea, text: ann pleads, note: "@P.@O"}
  moves: [{id: v1, date: 2001-01-03, party: @P, sets: {@P.@O: no}}]
  evidence: {E1: a note}
  silent: [@P.yield, @P.@O, nature.@N]
hypotheses:
  pride:
    {claim: ann is proud, about: @P, payoffs: {@P: [{when: @P.@O, worth: 1}]}, evidence: {E1: +}}
  thrift: {claim: ann is poor, evidence: {E1: "-"}}
levers:
  - {what: pay ann, payoff: @P, line: 1, by: @P}
  - {what: strike dearer, effort: @P.@O, by: ann the elder}
  - {what: quicker, pace: @P}
  - {what: storms, rate: nature.@N}
happened: {date: 2001-02-01, terms: [@T, kept]}
"""
WORDS = ("title:", "text: ann herself", "# ann stays", "label: ann", "ann pleads", "ann of old")
FIRST = {"@P": "ann", "@O": "strike", "@I": "fare", "@T": "half rise", "@N": "storm"}
PATHS = {
    "@P": ["parties", "ann"],
    "@O": ["options", "ann.strike"],
    "@I": ["issues", "fare"],
    "@T": ["issues", "fare", "terms", "half rise"],
    "@N": ["nature", "storm"],
}


def filled(**other: str) -> str:
    text = EVERYWHERE.replace('note: "@P.@O"', 'note: "ann.strike"')  # a note is words
    text = text.replace('text: "yield @P.@O"', 'text: "yield ann.strike"')
    for mark, name in {**FIRST, **{f"@{key}": name for key, name in other.items()}}.items():
        text = text.replace(mark, name)
    return text


def test_the_case_that_names_things_everywhere_is_sound() -> None:
    assert check_text(filled())[1] == ()
    assert all(words in filled(P="zed") for words in WORDS)


@pytest.mark.parametrize(
    ("mark", "new"),
    [("@P", "zed"), ("@O", "walk_out"), ("@I", "price"), ("@T", "all of it"), ("@N", "gale")],
)
def test_every_mention_follows_and_nothing_else_changes(mark: str, new: str) -> None:
    edit = {"do": "rename", "path": PATHS[mark], "to": new}
    assert patched(filled(), edit) == filled(**{mark[1:]: new})


def test_terms_may_take_a_name_that_needs_quotes_of_another_kind() -> None:
    edit = {"do": "rename", "path": PATHS["@T"], "to": 'the "half": rise'}
    new = patched(filled(), edit)
    case, findings = check_text(new)
    assert findings == ()
    assert [term.name for term in case.issues[0].terms] == ['the "half": rise', "none of it"]


@pytest.mark.parametrize(
    ("path", "new", "why"),
    [
        (["parties", "ann"], "bob", "there is a party 'bob' already"),
        (["parties", "ann"], "Ann", "small letters"),
        (["parties", "ann"], "settled", "something of its own"),
        (["parties", "ann"], "", "small letters"),
        (["parties", "cid"], "dan", "no 'cid' in the file"),
        (["options", "ann.strike"], "yield", "there is an option 'ann.yield' already"),
        (["options", "ann.strike"], "bob.strike", "stays with its party"),
        (["options", "ann.strike"], "hard", "cannot be its name"),
        (["options", "ann.hard"], "firm", "no 'ann.hard' in the file"),
        (["issues", "fare"], "seats", "there is an item 'seats' already"),
        (["issues", "fare", "terms", "half rise"], "none of it", "way to close it 'none"),
        (["issues", "fare", "terms", "half rise"], "a + b", "without ' \\+ '"),
        (["title"], "x", "only a party"),
    ],
)  # fmt: skip
def test_what_clashes_is_refused_with_the_reason(path, new, why) -> None:
    with pytest.raises(EditError, match=why):
        patched(filled(), {"do": "rename", "path": path, "to": new})


def _all_kinds(kind: type) -> set[type]:
    return {kind}.union(*map(_all_kinds, kind.__subclasses__()))


def test_of_every_kind_of_the_format_it_is_known_what_it_names() -> None:
    walked = {Phrase, Groups, Pair, ListOf, Table, Struct, Rates, Weighted}
    opened = {Wanted, Taken, Line, Sides, Chain}
    ours = {one for one in _all_kinds(Kind) if one.__module__.startswith("stickpoint.case.schema")}
    assert ours - {Kind} == walked | opened | set(SINGLE)


def test_a_kind_that_nobody_has_thought_of_is_no_silent_loss(monkeypatch) -> None:
    class New(Kind):
        """A kind made after the walk was."""

    title = layout.Key(New(), "the title")
    monkeypatch.setitem(layout.CASE.keys, "title", title)
    with pytest.raises(TypeError, match="a kind whose mentions are known is expected"):
        list(mentions(read(filled())))


TWO = """\
format: 1
title: t
parties: {ann: Ann, bob: Bob}
options: {ann.strike: strike, bob.offer: offer}
issues: {fare: {terms: {rise: ann.strike, none: bob.offer}}}
wants: {ann: ann.strike, bob: bob.offer}
clock: {unit: week, horizon: 9}
"""


def _rename(more: str, mark: str, new: str) -> str:
    assert check_text(TWO + more)[1] == ()
    path = ["issues", "fare", "terms", "rise"] if mark == "@T" else PATHS[mark]
    new = patched(TWO + more, {"do": "rename", "path": path, "to": new})
    assert check_text(new)[1] == ()
    return new[new.index("horizon: 9}\n") + 12 :]


@pytest.mark.parametrize(
    ("mark", "more", "line"),
    [
        ("@O", "impossible: [{that: &s ann.strike & fare & !fare, note: hm}]\nabout: *s\n", 9),
        ("@O", "impossible:\n- {that: &s ann.strike & !ann.strike,\n   note: *s}\n", 10),
        ("@P", "about: &s ann\ntolls: {t: {when: fare, per: day, amount: 1, falls_on: *s}}\n", 9),
    ],
)
def test_what_is_repeated_as_words_is_never_changed_with_a_name(mark, more, line) -> None:
    assert check_text(TWO + more)[1] == ()
    with pytest.raises(EditError, match=rf"'\*s' in line {line} would no longer say the same"):
        patched(TWO + more, {"do": "rename", "path": PATHS[mark], "to": "zed"})


REPEATED = "tolls: {t: {when: *x, per: day, amount: 1}}"
BORNE = "tolls: {t: {when: fare, per: day, amount: 1, falls_on: &x"
PAID = "payoffs: {bob: [{when: fare, worth: 1}]}"
BY = f"}}}}\n{PAID}\nlevers: [{{what: less, payoff: bob, line: 1, by: *x}}]"


@pytest.mark.parametrize(
    ("mark", "new", "here", "there"),
    [
        ("@T", "raise", '"!ann.strike | fare = rise"', '"!ann.strike | fare = raise"'),
        ("@T", "full rise", '"fare = rise"', r'"fare = \"full rise\""'),
        ("@T", "full rise", "fare = rise", 'fare = "full rise"'),
        ("@T", "if", "fare = rise", 'fare = "if"'),
        ("@T", "raise", "'fare = ''rise'''", "'fare = ''raise'''"),
        ("@T", "raise", r'"fare = \"rise\" & fare"', r'"fare = \"raise\" & fare"'),
        ("@I", "price", "> # the fare\n  fare |\n  fare", "> # the fare\n  price |\n  price"),
        ("@I", "price", f"&x !!str fare\n{REPEATED}", f"&x !!str price\n{REPEATED}"),
        ("@I", "price", f'&x "!fare | fare"\n{REPEATED}', f'&x "!price | price"\n{REPEATED}'),
        ("@P", "zed", f"fare\n{BORNE} ann{BY}", f"fare\n{BORNE} zed{BY}"),
    ],
)
def test_quotes_and_what_stands_before_a_name_stay(mark, new, here, there) -> None:
    assert _rename(f"settled: {here}\n", mark, new) == f"settled: {there}\n"


def test_words_for_somebody_else_do_not_become_a_party() -> None:
    text = filled().replace("the ann of old", "crew")
    with pytest.raises(EditError, match="'crew' already stands for somebody"):
        patched(text, {"do": "rename", "path": ["parties", "ann"], "to": "crew"})


def test_a_case_with_faults_is_mended_first() -> None:
    with pytest.raises(EditError, match="mend them before"):
        patched(filled() + "oops: 1\n", {"do": "rename", "path": PATHS["@P"], "to": "zed"})


@pytest.mark.parametrize("name", [*SMALL, "korea-1952"])
def test_there_and_back_leaves_the_text_as_it_was(name: str) -> None:
    text = SMALL[name] if name in SMALL else path_of(name).read_text(encoding="utf-8")
    if check_text(text)[1]:
        pytest.skip("it has faults on purpose")
    named = {"parties": "party", "options": "option", "issues": "item", "nature": "nature"}
    for table, sort in named.items():
        first = next(
            (m for m in mentions(read(text)) if m.sort == sort and m.keys[:1] == (table,)), None
        )
        if first is not None:
            old = first.part.words
            owner = f"{old.partition('.')[0]}." if sort == "option" else ""
            new = f"{owner}fresh"
            there = patched(text, {"do": "rename", "path": [table, old], "to": new})
            assert there != text
            assert patched(there, {"do": "rename", "path": [table, new], "to": old}) == text
