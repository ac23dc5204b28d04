"""`python -m tools.proving.access [--pairs N] [--seed S] [--jobs J]`: pairs of worlds asked the same, and what differed.

Goes on where an earlier run of the same code was stopped: what each seed proved is kept under build/proved.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import asdict
from hashlib import blake2b
from multiprocessing import get_context
from pathlib import Path

from tests.noninterference.proving import FAMILIES_A_WORLD, Proof, prove

ROOT = Path(__file__).parents[2]
CODE = ("graph", "viz", "api", "ingest", "tests/noninterference")
PAIRS = 200


def main(arguments: Sequence[str]) -> int:
    """0 when every pair was asked and none was told apart by somebody it is hidden from."""
    asked = _read(arguments)
    seeds = range(asked.seed, asked.seed + -(-asked.pairs // FAMILIES_A_WORLD))
    kept = Path(asked.kept) / f"access-{_digest_of_the_code()}.jsonl"
    proofs = {seed: proof for seed, proof in read_proofs(kept) if seed in seeds}
    if proofs:
        print(f"{len(proofs)} of {len(seeds)} seeds were asked before, of the same code: {kept}")
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("a", encoding="utf-8") as file:
        for seed, proof, seconds in _prove_all([seed for seed in seeds if seed not in proofs], asked.jobs):
            proofs[seed] = proof
            file.write(json.dumps({"seed": seed, **asdict(proof)}) + "\n")
            file.flush()
            print(f"seed {seed}: {say(proof)}, {seconds:.0f} s", flush=True)
    return conclude(proofs)


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make prove-access", description=__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="a hundred to a seed")
    parser.add_argument("--seed", type=int, default=0, help="the first")
    parser.add_argument("--jobs", type=int, default=1, help="worlds at a time; each takes about 1.5 GB")
    parser.add_argument("--kept", default=str(ROOT / "build" / "proved"), help="the folder of what was proved before")
    return parser.parse_args(arguments)


def _prove_all(seeds: Sequence[int], jobs: int) -> Iterator[tuple[int, Proof, float]]:
    # A new process for each seed: what one leaves open is gone with it.
    with ProcessPoolExecutor(jobs, get_context("spawn"), max_tasks_per_child=1) as pool:
        for done in as_completed([pool.submit(_prove, seed) for seed in seeds]):
            yield done.result()


def _prove(seed: int) -> tuple[int, Proof, float]:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kithmap-pair-") as folder:
        return seed, prove(seed, Path(folder)), time.monotonic() - started


def read_proofs(file: Path) -> Iterator[tuple[int, Proof]]:
    """What was proved before, by seed; a line cut off when it was written is left out."""
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        with suppress(json.JSONDecodeError):
            kept = json.loads(line)
            yield kept.pop("seed"), Proof(**kept)


def say(proof: Proof) -> str:
    """A proof in figures."""
    told = sum(len(some) for some in proof.told.values())
    return f"{proof.pairs} pairs, {proof.questions} questions asked in both worlds, {told} differences, {len(proof.unseen)} unseen"


def conclude(proofs: Mapping[int, Proof]) -> int:
    """Says what all seeds proved together, and each pair that failed with how to ask it again."""
    for seed, proof in sorted(proofs.items()):
        for name, requests in proof.told.items():
            print(f"{name}\n  " + "\n  ".join(requests))
        for name in proof.unseen:
            print(f"{name}: nobody sees the difference, so the pair proves nothing")
        if proof.told or proof.unseen:
            print(f"again: make prove-access SEED={seed} PAIRS={proof.pairs}")
    whole = Proof(
        sum(proof.pairs for proof in proofs.values()),
        sum(proof.questions for proof in proofs.values()),
        {name: told for proof in proofs.values() for name, told in proof.told.items()},
        [name for proof in proofs.values() for name in proof.unseen],
    )
    print(say(whole))
    return 1 if whole.told or whole.unseen else 0


def _digest_of_the_code() -> str:
    files = sorted(file for folder in CODE for file in (ROOT / folder).rglob("*.py"))
    digest = blake2b(digest_size=6)
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
