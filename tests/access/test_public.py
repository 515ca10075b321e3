"""The reviewed list of addresses that open without a login."""

from tests.access.routes import routes

#: Each with the reason why strangers may call it. A new line is a decision.
PUBLIC = {
    "healthz": "monitoring asks it; it tells the version and no record",
    "core:language": "a cookie with one of two words",
    "core:theme": "a cookie with one of three words",
    "core:style": "the design system, without records",
    "account_login": "the way in",
    "account_logout": "the way out, also for a session that has ended",
    "mfa_authenticate": "the second step of a sign-in that has begun",
    "accounts:forgotten": "asks for a letter; the answer is the same for all",
    "accounts:link": "the holder of a secret link",
    "accounts:card_type": "typing the code of a card",
    "accounts:card": "the holder of a printed code, throttled by address",
    "network:programme_list": "programmes are published",
    "network:programme_calendar": "and so are their stages",
    "evaluation:study_list": "published studies",
    "evaluation:study_show": "a published study",
    "evaluation:sample": "strata and design of a published study, without its units",
    "evaluation:sample_plan": "a calculator, without records",
    "stories:photo": "photos whose people agreed that everybody sees them",
    "meetings:meeting_list": "announced meetings",
    "meetings:meeting_show": "an announced meeting, without names of participants",
    "meetings:meeting_now": "the announced agenda",
    "meetings:agenda_json": "the announced agenda",
    "meetings:agenda_ics": "the announced agenda",
    "meetings:schedule": "the announced agenda",
    "meetings:register": "partners and their people register without account",
    "meetings:ticket": "the holder of a ticket's code",
    "meetings:ticket_withdraw": "the holder of a ticket's code",
    "meetings:ticket_move": "the holder of a ticket's code",
    "meetings:ticket_answer": "the holder of a ticket's code",
    "meetings:ticket_ask": "the holder of a ticket's code",
    "meetings:ticket_give_back": "the holder of a ticket's code",
    "meetings:room_enter": "the holder of a ticket's code",
    "meetings:room_leave": "the holder of a ticket's code",
    "meetings:webhook_zoom": "signed by the provider",
    "meetings:gate_page": "a phone enrolled by its one-time code; without it nothing is shown",
    "meetings:gate_worker": "the script of the gate page",
    "meetings:exhibition": "the stall map and products with consent",
    "meetings:stall": "a stall's products with consent; a vote needs a badge's code",
    "meetings:topics_rank": "the holder of a ticket's code",
    "meetings:class_reasons": "the holder of a ticket's code",
    "meetings:after_show": "the holder of a ticket's code",
    "meetings:feedback_give": "the holder of a ticket's code",
    "meetings:ticket_certificate": "the holder of a ticket's code",
    "meetings:ticket_material": "the holder of a ticket's code",
    "meetings:meeting_results": "counts without names",
    "meetings:material_list": "public materials",
    "meetings:material_file": "public materials",
    "meetings:certificate_ask": "asks for a certificate's number",
    "meetings:certificate_json": "the printed fields, by a signed number",
    "meetings:certificate_check": "the printed fields, by a signed number",
    "meetings:signing_keys": "public keys",
    "meetings:reminders_stop": "the holder of a signed link",
    "meetings:agenda_changes": "what changed in the announced agenda",
    "meetings:invitation_reply": "the holder of an invitation's secret link",
    "meetings:invitation_person": "the holder of an invitation's secret link",
    "meetings:invitation_letter": "the holder of an invitation's secret link",
    "meetings:update_list": "published updates, small counts hidden",
    "meetings:update_show": "a published update, small counts hidden",
    "meetings:update_pdf": "a published update, small counts hidden",
    "portal:home": "leads on, or shows the public home",
    "portal:public_home": "totals of provinces and above",
    "portal:dashboard": "totals of provinces and above, small cells hidden",
    "portal:dashboard_of": "provinces only; 404 below without login",
    "portal:dashboard_file": "the same tables by the same rules",
    "portal:methods": "how figures are computed, without records",
    "portal:open_data": "where open figures and the API are",
    "exchange:api:openapi-json": "describes the API, without records",
    "exchange:^api/": "answers 404",
    "exchange:odk:form_list": "an interviewer's password or token by each request",
    "exchange:odk:submission": "an interviewer's password or token by each request",
    "exchange:odk:form": "an interviewer's password or token by each request",
    "exchange:odk:manifest": "an interviewer's password or token by each request",
    "exchange:odk:form_file": "an interviewer's password or token by each request",
    "exchange:odk:unknown": "answers 404",
}
#: Behind a token instead of a login; `test_personas.py` shows the 401 of each.
BY_TOKEN = "exchange:api:"


def test_public_routes_are_the_reviewed_ones() -> None:
    found = {
        route.name
        for route in routes()
        if route.is_public and not route.name.startswith(BY_TOKEN)
    }
    found |= {"exchange:api:openapi-json"}
    assert found == set(PUBLIC)
