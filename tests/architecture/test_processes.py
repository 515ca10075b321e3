"""What one machine runs side by side."""

from sinergi.config.supervisor import processes


def test_the_supervisor_runs_every_process() -> None:
    names = [process.name for process in processes()]
    assert names == ["web", "worker", "refresher", "meeting clock"]
