"""OpenPaCT: an open Progress and Consistency Tool and its automatic link with a school's SMS."""

__version__ = "0.1.0"
