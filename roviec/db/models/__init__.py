"""Every table, by trade; importing this package fills the metadata that migrations compare with."""

from roviec.db.models.announcements import Announcement, Receipt
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
from roviec.db.models.duties import Duty
from roviec.db.models.feedback import Feedback, FeedbackTally
from roviec.db.models.keys import ApiKey, FeedKey
from roviec.db.models.office import DayOff, Fact
from roviec.db.models.people import Absence, Address, Away, FormerUnit, Invitation, Person, Role, Unit
from roviec.db.models.plans import DraftKey, DraftState, ImportDraft, PlanVersion, UnitAlias
from roviec.db.models.reception import Reception
from roviec.db.models.sessions import Knock, WebPass, WebSession
from roviec.db.models.setbacks import Setback
from roviec.db.models.survey import (
    Answer,
    Burst,
    Campaign,
    CampaignLink,
    CounterCode,
    Form,
    Response,
    SpentToken,
    SurveyRun,
    Tally,
)
from roviec.db.models.tasks import (
    Evidence,
    Extension,
    Held,
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
    "Absence",
    "Address",
    "Announcement",
    "Answer",
    "ApiKey",
    "AuditEntry",
    "Away",
    "Burst",
    "Campaign",
    "CampaignLink",
    "Conversation",
    "CounterCode",
    "DayOff",
    "DraftKey",
    "DraftState",
    "Duty",
    "Evidence",
    "Extension",
    "Fact",
    "FeedKey",
    "Feedback",
    "FeedbackTally",
    "Form",
    "FormerUnit",
    "Held",
    "ImportDraft",
    "Inbox",
    "Invitation",
    "Knock",
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
    "Receipt",
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
