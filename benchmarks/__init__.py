"""Scripts that measure: run as `python -m benchmarks.NAME` or `python benchmarks/NAME.py`.

They may use what the tests use (generated reports, labels of real ones); tests never import them.
"""
