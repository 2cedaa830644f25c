"""Every table, by trade; importing this package fills the metadata that migrations compare with."""

from roviec.db.models.audit import AuditEntry
from roviec.db.models.delivery import (
    Conversation,
    Inbox,
    Notice,
    Outbox,
    ReportRequest,
    Seen,
    SentTally,
    StoredFile,
    WebEvent,
    WebStream,
)
from roviec.db.models.feedback import Feedback, FeedbackTally
from roviec.db.models.office import DayOff, Fact
from roviec.db.models.people import Address, Invitation, Person, Role, Unit
from roviec.db.models.plans import DraftKey, DraftState, ImportDraft, PlanVersion, UnitAlias
from roviec.db.models.reception import Reception
from roviec.db.models.sessions import WebPass, WebSession
from roviec.db.models.setbacks import Setback
from roviec.db.models.survey import (
    Answer,
    Burst,
    Campaign,
    CampaignLink,
    Form,
    Response,
    SpentToken,
    SurveyRun,
    Tally,
)
from roviec.db.models.tasks import (
    Evidence,
    Extension,
    Obstacle,
    Part,
    Plan,
    Snooze,
    Target,
    Task,
    TaskEvent,
    TaskUnit,
    Told,
)
from roviec.db.models.zalo import OaTemplate, OaToken, OaVisitor

__all__ = [
    "Address",
    "Answer",
    "AuditEntry",
    "Burst",
    "Campaign",
    "CampaignLink",
    "Conversation",
    "DayOff",
    "DraftKey",
    "DraftState",
    "Evidence",
    "Extension",
    "Fact",
    "Feedback",
    "FeedbackTally",
    "Form",
    "ImportDraft",
    "Inbox",
    "Invitation",
    "Notice",
    "OaTemplate",
    "OaToken",
    "OaVisitor",
    "Obstacle",
    "Outbox",
    "Part",
    "Person",
    "Plan",
    "PlanVersion",
    "Reception",
    "ReportRequest",
    "Response",
    "Role",
    "Seen",
    "SentTally",
    "Setback",
    "Snooze",
    "SpentToken",
    "StoredFile",
    "SurveyRun",
    "Tally",
    "Target",
    "Task",
    "TaskEvent",
    "TaskUnit",
    "Told",
    "Unit",
    "UnitAlias",
    "WebEvent",
    "WebPass",
    "WebSession",
    "WebStream",
]
