extension ConsolePage {
    /// The token stays in this tab. It may come behind `#token=`, which browsers keep to themselves.
    static let script = #"""
        "use strict";
        const at = id => document.getElementById(id);
        const fragment = new URLSearchParams(location.hash.slice(1)).get("token");
        if (fragment) { sessionStorage.setItem("token", fragment); history.replaceState(null, "", location.pathname); }
        const headers = () => { const token = sessionStorage.getItem("token");
          return token ? { Authorization: "Bearer " + token } : {}; };
        async function api(path, options = {}) {
          const answer = await fetch("/api/v1/" + path, { ...options, headers: { ...headers(), ...options.headers } });
          if (answer.status === 401 || answer.status === 403) { const problem = await answer.json(); lock(problem.detail); throw null; }
          return answer;
        }
        const read = path => api(path).then(answer => answer.ok ? answer.json() : null);
        function lock(reason) {
          at("content").hidden = true; at("gate").hidden = false; live(false, "locked");
          at("refusal").textContent = sessionStorage.getItem("token") ? reason : "";
          at("token").focus();
        }
        function live(on, text) { at("live").className = on ? "live on" : "live"; at("live").textContent = text; }
        function make(name, className, ...children) {
          const element = document.createElement(name);
          if (className) element.className = className;
          element.append(...children.filter(child => child != null));
          return element;
        }
        const badge = status => make("span", "badge " + status, status.replaceAll("_", " "));
        const took = ms => ms == null ? "" : ms < 1000 ? ms + " ms" : ms < 60000 ? (ms / 1000).toFixed(1) + " s"
          : Math.floor(ms / 60000) + " min " + Math.round(ms % 60000 / 1000) + " s";
        const when = text => { const time = make("time", "", new Date(text).toLocaleString()); time.dateTime = text; return time; };
        function link(text, run, className = "") { const a = make("a", className, text); a.href = "#run=" + run; return a; }
        /* Asks before anything is done that cannot be taken back. */
        function sure(question, consequence, word) {
          at("question").textContent = question; at("consequence").textContent = consequence; at("yes").textContent = word;
          at("ask").returnValue = ""; at("ask").showModal();
          return new Promise(resolve => at("ask").addEventListener("close", () => resolve(at("ask").returnValue === "yes"), { once: true }));
        }
        async function act(path, body) {
          const options = { method: "POST", headers: { "Content-Type": "application/json" } };
          if (body) options.body = JSON.stringify(body);
          const answer = await api(path, options);
          if (!answer.ok) { const problem = await answer.json(); await sure("That was not possible", problem.detail ?? "", "All right"); }
          later();
        }

        /* Runs */
        let runs = new Map(), next = null, opened = null;
        const wanted = () => ({ status: at("status").value, workflow: at("workflow").value });
        const fits = run => { const { status, workflow } = wanted();
          return (!status || run.status === status) && (!workflow || run.workflow === workflow); };
        function row(run) {
          const line = make("tr", "", make("td", "", badge(run.status)), make("td", "", link(run.workflow, run.run)),
            make("td", "wide", run.trigger ?? "by hand"), make("td", "", when(run.started_at)),
            make("td", "number wide", took(run.duration_ms)), make("td", "wide", make("code", "", run.run)));
          line.onclick = event => { if (!event.target.closest("a") && !getSelection().toString()) location.hash = "run=" + run.run; };
          return line;
        }
        function showRuns() {
          const shown = [...runs.values()].filter(fits).sort((a, b) => a.run < b.run ? 1 : -1);
          const { status, workflow } = wanted();
          const empty = make("td", "empty", status || workflow ? "No runs like that." : "No runs yet. One starts with its trigger, or by hand: ",
            status || workflow ? null : make("code", "", "ulak run WORKFLOW"));
          empty.colSpan = 6;
          at("runs").replaceChildren(...(shown.length ? shown.map(row) : [make("tr", "", empty)]));
          at("more").hidden = !next;
        }
        async function loadRuns(before) {
          const query = new URLSearchParams({ limit: 25 });
          for (const [name, value] of Object.entries(wanted())) if (value) query.set(name, value);
          if (before) query.set("before", before);
          const page = await read("runs?" + query);
          if (!page) return;
          if (!before) runs = new Map();
          for (const run of page.runs) runs.set(run.run, run);
          next = page.next ?? null; showRuns();
        }

        /* Workflows */
        const known = new Map();
        function card(workflow) {
          const triggers = (workflow.triggers ?? []).map(trigger => {
            const place = trigger.parameters.path ?? trigger.parameters.schedule ?? trigger.parameters.folder;
            const next = trigger.next_start ? ", next " + new Date(trigger.next_start).toLocaleString() : "";
            return make("span", "chip", trigger.node + (place ? " " + place : "") + next);
          });
          const findings = workflow.diagnostics.filter(found => found.severity === "error");
          return make("li", "", make("div", "top", make("strong", "", workflow.name), badge(workflow.status)),
            workflow.description ? make("p", "", workflow.description) : null,
            ...findings.slice(0, 3).map(found => make("p", "finding",
              `${found.code}: ${found.message}` + (found.line ? ` (${found.file}, line ${found.line})` : ""))),
            triggers.length ? make("div", "triggers", ...triggers) : null);
        }
        function showWorkflows(workflows) {
          known.clear();
          for (const workflow of workflows) known.set(workflow.name, workflow);
          at("workflows").replaceChildren(...(workflows.length ? workflows.map(card)
            : [make("li", "empty", "No workflows in the folder. ", make("code", "", "ulak new"), " makes a first one.")]));
          const chosen = at("workflow").value, names = new Set([...known.keys(), ...(chosen ? [chosen] : [])]);
          at("workflow").replaceChildren(new Option("all", ""), ...[...names].sort().map(name => new Option(name, name)));
          at("workflow").value = chosen;
        }

        /* Sends that nobody knows of */
        const place = send => send.step + (send.item == null ? "" : `[${send.item}]`);
        function verdicts(send) {
          return [["Was sent", true], ["Was not sent", false]].map(([text, sent]) => {
            const button = make("button", "", text);
            button.onclick = async () => {
              const consequence = sent ? "The step succeeds and the run goes on. Nothing is sent again."
                : "The run goes on without it: what the workflow says of a failed step follows, which may send it again.";
              const question = `Say that \u201C${place(send)}\u201D ${sent ? "was" : "was not"} sent?`;
              if (!await sure(question, consequence, text)) return;
              const body = { step: send.step, sent }; if (send.item != null) body.item = send.item;
              await act(`runs/${encodeURIComponent(send.run)}/resolve`, body).catch(() => {});
            };
            return button;
          });
        }
        function heldSend(send) {
          return make("li", "", make("div", "what", link(`${send.workflow} / ${place(send)}`, send.run, "name"),
            make("p", "", send.node, " \u00B7 attempt ", String(send.attempt), " \u00B7 since ", when(send.started_at))),
            make("div", "buttons", ...verdicts(send)));
        }

        \#(runScript)
        /* What is shown */
        async function load() {
          const [workflows, sends] = await Promise.all([read("workflows"), read("sends?state=held&limit=100")]);
          at("gate").hidden = true; at("content").hidden = false;
          showWorkflows(workflows.workflows);
          const held = opened ? sends.sends.filter(send => send.run !== opened) : sends.sends;
          at("held").hidden = !held.length;
          at("sends").replaceChildren(...held.map(heldSend));
          if (opened) await showRun(opened, sends.sends); else await loadRuns();
        }
        let timer;
        function later() { clearTimeout(timer); timer = setTimeout(() => load().catch(() => {}), 300); }
        function turn() {
          opened = new URLSearchParams(location.hash.slice(1)).get("run");
          at("overview").hidden = !!opened; at("detail").hidden = !opened;
          if (!at("content").hidden) load().catch(() => {});
        }
        function changed(run) {
          if (opened) { if (run.run === opened || run.status === "unknown") later(); return; }
          const before = runs.get(run.run)?.status;
          if (fits(run)) runs.set(run.run, run); else runs.delete(run.run);
          showRuns();
          if (run.status === "unknown" || before === "unknown") later();
        }
        async function follow() {
          for (;;) {
            try {
              await load();
              const answer = await api("events");
              live(true, "live");
              const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
              let text = "";
              for (;;) {
                const { value, done } = await reader.read();
                if (done) break;
                text += value;
                const events = text.split("\n\n"); text = events.pop();
                for (const event of events) {
                  const data = event.split("\n").find(line => line.startsWith("data: "));
                  if (data) changed(JSON.parse(data.slice(6)));
                }
              }
            } catch (error) { if (error === null) return; }
            live(false, "reconnecting");
            await new Promise(resolve => setTimeout(resolve, 2000));
          }
        }
        for (const status of ["running", "waiting", "succeeded", "failed", "unknown", "cancelled"])
          at("status").append(new Option(status, status));
        for (const filter of ["status", "workflow"]) at(filter).onchange = () => loadRuns().catch(() => {});
        at("more").onclick = () => loadRuns(next).catch(() => {});
        at("gate").onsubmit = event => {
          event.preventDefault(); sessionStorage.setItem("token", at("token").value.trim()); follow();
        };
        addEventListener("hashchange", turn);
        turn(); follow();
        """#
}
