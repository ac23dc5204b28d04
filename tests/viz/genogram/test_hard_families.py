"""The families that are hard to draw, each by name."""

from __future__ import annotations

from dataclasses import replace

from graph.model.answers import HouseholdAnswer, PersonAnswer
from graph.model.genogram import Genogram, Tie, TieSort, Twins
from tests.viz.family import a_period, a_person
from tests.viz.genogram.answers import a_genogram, a_home, a_tie, family_genogram
from tests.viz.genogram.promises import PROMISES, crossings
from viz.genogram.drawing import Drawing, draw
from viz.genogram.routing import CHILD, UNION
from viz.genogram.svg import MCGOLDRICK, to_svg
from viz.genogram.view import View, make_view

BIRTH, PARTNER, SPOUSE = TieSort.BIRTH, TieSort.PARTNER, TieSort.SPOUSE
MUM, DAD, STEP = (
    a_person(name.lower(), name, sex=sex, date_of_birth="1985")
    for name, sex in (("Mum", "F"), ("Dad", "M"), ("Stan", "M"))
)
FIRST = HouseholdAnswer("first", "1 First Street", "private")
SECOND = HouseholdAnswer("second", "2 Second Street", "private")


def a_child(child_id: str, born: str | None = "2012-01-01", **changes: object) -> PersonAnswer:
    return a_person(child_id, child_id.capitalize(), is_child=True, date_of_birth=born, **changes)


def laid(family: Genogram) -> tuple[View, Drawing]:
    """The family drawn, every promise kept."""
    view = make_view(family)
    drawn = draw(view)
    assert [amiss for promise in PROMISES for amiss in promise(view, drawn)] == []
    return view, drawn


def births(child: str, *parents: PersonAnswer) -> list[Tie]:
    return [a_tie(parent.id, child, BIRTH) for parent in parents]


def repartnered() -> Genogram:
    ties = [
        a_tie("dad", "mum", PARTNER, valid=a_period("2008", "2014"), ended=True),
        a_tie("mum", "stan", SPOUSE, valid=a_period("2016")),
        *births("ann", MUM, DAD),
        *births("bea", MUM, STEP),
    ]
    return a_genogram((a_child("ann", "2009-01-01"), a_child("bea", "2017-01-01"), MUM, DAD, STEP), ties)


def test_a_second_partner_crosses_no_line() -> None:
    _, drawn = laid(repartnered())
    assert crossings(drawn) == 0
    assert drawn.rows[0][1] == "mum"  # between the two


def test_half_siblings_hang_below_their_own_parents() -> None:
    _, drawn = laid(repartnered())
    for child, parent in (("ann", "dad"), ("bea", "stan")):
        between = sorted((drawn.at["mum"][0], drawn.at[parent][0]))
        assert between[0] < drawn.at[child][0] < between[1]


def test_an_ended_partnership_has_a_stroke_and_an_ended_marriage_two() -> None:
    family = repartnered()
    ended = replace(family, ties=tuple(replace(tie, ended=True) if tie.sort is SPOUSE else tie for tie in family.ties))
    view, drawn = laid(ended)
    by_sort = {line.ties[0].sort: len(drawn.slashes.get(line.id, ())) for line in view.of_kind("union")}
    assert by_sort == {PARTNER: 1, SPOUSE: 2}
    assert "2008–2014" in to_svg(view)


def test_three_partners_cross_once_at_most() -> None:
    third = a_person("toby", "Toby", sex="M", date_of_birth="1980")
    ties = [a_tie(min(man.id, "mum"), max(man.id, "mum"), PARTNER) for man in (DAD, STEP, third)]
    ties += [*births("ann", MUM, DAD), *births("bea", MUM, STEP), *births("cat", MUM, third)]
    children = (a_child("ann", "2009-01-01"), a_child("bea", "2012-01-01"), a_child("cat", "2015-01-01"))
    _, drawn = laid(a_genogram((*children, MUM, DAD, STEP, third), ties))
    assert crossings(drawn) <= 1


def test_twins_come_down_one_stalk_and_identical_ones_are_joined_by_a_bar() -> None:
    people = (a_child("ann"), a_child("abe"), a_child("old", "2009-01-01"), MUM, DAD)
    ties = [tie for child in ("ann", "abe", "old") for tie in births(child, MUM, DAD)]
    family = a_genogram(people, ties, twins=(Twins(("abe", "ann"), identical=False),))
    view, drawn = laid(family)
    children = {descent.id: descent.child for descent in view.sketch.descents}
    tops = {children[stroke.of]: stroke.points[0] for stroke in drawn.strokes if stroke.kind == CHILD}
    assert tops["ann"] == tops["abe"] != tops["old"]
    assert drawn.at["old"][0] < min(drawn.at["ann"][0], drawn.at["abe"][0])
    said = to_svg(make_view(replace(family, twins=(Twins(("abe", "ann"), identical=True),))))
    assert said.count("<path") == to_svg(view).count("<path") + 1


def test_a_child_of_two_homes_stands_inside_both_outlines() -> None:
    people = (a_child("ann"), a_child("bea", "2015-01-01"), MUM, DAD)
    ties = [tie for child in ("ann", "bea") for tie in births(child, MUM, DAD)]
    homes = (a_home(FIRST, "ann", "bea", "mum"), a_home(SECOND, "ann", "bea", "dad"))
    _, drawn = laid(a_genogram(people, ties, homes=homes))
    for outline in drawn.outlines:
        assert {"ann", "bea"} <= set(outline.house.members)
    edges = [set(edge) for outline in drawn.outlines for edge in outline.edges]
    assert not edges[0] & edges[1]  # two outlines, not one on the other


def test_a_home_of_grandmother_and_grandchild_passes_the_parent_by() -> None:
    nan = a_person("nan", "Nan", sex="F", date_of_birth="1950")
    ties = [*births("mum", nan), *births("ann", MUM, DAD)]
    _, drawn = laid(a_genogram((a_child("ann"), MUM, DAD, nan), ties, homes=(a_home(FIRST, "ann", "nan"),)))
    assert len(drawn.outlines) == 1


def test_a_parent_nobody_recorded_is_a_symbol_with_words() -> None:
    view, _ = laid(a_genogram((a_child("ann"), MUM), births("ann", MUM)))
    (missing,) = view.not_recorded
    svg = to_svg(view)
    assert " ".join(missing.lines) == "Other parent not recorded"
    assert "?" not in svg.replace("</", "")
    assert "Other parent of Ann: not recorded" in svg


def test_a_disputed_father_is_a_line_of_his_own_with_the_word() -> None:
    ties = [*births("ann", MUM), a_tie("dad", "ann", BIRTH, status="DISPUTED")]
    view, drawn = laid(a_genogram((a_child("ann"), MUM, DAD), ties))
    assert sorted(len(line.ties) for line in view.of_kind("child")) == [1, 1]
    assert [tag.text for tag in drawn.tags] == ["disputed"]
    assert view.not_recorded == ()


def test_each_way_of_being_a_child_has_its_line_and_word() -> None:
    carer = a_person("carer", "Carer", sex="F", date_of_birth="1970")
    words = {
        TieSort.FOSTER: "fostered",
        TieSort.KINSHIP: "kinship care",
        TieSort.STEP: "step",
        TieSort.ADOPTIVE: "adopted",
        TieSort.SPECIAL_GUARDIAN: "guardianship",
    }
    for sort, word in words.items():
        ties = [*births("ann", MUM, DAD), a_tie("carer", "ann", sort)]
        view, drawn = laid(a_genogram((a_child("ann"), MUM, DAD, carer), ties))
        assert word in [tag.text for tag in drawn.tags]
        assert "stroke-dasharray" in to_svg(view)


def test_the_dead_have_a_cross_and_the_unborn_a_small_triangle_last() -> None:
    baby = a_person("baby", "", sex=None, expected_birth="2024-07", is_child=True)
    dead = replace(DAD, date_of_death="2019-11-20")
    ties = [tie for child in ("ann", "baby") for tie in births(child, MUM, dead)]
    view, drawn = laid(a_genogram((a_child("ann", None), baby, MUM, dead), ties))
    assert drawn.at["ann"][0] < drawn.at["baby"][0]
    assert "1985–2019" in view.symbol["dad"].lines
    assert view.symbol["baby"].lines[-2:] == ("unborn", "due Jul 2024")


def test_a_grandparent_through_nobody_on_record_stands_two_rows_up() -> None:
    nan = a_person("nan", "Nan", sex="F", date_of_birth="1950")
    ties = [*births("ann", MUM, DAD), a_tie("nan", "ann", TieSort.SAID, label="grandparent")]
    view, drawn = laid(a_genogram((a_child("ann"), MUM, DAD, nan), ties))
    assert [set(row) for row in drawn.rows] == [{"nan"}, {"mum", "dad"}, {"ann"}]
    assert "grandparent" in [tag.text for tag in drawn.tags]
    assert len(view.of_kind("kin")) == 1


def test_what_contradicts_itself_is_listed_and_said_not_to_be_drawn() -> None:
    ties = [*births("ann", MUM), a_tie("ann", "mum", BIRTH)]
    view = make_view(a_genogram((a_child("ann"), MUM), ties))
    drawn = draw(view)
    assert len(drawn.unfit) == 1
    assert drawn.unfit < {line.id for line in view.lines}
    assert to_svg(view)


def test_brothers_who_married_sisters_in_the_other_order_keep_their_birth_order() -> None:
    sister = a_person("sis", "Sis", sex="F", date_of_birth="1980")
    brother = a_person("bro", "Bro", sex="M", date_of_birth="1990")
    olds = [a_person(name, name.upper(), date_of_birth="1950") for name in ("g1", "g2")]
    ties = [a_tie("bro", "sis", SPOUSE), a_tie("dad", "mum", SPOUSE)]
    ties += [a_tie("g1", child, BIRTH) for child in ("sis", "mum")] + [
        a_tie("g2", child, BIRTH) for child in ("bro", "dad")
    ]
    _, drawn = laid(a_genogram((MUM, DAD, sister, brother, *olds), ties))
    assert drawn.at["sis"][0] < drawn.at["mum"][0]
    assert drawn.at["dad"][0] < drawn.at["bro"][0]


def test_somebody_without_kin_is_a_symbol_alone() -> None:
    view, drawn = laid(a_genogram((a_person("solo", "", date_of_birth=None),), ()))
    assert view.lines == ()
    assert drawn.width > 0
    assert "Somebody not" in to_svg(view)


def test_the_second_style_has_dashes_for_partners_letters_for_years_and_a_diamond() -> None:
    family = repartnered()
    sexless = tuple(replace(one, person=replace(one.person, sex=None)) for one in family.people)
    unknown = replace(family, people=sexless)
    svg = to_svg(make_view(unknown), MCGOLDRICK)
    assert "c. 2008 s. 2014" in svg
    assert "m. 2016" in svg
    assert svg != to_svg(make_view(unknown))


def test_the_made_up_family_is_drawn_whole() -> None:
    view, drawn = laid(family_genogram())
    assert len(view.people) == 9
    assert sum(stroke.kind == UNION for stroke in drawn.strokes) == 3
    assert {outline.house.id for outline in drawn.outlines} == {"ash"}  # one of those drawn lives at the other
