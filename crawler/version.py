"""The package's version: named in every article's `reader`, so that a result can be traced to the rules that made it."""

__version__ = "0.1.0"
