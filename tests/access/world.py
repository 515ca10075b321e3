"""One record of each kind in a village, and one person of each kind around it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sinergi.accounts import services as accounts
from sinergi.accounts.models import AccessToken, User
from sinergi.accounts.rules import TOKEN_SCOPES
from sinergi.core.models import Job
from sinergi.exchange.models import Upload
from sinergi.exchange.services.uploads import send_file
from sinergi.exchange.tests.sheets import activity_rows, workbook
from sinergi.indicators import services as indicators
from sinergi.indicators.tests.builders import add_scheme
from sinergi.network.enums import Origin, Role
from sinergi.network.models import Assignment, Library
from sinergi.network.services import start_partnership
from sinergi.network.tests.factories import make_programme
from sinergi.regions.models import Region
from sinergi.reports import services as reports
from sinergi.reports.enums import FlagKind
from sinergi.reports.models import Activity, Flag
from sinergi.reports.tests.factories import (
    last_month,
    make_draft,
    make_person,
    make_photo,
    make_submitted,
    make_world,
)
from tests.access.benefits_world import valuation_arguments
from tests.access.instrument_world import instrument_arguments
from tests.access.meeting_world import meeting_blanks
from tests.access.study_world import study_arguments

#: The columns of the matrix. Whoever is called other has the role elsewhere.
PEOPLE = (
    "anonymous",
    "village",
    "other village",
    "regency",
    "other regency",
    "province",
    "nation",
    "evaluator",
    "jury",
    "committee",
)


@dataclass(frozen=True)
class World:
    """People by name, and what the addresses are filled with, by route."""

    people: dict[str, User]
    tokens: dict[str, str]
    library: Library
    draft: Activity
    sent: Activity
    arguments: dict[str, tuple[object, ...]]
    #: What follows the address, and what a program posts.
    queries: dict[str, str]
    bodies: dict[str, dict[str, object]]
    #: What blanks of addresses mean where a route has no line in `arguments`.
    blanks: dict[str, object]


def make_access_world() -> World:
    """The village library of a regency, its records, and everybody around it."""
    places = make_world()
    people = {
        "village": places.manager,
        "other village": make_person(Role.VILLAGE_MANAGER, library=places.neighbour),
        "regency": places.officer,
        "other regency": places.stranger,
        "province": places.province,
        "nation": places.nation,
        "evaluator": make_person(Role.EVALUATOR),
        "jury": make_person(Role.JURY),
        "committee": make_person(Role.COMMITTEE),
    }
    draft, sent = make_draft(places), make_submitted(places)
    return World(
        people=people,
        tokens={name: _token(user)[1] for name, user in people.items()},
        library=places.library,
        draft=draft,
        sent=sent,
        arguments=_arguments(places, draft, sent)
        | instrument_arguments(people["evaluator"]),
        queries={
            "portal:dashboard_file": "?wilayah=35.22",
            "exchange:api:list_figures": "?measure=attendances&region=35.22",
        },
        blanks=meeting_blanks(places.library, people["village"]),
        bodies={
            "exchange:api:return_activity": {"reason": "Foto"},
            "exchange:api:create_activity": {
                "id": str(uuid.uuid4()),
                "library": places.library.pk,
                "strategy": "community_involvement",
                "field": "economy",
                "title": "Uji",
                "started_on": last_month().isoformat(),
                "attendances": [{"sex": "female", "attendances": 3}],
            },
        },
    )


def _token(user: User) -> tuple[AccessToken, str]:
    return accounts.issue_token(
        by=user,
        user=user,
        name="uji",
        scopes=TOKEN_SCOPES,
        expires_at=timezone.now() + dt.timedelta(days=1),
    )


def _arguments(
    places: Any, draft: Activity, sent: Activity
) -> dict[str, tuple[object, ...]]:
    library, officer, manager = places.library, places.officer, places.manager
    nation = places.nation
    first = last_month().replace(day=1)
    evidence = reports.add_evidence(by=manager, activity=draft, upload=make_photo())
    other = make_draft(places)
    flag = Flag.objects.create(activity=sent, kind=FlagKind.OUTLIER)
    statistics = reports.save_statistics(
        by=manager, library=library, month=first, values={"visits": 3}
    )
    statistics = reports.submit_statistics(by=manager, statistics=statistics)
    lock = reports.lock_period(
        by=officer, month=dt.date(2021, 5, 1), region=Region.objects.get(code="35.22")
    )
    partnership = start_partnership(
        by=officer,
        library=library,
        programme=make_programme(),
        origin=Origin.FULL_SUPPORT,
        intake_year=2020,
        funders=["apbn"],
        started_on=dt.date(2020, 1, 1),
    )
    scheme = indicators.copy_scheme(by=nation, scheme=add_scheme())
    target = indicators.set_target(
        by=officer,
        measure="attendances",
        starts_on=dt.date(2022, 1, 1),
        ends_on=dt.date(2022, 12, 31),
        value=Decimal(100),
        source="Renja",
        library=library,
    )
    snapshot = indicators.take_snapshot(
        by=officer,
        name="Potret",
        first=dt.date(2022, 1, 1),
        last=dt.date(2022, 12, 1),
        region=Region.objects.get(code="35.22"),
    )
    job = Job.objects.create(
        kind="uji", title="Uji", state=Job.State.DONE, created_by=officer
    )
    upload = send_file(
        by=officer,
        kind=Upload.Kind.ACTIVITIES,
        file=SimpleUploadedFile("uji.xlsx", workbook(*activity_rows({})).getvalue()),
        new_libraries="refuse",
    )
    role = Assignment.objects.get(user=manager)
    (card,) = accounts.issue_cards(by=None, users=[make_person()])
    token, _text = _token(officer)
    return {
        **valuation_arguments(),
        "core:language": ("en",),
        "core:theme": ("dark",),
        "core:job_detail": (job.pk,),
        "core:job_resume": (job.pk,),
        "accounts:link": ("tidak-ada",),
        "accounts:token_revoke": (token.pk,),
        "accounts:card": (card.code,),
        "network:library_download": ("csv",),
        "network:partnership_end": (library.pk, partnership.pk),
        "network:partnership_confirm": (library.pk, partnership.pk),
        "network:programme_calendar": ("tpbis",),
        "network:stages_edit": ("tpbis",),
        "network:missing_detail": ("35.22",),
        "network:accounts_make": ("35.22",),
        "network:cards_again": ("35.22",),
        "network:role_end": (manager.pk, role.pk),
        **{
            f"network:{name}": (manager.pk,)
            for name in (
                *("person_detail", "card_again", "role_give", "account_close"),
                *("account_reopen", "second_factor_reset"),
            )
        },
        **{
            f"network:{name}": (library.pk,)
            for name in (
                *("library_edit", "library_rename", "library_move", "library_merge"),
                *("library_close", "library_confirm", "library_history"),
                *("library_partnership", "partnership_new"),
            )
        },
        "reports:activity_download": ("csv",),
        "reports:activity_compare": (sent.pk, other.pk),
        "reports:flag_dismiss": (sent.pk, flag.pk),
        "reports:evidence_file": (draft.pk, evidence.pk),
        "reports:evidence_remove": (draft.pk, evidence.pk),
        **{
            f"reports:{name}": (draft.pk,)
            for name in (
                *("activity_edit", "activity_submit", "activity_discard"),
                "evidence_add",
            )
        },
        **{
            f"reports:{name}": (sent.pk,)
            for name in (
                *("activity_detail", "activity_verify", "activity_return"),
                *("activity_reopen", "inbox_record"),
            )
        },
        "reports:statistics_verify": (statistics.pk,),
        "reports:statistics_return": (statistics.pk,),
        "reports:statistics_month": (f"{first:%Y-%m}",),
        "reports:period_unlock": (lock.pk,),
        **{
            f"indicators:scheme_{name}": (scheme.pk,)
            for name in ("detail", "copy", "edit", "preview", "publish", "discard")
        },
        "indicators:target_edit": (target.pk,),
        "indicators:snapshot_detail": (snapshot.pk,),
        "exchange:import_detail": (upload.pk,),
        "exchange:import_confirm": (upload.pk,),
        "exchange:import_annotated": (upload.pk,),
        "exchange:api:get_library": (library.pk,),
        **{f"exchange:odk:{name}": ("a",) for name in ("form_list", "submission")},
        **{f"exchange:odk:{name}": ("a", "b") for name in ("form", "manifest")},
        "exchange:odk:form_file": ("a", "b", "c"),
        **{
            f"exchange:api:{name}_activity": (sent.pk,)
            for name in ("get", "submit", "return", "verify")
        },
        "network:partnership_download": ("csv",),
        "portal:dashboard_file": ("lampu", "csv"),
        "portal:dashboard_of": ("35.22",),
        "portal:library": (library.pk,),
        "portal:library_file": (library.pk, "rapor", "csv"),
        **study_arguments(),
    }
