"""What Apache Spark judges is what one process judges. Run with -m spark where `seloste[spark]` is installed."""
