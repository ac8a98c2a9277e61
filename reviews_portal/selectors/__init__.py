"""What pages and exports read: functions and `SearchResults` that take a request and return records.

"Selector" is a usual word in Django projects for a function that reads and changes nothing, as "action" is for one
that changes. A page and the export of the same name call the same selector, so that a document holds what its page
shows. Selectors know neither pages nor briefings; a contract in pyproject.toml holds that.
"""
