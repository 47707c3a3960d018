"""Typed ids, so that a draw is never mistaken for a copy."""

from __future__ import annotations

from typing import NewType

LineId = NewType("LineId", int)
PersonId = NewType("PersonId", int)
PartnerId = NewType("PartnerId", int)
EngagementId = NewType("EngagementId", int)
CampaignId = NewType("CampaignId", int)
DrawId = NewType("DrawId", int)
CopyId = NewType("CopyId", int)
PassId = NewType("PassId", str)
EntryId = NewType("EntryId", int)
