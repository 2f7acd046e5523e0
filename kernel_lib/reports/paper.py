"""From the HTML of a report to a tagged PDF (PDF/UA-1), by weasyprint (docs/decisions/0012)."""

import logging

from kernel_lib.errors import ReportError


def to_pdf(html: str) -> bytes:
    """Make the PDF. Only what the page itself carries is read; every other address is refused.

    Raises:
        ReportError: the system's Pango library is missing; says how to install it.
    """
    try:
        import weasyprint  # loads Pango, which only this step needs
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise ReportError(
            "PDF: expected the Pango library on this system, found none; install it with "
            "`apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`"
        ) from error
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    page = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=["data"], fail_on_errors=True))
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))
