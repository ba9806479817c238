"""What `make bench` runs: quality, speed, memory and import time, ours beside its peers on the same pages.

    python -m benchmarks [FOLDER…] [--only SECTION] [--parses N] [--json FILE]

The pages are the project's own kept pages and seeds, and those of any folder named. Nothing here is part of the package.
"""
