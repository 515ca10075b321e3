"""Photos, files and links of a report."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sinergi.audit.models import AuditEntry
from sinergi.media.errors import WrongType
from sinergi.media.models import MediaFile
from sinergi.reports import services
from sinergi.reports.enums import EvidenceKind
from sinergi.reports.errors import ReadOnly, TooMuchEvidence, WrongState
from sinergi.reports.models import Activity, Evidence
from sinergi.reports.rules import EVIDENCE_LIMIT
from sinergi.reports.tests.factories import (
    World,
    make_draft,
    make_photo,
    make_submitted,
    make_world,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_photo_is_added_once_and_leaves_the_revision(world: World) -> None:
    activity = make_draft(world, links=())
    for _time in range(2):
        piece = services.add_evidence(
            by=world.manager, activity=activity, upload=make_photo(), caption=" Kelas "
        )
    assert (piece.kind, piece.caption) == (EvidenceKind.PHOTO, "Kelas")
    assert Evidence.objects.count() == MediaFile.objects.count() == 1
    activity.refresh_from_db()
    assert activity.revision == 1
    entry = AuditEntry.objects.get(action="activity.evidence_added")
    assert entry.new == {"evidence": "photo", "file": str(piece.file_id)}


def test_document_is_a_file_and_a_page_is_refused(world: World) -> None:
    activity = make_draft(world)
    piece = services.add_evidence(
        by=world.manager,
        activity=activity,
        upload=SimpleUploadedFile("hadir.pdf", b"%PDF-1.4 isi"),
    )
    assert piece.kind == EvidenceKind.FILE
    with pytest.raises(WrongType):
        services.add_evidence(
            by=world.manager,
            activity=activity,
            upload=SimpleUploadedFile("foto.jpg", b"<html><script>x</script>"),
        )


def test_evidence_of_others_cannot_be_changed(world: World) -> None:
    activity = make_draft(world)
    piece = services.add_evidence(
        by=world.manager, activity=activity, upload=make_photo()
    )
    for person, refusal in (
        (world.stranger, Activity.DoesNotExist),
        (world.reader, ReadOnly),
    ):
        with pytest.raises(refusal):
            services.add_evidence(by=person, activity=activity, upload=make_photo())
        with pytest.raises(refusal):
            services.remove_evidence(by=person, evidence=piece)
    assert MediaFile.objects.count() == 1


def test_sent_report_keeps_its_evidence(world: World) -> None:
    activity = make_submitted(world)
    with pytest.raises(WrongState):
        services.add_evidence(by=world.manager, activity=activity, upload=make_photo())
    with pytest.raises(WrongState):
        services.remove_evidence(by=world.manager, evidence=activity.evidence.get())
    assert not MediaFile.objects.exists()


def test_removal_is_recorded_and_a_repeat_is_harmless(world: World) -> None:
    activity = make_draft(world)
    link = activity.evidence.get()
    for _time in range(2):
        services.remove_evidence(by=world.manager, evidence=link)
    entry = AuditEntry.objects.get(action="activity.evidence_removed")
    assert entry.old["reference"] == "https://contoh.invalid/foto"
    activity.refresh_from_db()
    assert (activity.evidence.count(), activity.revision) == (0, 2)


def test_a_report_holds_so_many_pieces(world: World) -> None:
    activity = make_draft(world, links=())
    for number in range(EVIDENCE_LIMIT):
        services.add_evidence(
            by=world.manager,
            activity=activity,
            upload=make_photo(size=(10 + number, 10)),
        )
    with pytest.raises(TooMuchEvidence):
        services.add_evidence(
            by=world.manager, activity=activity, upload=make_photo(size=(90, 90))
        )
    assert activity.evidence.count() == EVIDENCE_LIMIT
