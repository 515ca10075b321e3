// Once a report is sent, its copy on this phone is no longer needed.
const { user, activity, library } = document.querySelector("[data-sent]").dataset;
const prefix = `sinergi.draft.${user}.`;
const fresh = `${prefix}new.${library}`;
localStorage.removeItem(prefix + activity);
if (localStorage.getItem(fresh)?.includes(activity)) localStorage.removeItem(fresh);
