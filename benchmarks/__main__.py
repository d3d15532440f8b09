"""`make bench`: the other engines, then whole pages. Options are those of `benchmarks.engines`."""

from benchmarks import engines, search_page

engines.main()
search_page.main([])
