"use strict";
// The emulator's page. It shows what the control API returns, and every button is a
// call of it. All content becomes text nodes, so that names cannot become markup.
(() => {
  const $ = (id) => document.getElementById(id);
  const el = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) key === "click" ? node.addEventListener("click", value) : node.setAttribute(key, value);
    node.append(...children.map((child) => child ?? ""));
    return node;
  };
  // A browser cannot lay out the rows of a large estate.
  const mostRows = 500;
  // table has a function for each row, which returns its cells.
  const table = (caption, heads, rows) =>
    el("table", {}, el("caption", {}, caption + (rows.length > mostRows ? `, the first ${mostRows} of ${rows.length}` : "")), el("thead", {}, el("tr", {}, ...heads.map((h) => el("th", { scope: "col" }, h)))),
      el("tbody", {}, ...rows.slice(0, mostRows).map((row) => el("tr", {}, ...row().map((cell) => el("td", {}, cell))))));
  // A key tells a control, or an element that opens, from the others of its list.
  const button = (label, key, click) => el("button", { type: "button", "data-key": key, click }, label);
  const details = (summary, key, ...children) => el("details", { "data-key": key }, el("summary", {}, summary), ...children);
  const at = (time) => el("time", { datetime: time }, time.slice(0, 23).replace("T", " "));
  const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  // list replaces what an element shows. What was open stays open, and the focus stays on
  // its control, or on the list without it.
  const list = (id, ...children) => {
    const place = $(id), focused = place.contains(document.activeElement) ? document.activeElement : null;
    const opened = new Set([...place.querySelectorAll("details[open]")].map((e) => e.dataset.key));
    const keyOf = (e) => e.tagName === "SUMMARY" ? e.parentElement.dataset.key : e.dataset.key ?? e.id;
    const key = focused && keyOf(focused);
    place.replaceChildren(...children);
    for (const e of place.querySelectorAll("details")) e.open = opened.has(e.dataset.key);
    if (!focused) return;
    place.tabIndex = -1;
    ([...place.querySelectorAll("button, input, summary")].find((e) => keyOf(e) === key) ?? place).focus();
  };

  const say = (text, problem = false) => {
    $("status").textContent = text;
    $("status").classList.toggle("problem", problem);
  };
  // api calls the control API. A refusal is shown, and is no result.
  const api = async (method, path, body) => {
    const response = await fetch("/_emulator" + path, { method, body: typeof body === "string" || !body ? body : JSON.stringify(body) });
    const text = await response.text();
    const result = text ? JSON.parse(text) : {};
    if (!response.ok) throw new Error(result.error.message);
    return result;
  };
  // act runs the call of a button, says what was done, and reads the state again.
  const act = async (done, call) => {
    try {
      await call();
      await refresh();
      say(done);
    } catch (error) {
      // A refused value is not shown as the present one.
      await refresh().catch(() => {});
      say(error.message, true);
    }
  };
  const fields = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));

  let state = {};
  const tenants = () => Object.values(state).sort((a, b) => a.key.localeCompare(b.key, "en", { numeric: true }));
  const userOf = (tenant, id) => state[tenant]?.users.find((user) => user.id === id);

  const redeem = (tenant, user) =>
    user?.externalUserState !== "PendingAcceptance" ? (user?.externalUserState ?? "")
      : button("Redeem as this user", tenant + user.id, () => act("Redeemed as " + (user.mail ?? user.displayName), () => api("POST", "/redeem", { tenant, user_id: user.id })));

  const showTenants = () => list("tenantlist", ...tenants().map((t) => {
    const partners = t.cross_tenant_access_policy?.partners ?? [];
    const name = (id) => tenants().find((other) => other.tenant_id === id)?.key ?? id;
    return el("article", {},
      el("h3", {}, `${t.display_name} (${t.key})`),
      el("p", {}, `${t.cloud}, ${t.tenant_id}, ${t.domains.map((d) => d.id).join(", ")}, ${count(t.users.length, "user")}`),
      partners.length ? table("Partner entries", ["Partner", "Settings"], partners.map((p) => () => [name(p.tenantId),
        details(Object.keys(p).filter((k) => k !== "tenantId" && p[k] !== null).join(", "), t.key + p.tenantId, el("pre", {}, JSON.stringify(p, null, 2)))])) : "No partner entry.",
      details("Users", t.key,
        table("Users of " + t.key, ["Name", "User principal name", "Mail", "Type", "Enabled", "Address lists", "Invitation"], t.users.map((u) => () =>
          [u.displayName, u.userPrincipalName, u.mail, u.userType, String(u.accountEnabled), u.showInAddressList === false ? "hidden" : "", redeem(t.key, u)]))));
  }));

  const showMails = (mails) => list("maillist", mails.length ? table("Sent mails, the oldest first", ["Time", "Tenant", "To", "Copy to", "Language", "Text", "Invitation"],
    mails.map((m) => () => [at(m.time), m.tenant, m.to, m.cc, m.language, m.custom_text, redeem(m.tenant, userOf(m.tenant, m.user_id)) || "deleted"])) : "No mail was sent.");

  const showBook = () => {
    const t = state[$("booktenant").value];
    const shown = (t?.recipients ?? []).filter((r) => $("hiddentoo").checked || !r.HiddenFromAddressListsEnabled);
    list("booklist", table(count(shown.length, "recipient"), ["Name", "Primary address", "Type", "Hidden"], shown.map((r) => () => {
      const primary = (r.EmailAddresses ?? []).find((a) => a.startsWith("SMTP:"))?.slice(5);
      const known = userOf(t.key, r.ExternalDirectoryObjectId) ?? t.contacts.find((c) => c.id === r.ExternalDirectoryObjectId);
      return [r.DisplayName ?? known?.displayName ?? r.Name, primary ?? r.ExternalEmailAddress, r.RecipientTypeDetails, r.HiddenFromAddressListsEnabled ? "hidden" : ""];
    })));
  };

  const quoted = (text) => "'" + text.replaceAll("'", "'\\''") + "'";
  let clouds = {};
  const withBody = ["POST", "PATCH", "PUT"];
  // Neither tokens nor bodies are recorded. Queries can have the brackets of curl's globs, and
  // some need the header of advanced queries.
  const curl = (r) => [
    "curl -g --cacert \"${SSL_CERT_FILE:-ca.pem}\" -X", r.method, quoted((clouds[r.cloud] ?? location.origin) + r.path),
    ...(r.service === "login" ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...(r.service === "graph" && r.method === "GET" ? ['-H "ConsistencyLevel: eventual"'] : []),
    ...(r.service !== "login" && withBody.includes(r.method) ? ['-H "Content-Type: application/json"'] : []),
    ...(withBody.includes(r.method) ? ['-d "$BODY"'] : []),
  ].join(" ");
  const copy = async (text) => {
    await navigator.clipboard.writeText(text);
    say("Copied: " + text);
  };
  const mostRequests = 200;
  let asked = 0, journal = "";
  const showRequests = async () => {
    const query = new URLSearchParams(fields($("filter"))), turn = ++asked;
    const total = await api("GET", "/requests/summary?" + query);
    query.set("last", mostRequests);
    const { requests } = await api("GET", "/requests?" + query);
    // An answer to an earlier filter can come later; and a list that is the same is left alone,
    // with what is selected in it.
    const now = JSON.stringify([total, requests]);
    if (turn !== asked || now === journal) return;
    journal = now;
    $("summary").textContent = `${count(total.total, "request")}, ${count(total.writes, "write")}${total.total > requests.length ? `; the last ${requests.length} are shown` : ""}`;
    list("requestlist", table("Newest first", ["Time", "Tenant", "Service", "Request", "Status", "ms", ""], requests.reverse().map((r) => () =>
      [at(r.time), r.tenant, r.service + (r.batch ? ", in a batch" : ""), el("code", {}, r.method + " " + r.path + (r.cmdlet ? " " + r.cmdlet : "")), r.dropped ? "dropped" : String(r.status),
        r.duration_ms.toFixed(0), button("Copy as curl", r.request_id + r.path, () => copy(curl(r)).catch((error) => say(error.message, true)))])));
  };

  const showFaults = ({ faults }) => list("faultlist", faults.length ? table("Rules; the first that matches applies", ["Rule", "Uses", ""], faults.map(({ id, hits, ...rule }) => () =>
    [el("code", {}, JSON.stringify(rule)), String(hits), button("Remove", id, () => act("Fault removed", () => api("DELETE", "/faults/" + id)))])) : "No fault.");

  const showSettings = (settings) => list("settinglist", table("Settings", ["Name", "Value"], Object.entries(settings).sort().map(([name, value]) => () => {
    const input = el("input", typeof value === "boolean" ? { type: "checkbox" } : { type: typeof value === "number" ? "number" : "text" });
    input.id = "setting-" + name;
    typeof value === "boolean" ? (input.checked = value) : (input.value = value);
    input.addEventListener("change", () => act(name + " changed", () =>
      api("PATCH", "/settings", { [name]: typeof value === "boolean" ? input.checked : typeof value === "number" ? Number(input.value) : input.value })));
    return [el("label", { for: input.id }, name), input];
  })));

  // choices fills the lists of tenants, and keeps what is selected.
  const choices = () => {
    for (const select of document.querySelectorAll('#booktenant, select[name$="tenant"]')) {
      const selected = select.value;
      const all = [...select.options].filter((option) => option.value === "" && option.text === "all");
      select.replaceChildren(...all, ...tenants().map((t) => el("option", { value: t.key }, t.key)));
      if ([...select.options].some((option) => option.value === selected)) select.value = selected;
    }
    for (const [id, select] of [["viewers", "viewer_tenant"], ["owners", "owner_tenant"]]) {
      list(id, ...(state[$("sightform")[select].value]?.users ?? []).map((u) => el("option", { value: u.mail ?? u.userPrincipalName })));
    }
  };

  const refresh = async () => {
    state = await api("GET", "/state");
    clouds = (await api("GET", "")).clouds;
    choices();
    showTenants();
    showMails((await api("GET", "/mails")).mails);
    showBook();
    showFaults(await api("GET", "/faults"));
    showSettings(await api("GET", "/settings"));
    $("now").textContent = (await api("POST", "/clock/advance", { seconds: 0 })).now;
    await showRequests();
  };
  const submit = (id, send) => $(id).addEventListener("submit", (event) => {
    event.preventDefault();
    send(fields(event.target), event.target);
  });
  const click = (id, done, call) => $(id).addEventListener("click", () => act(done, call));

  click("reload", "Read again", () => {});
  click("forget", "The outbox is empty", () => api("DELETE", "/mails"));
  click("clear", "The journal is empty", () => api("DELETE", "/requests"));
  click("nofaults", "No fault is left", () => api("DELETE", "/faults"));
  click("sync", "All synchronization jobs have run", () => api("POST", "/sync/run", {}));
  for (const later of document.querySelectorAll("[data-seconds]")) {
    later.addEventListener("click", () => act("It is " + later.textContent, () => api("POST", "/clock/advance", { seconds: Number(later.dataset.seconds) })));
  }
  $("booktenant").addEventListener("change", showBook);
  $("hiddentoo").addEventListener("change", showBook);
  $("sightform").addEventListener("change", choices);
  $("filter").addEventListener("input", () => showRequests().catch((error) => say(error.message, true)));
  submit("filter", () => {});
  submit("lagform", ({ seconds }) => act("The lag is set", () => api("POST", "/lag", { seconds: Number(seconds) })));
  submit("faultform", (rule, form) => act("Fault added", async () => {
    for (const name of ["status", "times", "retry_after", "latency_ms"]) if (name in rule) rule[name] = Number(rule[name]);
    await api("POST", "/faults", rule);
    form.reset();
  }));
  submit("seedform", (_, form) => act("All tenants are replaced", async () => api("PUT", "/seed", await form.file.files[0].text())));
  submit("sightform", async (body) => {
    try {
      const { sights } = await api("POST", "/visibility", body);
      list("sightlist", table("What the viewer sees", ["Feature", "Sees", "Decided by", "Because"], sights.map((s) => () =>
        [s.feature, s.sees, s.decided_by, el("ul", {}, ...s.because.map((b) => el("li", {}, `${b.tenant}: ${b.setting}: ${b.says}`)))])));
    } catch (error) {
      say(error.message, true);
    }
  });

  const interval = 2000;
  setInterval(() => {
    if ($("live").checked && !document.hidden) showRequests().catch((error) => say(error.message, true));
  }, interval);
  refresh().catch((error) => say(error.message, true));
})();
