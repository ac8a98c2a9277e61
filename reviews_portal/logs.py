import logging


class RemoveQueryString(logging.Filter):
    pass
