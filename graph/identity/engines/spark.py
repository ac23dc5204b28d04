"""Linkage on Spark, for more records than one machine links: the optional extra `spark`.

Spark says which machines (its own settings: SPARK_CONF_DIR, spark-submit, a platform's session). What it writes to
their disks on the way is encrypted, and it shows nothing on a page of its own.
"""

import contextlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from graph.errors import WrongUse
from graph.identity.engines.dialect import NAME_LIKENESS, NAME_SLIPS, settings_to_spark, to_spark
from graph.identity.engines.names import measure_likeness, measure_slips

NEEDS_EXTRA = "linkage on Spark is asked for, and it isn't installed: install kithmap with its extra, kithmap[spark]"
_OURS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.io.encryption.enabled": "true",
    "spark.log.level": "ERROR",
}


class SparkEngine:
    """Scores in one Spark session, under names no other session sees."""

    def __init__(self, session: Any) -> None:  # noqa: ANN401 - Spark may not be installed
        self._session = session
        session.udf.register(NAME_LIKENESS, measure_likeness, "double")
        session.udf.register(NAME_SLIPS, measure_slips, "int")

    def load(self, name: str, frame: pl.DataFrame) -> None:
        """Holds a frame as a table."""
        self._hold(name, self._session.createDataFrame(frame.to_arrow()))

    def keep(self, name: str, select: str) -> None:
        """Holds what a select finds as a table, in place of one of that name."""
        self._hold(name, self._session.sql(to_spark(select)))

    def read(self, select: str) -> pl.DataFrame:
        """What a select finds."""
        return pl.DataFrame(self._session.sql(to_spark(select)).toArrow())

    def splink(self) -> Any:  # noqa: ANN401 - Splink ships no types
        """Splink's own way to this session, without anything remembered."""
        from splink.backends.spark import SparkAPI

        api: Any = SparkAPI
        return api(spark_session=self._session, break_lineage_method="persist", register_udfs_automatically=False)

    def settings(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """The settings with their conditions in Spark's dialect."""
        return settings_to_spark(said)

    def _hold(self, name: str, rows: Any) -> None:  # noqa: ANN401 - Spark may not be installed
        rows.persist().createOrReplaceTempView(name)


@contextlib.contextmanager
def open_spark() -> Iterator[SparkEngine]:
    """A session of our own: on the Spark that is running in this process, else one started and stopped again.

    Raises WrongUse when Spark is not installed.
    """
    if importlib.util.find_spec("pyspark") is None:
        raise WrongUse(NEEDS_EXTRA)
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        yield SparkEngine(running.newSession())
        return
    # Spark would take whichever python3 comes first for its workers, which may know nothing of us.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory(prefix="kithmap-spark-") as folder:
        own = {**_OURS, "spark.sql.warehouse.dir": folder}
        started = SparkSession.builder.appName("kithmap").config(map=own).getOrCreate()
        try:
            yield SparkEngine(started)
        finally:
            started.stop()
