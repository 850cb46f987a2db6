"""The star schema for research: Parquet files with a dictionary, and questions that any engine answers alike."""
