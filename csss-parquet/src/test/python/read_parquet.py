"""Reads a Parquet file with pyarrow, and prints its rows as JSON; run by PythonToolsTest.

Needs: pip install pyarrow; usage: read_parquet.py FILE
"""
import json
import sys

try:
    import pyarrow.parquet
except ModuleNotFoundError as e:
    json.dump({"missing": e.name}, sys.stdout)
    sys.exit()
json.dump(pyarrow.parquet.read_table(sys.argv[1]).to_pylist(), sys.stdout)
