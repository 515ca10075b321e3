"""All acts on accounts; each writes its audit entry."""

from sinergi.accounts.services.attempts import (
    forget_attempts,
    take_attempt,
    take_login_attempt,
    use_code_once,
)
from sinergi.accounts.services.cards import IssuedCard, issue_cards, sign_in_with_card
from sinergi.accounts.services.demonstration import (
    demonstration_password,
    demonstration_token,
    issue_demonstration_token,
)
from sinergi.accounts.services.invitations import (
    accept_link,
    invite,
    request_password_reset,
    send_password_reset,
)
from sinergi.accounts.services.sessions import end_session, end_sessions
from sinergi.accounts.services.tokens import (
    issue_token,
    revoke_token,
    revoke_tokens,
    user_of_token,
)
from sinergi.accounts.services.users import (
    NewUser,
    activate_user,
    change_details,
    create_user,
    create_users,
    deactivate_user,
    reset_second_factor,
    set_password,
)

__all__ = [
    "IssuedCard",
    "NewUser",
    "accept_link",
    "activate_user",
    "change_details",
    "create_user",
    "create_users",
    "deactivate_user",
    "demonstration_password",
    "demonstration_token",
    "end_session",
    "end_sessions",
    "forget_attempts",
    "invite",
    "issue_cards",
    "issue_demonstration_token",
    "issue_token",
    "request_password_reset",
    "reset_second_factor",
    "revoke_token",
    "revoke_tokens",
    "send_password_reset",
    "set_password",
    "sign_in_with_card",
    "take_attempt",
    "take_login_attempt",
    "use_code_once",
    "user_of_token",
]
