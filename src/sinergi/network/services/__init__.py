"""Writes of the network: one function per act."""

from sinergi.network.services.assignments import assign, end_assignment
from sinergi.network.services.bulk import (
    NewAssignment,
    NewLibrary,
    NewPartnership,
    add_libraries,
    assign_many,
    mark_network_changed,
    start_partnerships,
)
from sinergi.network.services.libraries import (
    add_library,
    close_library,
    confirm_library,
    describe_library,
    merge_library,
    move_library,
    rename_library,
)
from sinergi.network.services.partnerships import (
    Funding,
    confirm_partnership,
    end_partnership,
    start_partnership,
)
from sinergi.network.services.programmes import (
    StageContent,
    load_programmes,
    set_programme,
    set_stages,
)

__all__ = [
    "Funding",
    "NewAssignment",
    "NewLibrary",
    "NewPartnership",
    "StageContent",
    "add_libraries",
    "add_library",
    "assign",
    "assign_many",
    "close_library",
    "confirm_library",
    "confirm_partnership",
    "describe_library",
    "end_assignment",
    "end_partnership",
    "load_programmes",
    "mark_network_changed",
    "merge_library",
    "move_library",
    "rename_library",
    "set_programme",
    "set_stages",
    "start_partnership",
    "start_partnerships",
]
