"""The check of stories in bulk on the machines of a Spark cluster."""
