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
          if (answer.status === 401 || answer.status === 403) { const problem = await answer.json(); ask(problem.detail); throw null; }
          return answer;
        }
        function ask(reason) {
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
        const took = ms => ms == null ? "" : ms < 1000 ? ms + " ms" : ms < 60000 ? (ms / 1000).toFixed(1) + " s"
          : Math.floor(ms / 60000) + " min " + Math.round(ms % 60000 / 1000) + " s";
        const when = text => { const time = make("time", "", new Date(text).toLocaleString()); time.dateTime = text; return time; };
        const runs = new Map();
        function row(run) {
          return make("tr", "", make("td", "", make("span", "badge " + run.status, run.status)), make("td", "", run.workflow),
            make("td", "", run.trigger ?? "by hand"), make("td", "", when(run.started_at)),
            make("td", "number", took(run.duration_ms)), make("td", "", make("code", "", run.run)));
        }
        function showRuns() {
          const latest = [...runs.values()].sort((a, b) => a.run < b.run ? 1 : -1).slice(0, 25);
          for (const id of [...runs.keys()]) if (!latest.some(run => run.run === id)) runs.delete(id);
          const empty = make("td", "empty", "No runs yet."); empty.colSpan = 6;
          at("runs").replaceChildren(...(latest.length ? latest.map(row) : [make("tr", "", empty)]));
        }
        function card(workflow) {
          const triggers = (workflow.triggers ?? []).map(trigger => {
            const place = trigger.parameters.path ?? trigger.parameters.schedule ?? trigger.parameters.folder;
            const next = trigger.next_start ? ", next " + new Date(trigger.next_start).toLocaleString() : "";
            return make("span", "chip", trigger.node + (place ? " " + place : "") + next);
          });
          const finding = workflow.diagnostics.find(found => found.severity === "error");
          return make("li", "", make("div", "top", make("strong", "", workflow.name),
            make("span", "badge " + workflow.status, workflow.status)),
            workflow.description ? make("p", "", workflow.description) : null,
            finding ? make("p", "finding", `${finding.code}: ${finding.message}`) : null,
            triggers.length ? make("div", "triggers", ...triggers) : null);
        }
        function held(send) {
          const place = send.step + (send.item == null ? "" : `[${send.item}]`);
          const buttons = [["Was sent", true], ["Was not sent", false]].map(([text, sent]) => {
            const button = make("button", "", text);
            button.onclick = async () => {
              for (const other of buttons) other.disabled = true;
              const body = { step: send.step, sent }; if (send.item != null) body.item = send.item;
              await api(`runs/${encodeURIComponent(send.run)}/resolve`, { method: "POST", body: JSON.stringify(body),
                headers: { "Content-Type": "application/json" } }).catch(() => {});
              later();
            };
            return button;
          });
          return make("li", "", make("div", "what", make("strong", "", `${send.workflow} / ${place}`),
            make("p", "", send.reason ?? "", send.since ? " · " : "", send.since ? when(send.since) : null, " · ",
              make("code", "", send.run))), ...buttons);
        }
        async function load() {
          const [workflows, latest, sends] = await Promise.all(
            ["workflows", "runs?limit=25", "sends?state=held"].map(path => api(path).then(answer => answer.json())));
          at("gate").hidden = true; at("content").hidden = false;
          at("workflows").replaceChildren(...(workflows.workflows.length ? workflows.workflows.map(card)
            : [make("li", "empty", "No workflows in the folder.")]));
          for (const run of latest.runs) runs.set(run.run, run);
          showRuns();
          at("held").hidden = !sends.sends.length;
          at("sends").replaceChildren(...sends.sends.map(held));
        }
        let timer;
        function later() { clearTimeout(timer); timer = setTimeout(() => load().catch(() => {}), 400); }
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
                  if (!data) continue;
                  const run = JSON.parse(data.slice(6));
                  if (["unknown", "running"].includes(run.status) || runs.get(run.run)?.status === "unknown") later();
                  runs.set(run.run, run); showRuns();
                }
              }
            } catch (error) { if (error === null) return; }
            live(false, "reconnecting");
            await new Promise(resolve => setTimeout(resolve, 2000));
          }
        }
        at("gate").onsubmit = event => {
          event.preventDefault(); sessionStorage.setItem("token", at("token").value.trim()); follow();
        };
        follow();
        """#
}
