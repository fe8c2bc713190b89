"""Systems and columns judged by Apache Spark, on one machine or on many. PySpark is imported when it is asked for."""
