"""on_this_site: addresses that a form or another page hands us, to go on to."""

#: Characters; the first line of a request has no more.
_MOST = 8_190


def on_this_site(address: str, default: str) -> str:
    r"""The address, if it is the path of a page of this site; else `default`.

    Browsers take `\` for `/` and drop tabs and line ends: what has any of them is refused. So is
    what is longer than any address of ours: nobody would pass it on.
    """
    is_path = address.startswith("/") and not address.startswith("//")
    is_plain = address.isprintable() and "\\" not in address
    return address if is_path and is_plain and len(address) <= _MOST else default
