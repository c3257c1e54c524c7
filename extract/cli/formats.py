"""`baobiao formats`: what this installation reads, and how to get the rest."""

from __future__ import annotations


def formats() -> None:
    """List the kinds of files that can be read here, and what the others need. 能读哪些格式"""
    from extract.read.formats import FORMATS, lacking

    width = max(len(form.name) for form in FORMATS)
    for form in FORMATS:
        missing = lacking(form)
        print(f"{'needs' if missing else 'reads'}  {form.name:<{width}}  {' '.join(form.suffixes)}")
        if missing:
            print(f"       {missing}")
