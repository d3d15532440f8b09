"""The links of the search page, leading to another view of the same search."""

from dataclasses import replace

from kb.web.chips import Chip, WayOut
from kb.web.facet_panels import FacetPanel, FacetValue, ValueGroup, YearPanel
from kb.web.notices import Notice


def elsewhere(address: str, view: str) -> str:
    """The address of a search (`/?q=…`) in a view: `/carte?q=…`."""
    return view + address.removeprefix("/")


def panel_elsewhere(panel: FacetPanel, view: str) -> FacetPanel:
    """A facet whose links stay in a view."""

    def value(each: FacetValue) -> FacetValue:
        return replace(each, exclusion=each.exclusion and elsewhere(each.exclusion, view))

    def group(each: ValueGroup) -> ValueGroup:
        return replace(each, values=tuple(map(value, each.values)))

    groups, others = tuple(map(group, panel.groups)), tuple(map(value, panel.others))
    return replace(panel, groups=groups, others=others)


def years_elsewhere(panel: YearPanel, view: str) -> YearPanel:
    """The years, their links in a view."""
    years = (replace(each, address=elsewhere(each.address, view)) for each in panel.years)
    return replace(panel, years=tuple(years))


def chip_elsewhere(chip: Chip, view: str) -> Chip:
    """A filter that is taken away in a view."""
    return replace(chip, without=elsewhere(chip.without, view))


def way_elsewhere(way: WayOut, view: str) -> WayOut:
    """A way out that stays in a view."""
    return replace(way, without=elsewhere(way.without, view))


def notice_elsewhere(notice: Notice, view: str) -> Notice:
    """A notice whose link stays in a view."""
    if notice.link is None:
        return notice
    link = replace(notice.link, address=elsewhere(notice.link.address, view))
    return replace(notice, link=link)
