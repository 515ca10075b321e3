"""OpenRosa 1.0, by which ODK Collect and KoboCollect fetch forms and send answers."""
