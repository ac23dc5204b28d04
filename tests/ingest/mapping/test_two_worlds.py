"""Whoever works with a looked-after child is told the same whether or not the child was later placed for adoption."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

import kithmap
from graph.settings import read_or_make_key
from tests.ingest.mapping.loading import write_files

CSC = "children_social_care"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
BEGINS = (
    "{c},10/01/2021,S,C1,N1,U6,PR1,01/06/2021,X1,,,ZZ14 2WX,\n{c},01/06/2021,L,C2,N1,U6,PR1,01/09/2021,X1,,,ZZ14 2WX,\n"
)
MOVES = BEGINS + "{c},01/09/2021,P,C2,N1,U5,PR1,02/05/2022,X1,,,ZZ15 1AA,\n"
STAYS = BEGINS + "{c},01/09/2021,P,C2,N1,U5,PR1,,,,,ZZ15 1AA,\n"
OF_ANOTHER = "8,10/01/2021,S,V2,N1,K2,PR1,,,,,ZZ16 3CD,\n"
CLOSED = {
    "placed": MOVES + "{c},02/05/2022,P,C2,N1,A4,PR1,,,,,ZZ18 4XX,\n",
    "ordered": MOVES
    + "{c},02/05/2022,L,E1,N1,U5,PR1,03/08/2022,X1,,,ZZ15 1AA,\n"
    + "{c},03/08/2022,P,E1,N1,A6,PR1,,,,,ZZ18 4XX,\n",
    "adopted": MOVES + "{c},02/05/2022,B,E1,N1,A5,PR1,10/02/2023,E12,,,ZZ15 1AA,\n",
    "at_home": BEGINS + "{c},01/09/2021,P,C2,N1,U5,PR1,10/02/2023,E11,,,ZZ15 1AA,\n",
}
EARLIER = "2021-12-31"
ASKED = """query($id: ID!) {
  person(id: $id, at: {asOf: "2024-03-31"}) { id displayName claims { nodes { id } } }
  chronology(child: $id, window: {from: "2015-01-01", to: "2024-03-31"}, at: {asOf: "2024-03-31"}) {
    total hasNextPage entries { headline type claims { id } } gaps { agency { id } }
  }
}"""


def files(rows: Mapping[str, str]) -> dict[str, str]:
    """A return of these children, and of another in care."""
    return {
        "header.csv": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
        + "".join(f"{child},2,22/03/2015,WBRI,,,\n" for child in (*rows, "8")),
        "sw_episodes.csv": "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n"
        + "".join(f"{child},22/03/2015,SW1,01/01/2021,,\n" for child in rows),
        "episodes.csv": EPISODES + "".join(said.format(c=child) for child, said in rows.items()) + OF_ANOTHER,
    }


STAYING = dict.fromkeys(CLOSED, STAYS)


def world(folder: Path, rows: Mapping[str, str], key: Path | None) -> Path:
    """A partnership that was told of the children at the end of 2021, and again in 2024."""
    data = folder / "data"
    data.mkdir(parents=True)
    if key is not None:
        # One key, so that the two worlds have the same ids.
        shutil.copy(key, data / "secret.key")
    for day, told in ((EARLIER, STAYING), ("2024-03-31", rows)):
        sent = write_files(folder / day, files(told))
        stated = ("--with", f"extracted_at={day}", "--with", "covers_from=2015-01-01")
        assert kithmap.run(["ingest", str(sent), "--mapping", "ssda903", *stated, "--data", str(data)]) == 0
    role = ("--role", "practitioner", "--agency", CSC, "--professional", f"{CSC}:SW1")
    assert kithmap.run(["users", "add", "worker", *role, "--data", str(data)]) == 0
    return data


def asked(data: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What is printed for somebody who asks."""
    capsys.readouterr()
    assert kithmap.run([*words, "--data", str(data)]) == 0
    return capsys.readouterr().out


def test_two_worlds_are_told_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = world(tmp_path / "one", STAYING, None)
    worlds = (one, world(tmp_path / "other", CLOSED, one / "secret.key"))
    for child in CLOSED:
        person = read_or_make_key(one).record_id(CSC, "ssda903", "people", child)
        asking = ("--variables", json.dumps({"id": person}), "--as", "worker", "--purpose", "case_supervision")
        before, after = (asked(data, capsys, "query", ASKED, *asking) for data in worlds)
        assert json.loads(before)["data"]["chronology"]["total"] > 0
        assert (child, before) == (child, after)
        assert "adopt" not in after.lower()
    for report in ("quarantine", "findings", "adults"):
        steward = ("--as", "steward", "--purpose", "data_quality")
        dated = () if report == "quarantine" else ("--as-of", "2024-03-31")
        before, after = (asked(data, capsys, "report", report, *dated, *steward) for data in worlds)
        assert (report, before) == (report, after)
