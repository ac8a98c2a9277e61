"""The storage of the style sheets, scripts and images, each under a name that changes with its content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Also gives the changing names to the scripts that other scripts import."""

    support_js_module_import_aggregation = True
