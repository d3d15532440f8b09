"""Who asks: sign-in, second factor, sessions. The only package that knows Flask-Security-Too.

None of the library's own pages is served: some act on GET (`us-verify-link` signs in), all answer
200 to what they refuse. Ours, in `web/account…`, call the desk of this package instead.
"""
