"""The domain of SyncReview: no Qt, nothing of gui/ or plugins/."""

__version__ = "0.1.0"
