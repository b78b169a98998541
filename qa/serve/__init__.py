"""The server of `qa serve`: LanguageTool's API, an API of its own, and a page for editors.

`app.py` takes requests and says who may ask; `pool.py` hands the work to processes, where `work.py`
does it. Nothing that is asked leaves the machine.
"""
