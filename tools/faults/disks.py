"""A disk that is full in the middle of a load: a plain refusal, readers as before, and the load ends well once there is room.

The data folder, or the folder for temporary files, is on a small disk in memory. Where such a disk can't be mounted (it
takes the rights of an administrator), no file of the load may pass a random size instead, which is less: every
write fails of a file that is large enough, and those of small ones go on.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from graph.errors import StoreUnavailable
from graph.settings import Settings
from tools.faults.commands import Ended, Nursery, Under
from tools.faults.loads import Loads, Undisturbed
from tools.faults.partnership import Seen, look
from tools.faults.trial import PLAIN_CODES, UNFORESEEN, Ground, Trial

_DISK_BYTES = 512 * 1024**2
_LEAST_ROOM = 16 * 1024
_MOST_TEMPORARY = 40_000
_BALLAST, _TEMPORARY = "ballast", "temporary"


def full_disks(ground: Ground) -> Iterator[Trial]:
    """Every fourth time the load asks for room first, and every fourth the folder for temporary files is full."""
    dice = ground.dice()
    zips = _zipped(ground.deliveries, ground.folder / "zips")
    with _small_disk(ground.folder / "disk") as disk, Nursery(ground.folder) as nursery:
        straight = ground.loads(nursery, "straight")
        straight.empty()
        undisturbed = straight.undisturbed(ground.deliveries)
        need, largest = _sizes(straight.settings.data)
        for number in range(ground.times):
            name = f"{disk.path.name}/full-{number}" if disk.is_real else f"full-{number}"
            loads = ground.loads(nursery, name)
            loads.empty(straight)
            loads.load(ground.deliveries[:1])
            at_temp = number % 4 == 3  # noqa: PLR2004 - every fourth
            asks = number % 4 == 0
            # Where it asks, what is left is too little for a load and enough for whoever reads.
            least, most = (need, 2 * need) if asks else (_LEAST_ROOM, _MOST_TEMPORARY if at_temp else need)
            room = round(dice.uniform(least, most))
            sent = zips if at_temp else ground.deliveries
            under = Under({"TMPDIR": str(disk.path / _TEMPORARY)} if at_temp else {}, asks_for_room=asks)
            if disk.is_real:
                yield _real(loads, disk, (sent, room, under), undisturbed)
            else:
                yield _standing_in(loads, sent, _size(dice, largest), undisturbed)
            shutil.rmtree(loads.settings.data)


def _size(dice: Random, largest: int) -> int:
    """Small sizes as often as large ones: most files are small."""
    return round(1_024 * math.pow(largest / 1_024, dice.random()))


@dataclass(frozen=True, slots=True)
class _Disk:
    """A folder, and whether it is a disk of its own."""

    path: Path
    is_real: bool

    def leave(self, room: int) -> None:
        """Fills it up but for so many bytes."""
        free = shutil.disk_usage(self.path).free
        with (self.path / _BALLAST).open("wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, max(free - room, 1))

    def free(self) -> None:
        """Takes away what filled it."""
        (self.path / _BALLAST).unlink()


@contextmanager
def _small_disk(path: Path) -> Iterator[_Disk]:
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "kithmap-faults", str(path)]
    is_real = (
        shutil.which("mount") is not None and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    )
    try:
        yield _Disk(path, is_real)
    finally:
        if is_real:
            subprocess.run(["umount", str(path)], check=True)  # noqa: S607 - where it lies differs by system


def _real(loads: Loads, disk: _Disk, tried: tuple[Sequence[Path], int, Under], undisturbed: Undisturbed) -> Trial:
    sent, room, under = tried
    before = look(loads.settings)
    (disk.path / _TEMPORARY).mkdir(exist_ok=True)
    disk.leave(room)
    ended = loads.run("ingest", *map(str, sent), under=under)
    while_full = _looked(loads.settings)
    disk.free()
    faults = _faults(ended, before, while_full, look(loads.settings))
    loads.load(sent)
    faults += loads.differences(undisturbed, sent)
    faults += (
        ["readers were refused beside a load that asked for room"] if under.asks_for_room and not while_full else []
    )
    place = (
        f"{'temporary files' if under.environment else 'data folder'}{', asked first' if under.asks_for_room else ''}"
    )
    readers = "readers as before" if while_full else "readers refused while it was full"
    return Trial(f"{place}: {room:,} bytes of room", f"exit code {ended.code}, {readers}", faults)


def _standing_in(loads: Loads, sent: Sequence[Path], size: int, undisturbed: Undisturbed) -> Trial:
    before = look(loads.settings)
    ended = loads.run("ingest", *map(str, sent), under=Under(file_bytes=size))
    now = look(loads.settings)
    faults = _faults(ended, before, now, now)
    loads.load(sent)
    faults += loads.differences(undisturbed, sent)
    return Trial(f"no disk could be mounted; no file over {size:,} bytes", f"exit code {ended.code}", faults)


def _looked(settings: Settings) -> Seen | None:
    """What a reader sees; None where the entry of the audit log found no room, so nothing is answered."""
    try:
        return look(settings)
    except StoreUnavailable:
        return None


def _faults(ended: Ended, before: Seen, while_full: Seen | None, after: Seen) -> list[str]:
    faults = [] if ended.code in PLAIN_CODES else [f"the load ended with {ended.code}"]
    if UNFORESEEN in ended.errors:
        faults.append(f"{UNFORESEEN}: {ended.errors.strip().splitlines()[-1]}")
    for seen in filter(None, (while_full, after)):
        faults += seen.faults
        if seen.publication == before.publication and seen.claims != before.claims:
            faults.append("readers see part of a load")
        if ended.code == 0 and seen.publication == before.publication:
            faults.append("a load that said it was done is not seen")
    return faults


def _sizes(folder: Path) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return sum(sizes), max(sizes)


def _zipped(deliveries: Sequence[Path], folder: Path) -> list[Path]:
    folder.mkdir()
    return [_zip(delivery, folder / f"{delivery.name}.zip") for delivery in deliveries]


def _zip(delivery: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(delivery.iterdir()):
            archive.write(file, file.name)
    return target
