"""What ODK Collect and KoboCollect read from a QR code to set themselves up."""

import base64
import json
import zlib


def settings_code(*, url: str, username: str, password: str, title: str) -> str:
    """The text of the code: JSON, compressed, in Base64.

    Whatever is not said keeps the app's own default. Forms follow the server
    (`match_exactly`), and answers leave by themselves once there is a line.
    """
    settings = {
        "general": {
            "protocol": "odk_default",
            "server_url": url,
            "username": username,
            "password": password,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": title, "icon": "S", "color": "#27408f"},
    }
    packed = zlib.compress(json.dumps(settings, separators=(",", ":")).encode(), 9)
    return base64.b64encode(packed).decode()
