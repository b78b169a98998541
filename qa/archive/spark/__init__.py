"""The check of stories in bulk on the machines of a Spark cluster."""

from qa.archive.spark.run import check_stories, report_on_spark

__all__ = ["check_stories", "report_on_spark"]
