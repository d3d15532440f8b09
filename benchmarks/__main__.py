"""`make bench`: all measures that are quoted anywhere."""

from benchmarks.search_page import main

main()
