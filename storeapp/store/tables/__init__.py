"""The tables of a shop, one module a room; importing this package declares them all."""

from storeapp.store.tables.aftersales import (
    Case,
    CaseDismissal,
    CaseDraft,
    CaseEntry,
    CaseMove,
    CaseOrder,
    CaseTick,
    Promise,
)
from storeapp.store.tables.aftersales_causes import (
    CaseDay,
    Cause,
    CauseLink,
    CauseNote,
    CauseRefusal,
    OwnerHour,
    OwnerRate,
    OwnerReason,
)
from storeapp.store.tables.aftersales_proposals import CaseProposal
from storeapp.store.tables.articles import (
    Article,
    ArticleAcceptance,
    ArticleClaim,
    ArticlePlace,
    ArticleProduct,
    ArticleVersion,
)
from storeapp.store.tables.articles_ideas import (
    ArticleIdea,
    Audience,
    PositioningEntry,
    SellingPoint,
    SellingPointProof,
)
from storeapp.store.tables.articles_library import LibraryItem, LibraryUse
from storeapp.store.tables.articles_publications import (
    ArticleLesson,
    ArticleVariant,
    Publication,
    PublicationFile,
    PublicationResult,
)
from storeapp.store.tables.base import Base
from storeapp.store.tables.channels import Channel, RuleOverride
from storeapp.store.tables.channels_outlets import Outlet
from storeapp.store.tables.customers import Customer, CustomerMerge, CustomerPair, Identity
from storeapp.store.tables.customers_contacts import Contact, OptOut
from storeapp.store.tables.evidence import Attachment, Consent, Proof
from storeapp.store.tables.exchange import ImportBatch, ImportSetup
from storeapp.store.tables.exchange_helpers import HelperReturn, HelperRow, HelperWorkbook
from storeapp.store.tables.journal import Action, Change, DerivedVersion, IdCounter, RowSum
from storeapp.store.tables.messages import MessageTemplate
from storeapp.store.tables.orders import DeliveryDays, Listing, Order, OrderLine, OrderMonth, Product
from storeapp.store.tables.orders_attribution import Attribution
from storeapp.store.tables.ownrules import OwnRule
from storeapp.store.tables.reputation import (
    RatingMonth,
    RatingSnapshot,
    Review,
    ReviewLink,
    ReviewMonth,
    ReviewPair,
    ReviewVersion,
)
from storeapp.store.tables.reputation_alerts import AlertState, RemovalRequest, ReviewAbsence
from storeapp.store.tables.reputation_replies import ReplyDraft, ReplyOverride
from storeapp.store.tables.reputation_themes import PhraseCount, PhraseShare, ReviewTheme, Theme, ThemeMark, ThemeMonth
from storeapp.store.tables.reputation_trust import Mention, Rival, RivalSnapshot
from storeapp.store.tables.shell import SavedView, ShopSetting
from storeapp.store.tables.solicitation import (
    Coupon,
    RequestCount,
    RequestDraft,
    RequestLook,
    RequestMail,
    RequestOverride,
    RequestPlan,
    RequestStop,
    RequestVerdict,
    ReviewRequest,
)

__all__ = [
    "Action",
    "AlertState",
    "Article",
    "ArticleAcceptance",
    "ArticleClaim",
    "ArticleIdea",
    "ArticleLesson",
    "ArticlePlace",
    "ArticleProduct",
    "ArticleVariant",
    "ArticleVersion",
    "Attachment",
    "Attribution",
    "Audience",
    "Base",
    "Case",
    "CaseDay",
    "CaseDismissal",
    "CaseDraft",
    "CaseEntry",
    "CaseMove",
    "CaseOrder",
    "CaseProposal",
    "CaseTick",
    "Cause",
    "CauseLink",
    "CauseNote",
    "CauseRefusal",
    "Change",
    "Channel",
    "Consent",
    "Contact",
    "Coupon",
    "Customer",
    "CustomerMerge",
    "CustomerPair",
    "DeliveryDays",
    "DerivedVersion",
    "HelperReturn",
    "HelperRow",
    "HelperWorkbook",
    "IdCounter",
    "Identity",
    "ImportBatch",
    "ImportSetup",
    "LibraryItem",
    "LibraryUse",
    "Listing",
    "Mention",
    "MessageTemplate",
    "OptOut",
    "Order",
    "OrderLine",
    "OrderMonth",
    "Outlet",
    "OwnRule",
    "OwnerHour",
    "OwnerRate",
    "OwnerReason",
    "PhraseCount",
    "PhraseShare",
    "PositioningEntry",
    "Product",
    "Promise",
    "Proof",
    "Publication",
    "PublicationFile",
    "PublicationResult",
    "RatingMonth",
    "RatingSnapshot",
    "RemovalRequest",
    "ReplyDraft",
    "ReplyOverride",
    "RequestCount",
    "RequestDraft",
    "RequestLook",
    "RequestMail",
    "RequestOverride",
    "RequestPlan",
    "RequestStop",
    "RequestVerdict",
    "Review",
    "ReviewAbsence",
    "ReviewLink",
    "ReviewMonth",
    "ReviewPair",
    "ReviewRequest",
    "ReviewTheme",
    "ReviewVersion",
    "Rival",
    "RivalSnapshot",
    "RowSum",
    "RuleOverride",
    "SavedView",
    "SellingPoint",
    "SellingPointProof",
    "ShopSetting",
    "Theme",
    "ThemeMark",
    "ThemeMonth",
]
