"""A Spark session whose log stays off the screen, and whose errors are one line."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import InputError

if TYPE_CHECKING:
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

_SETTINGS = {
    "spark.app.name": "qa report",
    # One interpreter a core stays, with its glossary, rules and models, from task to task.
    "spark.python.worker.reuse": "true",
    "spark.sql.session.timeZone": "UTC",
    # The same files are cut in the same way each time, on however many machines.
    "spark.sql.files.minPartitionNum": "1",
    "spark.sql.files.maxPartitionBytes": "32m",
    "spark.sql.files.openCostInBytes": "64k",
    "spark.sql.adaptive.enabled": "false",
    # A batch is held as Arrow by Spark and by Python, and a story may have megabytes.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    # Each task puts its file in place when it is finished, so that an interrupted run keeps it.
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "2",
}
_STOPPED = "stopped SparkContext"
_LOGGED = re.compile(r" ERROR \S+: (.+)")
_SHUFFLED = "spark.sql.shuffle.partitions"
# Lines of Java and of Python that say what was wrong; the last one is the cause of the others.
_CAUSE = re.compile(
    r"^[\s:]*(?:Caused by: )?[\w.$]*(?:Exception|Error): (?:\[[A-Z_.]+\] )?(.+)", re.M
)


@contextmanager
def spark_session(master: str | None = None) -> Iterator[SparkSession]:
    """A session on the cluster at `master`, or on the one that Spark is set up for.

    The session is stopped at the end. What Spark logs goes to a file that is named where something
    fails. Raises InputError where PySpark or Java is missing, where the cluster does not answer, and
    in the place of all that Spark raises inside.
    """
    log = Path(tempfile.mkdtemp(prefix="qa-spark-"), "spark.log")
    conf = _configuration(master)
    with _one_line(log, master or "Spark"):
        session = _start(conf, log)
        try:
            # What Java raised can be asked for as long as Java runs.
            with _one_line(log, master or "Spark"):
                yield session
        finally:
            session.stop()
    shutil.rmtree(log.parent, ignore_errors=True)


@contextmanager
def _one_line(log: Path, where: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark", "py4j")):
            raise
        raise InputError(where, f"{_cause(error, log)} (its log is {log})") from None


def _start(conf: SparkConf, log: Path) -> SparkSession:
    from pyspark import SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    with log.open("w") as file:
        start: Any = launch_gateway
        gateway = start(conf, {"stdout": file, "stderr": file})
    session = SparkSession(SparkContext(conf=conf, gateway=gateway))
    if not conf.contains(_SHUFFLED):
        # Spark's own number is for clusters; a task takes a good while to start on few cores.
        session.conf.set(_SHUFFLED, max(8, 3 * session.sparkContext.defaultParallelism))
    return session


def _configuration(master: str | None) -> SparkConf:
    try:
        import pandas  # noqa: F401  # mapInArrow asks for it
        from pyspark import SparkConf
    except ImportError as error:
        raise InputError("--engine spark", f"{error}; pip install 'wireqa[spark]'") from None
    java = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=java and os.path.join(java, "bin")):
        raise InputError("--engine spark", "no Java found; install Java 17, or set JAVA_HOME to it")
    if master and master.startswith("sc://"):
        raise InputError(
            master, "is a Spark Connect server; name the cluster itself, spark://HOST:7077"
        )
    # Workers run the Python of this process, unless Spark is set up for another.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf()
    for name, value in _SETTINGS.items():
        conf.setIfMissing(name, value)
    if master:
        conf.setMaster(master)
    if (master or "").startswith("local"):
        conf.setIfMissing("spark.ui.enabled", "false")
    return conf


def _cause(error: Exception, log: Path) -> str:
    text = str(error)
    found = _CAUSE.findall(text)
    cause = found[-1] if found else text.strip().partition("\n")[0]
    if _STOPPED in cause:
        # What stopped it is in the log alone.
        cause = (_LOGGED.findall(log.read_text("utf-8", "replace")) or [cause])[-1]
    return " ".join(cause.split())
