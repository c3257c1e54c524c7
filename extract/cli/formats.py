"""`baobiao formats`: what this installation reads, and how to get the rest."""

from __future__ import annotations


def formats() -> None:
    """List the kinds of files that can be read here, and what the others need. 能读哪些格式"""
    from extract.read.formats import FORMATS, lacking

    for form in FORMATS:
        missing = lacking(form)
        print(f"{'needs' if missing else 'reads'}  {form.name}: {' '.join(form.suffixes)}")
        if missing:
            print(f"       {missing}")
