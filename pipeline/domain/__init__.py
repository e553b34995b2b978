"""What every step shares: amounts, texts, the words of the field and how they are loaded.

Belongs here: values and words of public finance, without any report.
Does not belong here: files, pages, tables (`read`, `grid`), storage.
"""
