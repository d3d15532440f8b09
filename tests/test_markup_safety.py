import inspect
import re
import sys
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.case import Source
from kb.markup import ALLOWED, SCHEMES, Markup, RenderedBody, marked
from tests.builders import a_case_file
from tests.hostile_bodies import HOSTILE_BODIES
from tests.pages import Page


def rendered_body(text: str) -> RenderedBody:
    return Markup().case_body(a_case_file(body=text, sources=(Source(title="Un"),)))


def _require_inert(html: str) -> None:
    for tag, attributes in Page(html).tags:
        assert tag in ALLOWED
        assert set(attributes) <= set(ALLOWED[tag])
        href = attributes.get("href")
        if href is not None:
            assert urlsplit(href).scheme in SCHEMES or re.fullmatch(r"#source-\d+", href)


def _require_inert_marks(html: str) -> None:
    assert all(tag == ("mark", {}) for tag in Page(html).tags)


XSS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>@import 'http://a'</style>",
    "<base href=http://a>",
    "<form action=http://a><button>x",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<![",
    "<?php echo 1 ?>",
    "<p style='background:url(javascript:1)' onclick=alert(1)>x",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](\u0001javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&#58;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](javascript\\:alert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](vbscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](blob:http://a/b)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    "[x](/cas/autre)",
    "[x](#citation-1-1)",
    "[x](view-source:javascript:alert(1))",
    '[x](http://a" onmouseover="alert(1))',
    "[x](http://a 't\" onmouseover=\"alert(1)')",
    "[x](<http://a> \"t' onclick='alert(1)\")",
    "[x](http://a'onclick=alert(1)//)",
    "[x][r]\n\n[r]: javascript:alert(1) 'onclick=alert(1)'",
    "[x][]\n\n[x]: data:text/html,<script>alert(1)</script>",
    "[r]\n\n[r]: <javascript:alert(1)>",
    "<javascript:alert(1)>",
    "<javascript://%0aalert(1)>",
    "<data:text/html,x>",
    '<http://a" onclick="alert(1)>',
    '<a@b.fr" onclick="alert(1)>',
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](http://a)',
    "![x][r]\n\n[r]: http://a",
    "`<script>alert(1)</script>`",
    "`` ` ``<script>alert(1)</script>``",
    "`a`<b onclick=x>`",
    "    <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "&amp;lt;script&amp;gt;",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "\x02klzzwxh:0000\x03<script>\x02wzxhzdk:0\x03",
    "\x0260\x03script\x0262\x03alert(1)",
    "|<script>|b|\n|:-:|--:|\n|<img src=x onerror=alert(1)>|d|",
    "[a[b](javascript:alert(1))](http://c)",
    "[a[^1]b](http://c)",
    "[^1](javascript:alert(1))",
    "*<b*>*</b>*",
    "# <img src=x onerror=alert(1)>",
    "x {: onclick=alert(1) id=main class=y style=z}",
    "1. [x](javascript:alert(1))\n2. <b>",
    "\ufeff<script>",
    "<\uff53cript>alert(1)",
    "[x](http://a.fr/\u202ejs)",
]


@pytest.mark.parametrize("payload", XSS)
@pytest.mark.parametrize(
    "around", ["{}", "> {}", "- {}", "**{}**", "| {} | b |\n|---|---|\n| {} | d |"]
)
def test_nothing_that_acts_reaches_the_page(payload: str, around: str) -> None:
    rendered = rendered_body(around.replace("{}", payload) + f"\n\n## Le besoin\n\n{payload}\n")

    _require_inert(rendered.html)


@given(st.text(alphabet="<>[]()!^&#;:/\"'`\\*_|- \n\x00\x02\x03123aijsvcript=") | st.text())
def test_whatever_is_written_the_page_is_inert(text: str) -> None:
    _require_inert(rendered_body(text).html)
    _require_inert_marks(marked(text))


@pytest.mark.parametrize("name", HOSTILE_BODIES)
def test_a_hostile_body_that_the_rules_let_pass_isrendered_body(name: str) -> None:
    rendered = rendered_body(HOSTILE_BODIES[name])

    assert [section.id for section in rendered.sections] == ["besoin", "alliance", "demarche"]
    assert "<p>Texte.</p>" in rendered.sections[0].html
    _require_inert(rendered.html)


def test_the_deepest_body_needs_no_more_stack_than_a_request_has_left() -> None:
    deep = [text for name, text in HOSTILE_BODIES.items() if "- - -" in name or "> >" in name]
    limit = sys.getrecursionlimit()

    try:
        sys.setrecursionlimit(len(inspect.stack(0)) + 250)
        pages = [rendered_body(text) for text in deep]
    finally:
        sys.setrecursionlimit(limit)

    assert len(pages) > 1


@pytest.mark.parametrize("payload", XSS)
def test_highlights_hold_nothing_but_marks(payload: str) -> None:
    _require_inert_marks(marked(payload))
    _require_inert_marks(marked(f"<mark onclick=alert(1) title=x>{payload}</mark>"))
