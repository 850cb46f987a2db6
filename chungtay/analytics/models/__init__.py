"""Tables of this room, one concept a module."""

from chungtay.analytics.models.quality import QualityLook, QualityReply, QualityWarning
from chungtay.analytics.models.saved_views import SavedView
from chungtay.analytics.models.targets import Target

__all__ = ["QualityLook", "QualityReply", "QualityWarning", "SavedView", "Target"]
