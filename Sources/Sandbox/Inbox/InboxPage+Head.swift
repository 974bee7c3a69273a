extension InboxPage {
    /// Everything in front of the figures.
    static let head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <noscript><meta http-equiv="refresh" content="5"></noscript>
        <title>Ulak sandbox</title>
        <style>
        :root { color-scheme: light dark; --back: #f5f6f8; --paper: #fff; --ink: #1a2130; --soft: #5d6880; --line: #e2e6ed;
          --bubble: #eef2fb; --turkeysms: #c2410c; --iletimerkezi: #0e7490; --good: #067647; --goodback: #d1fadf;
          --bad: #b42318; --badback: #fee4e2; --wait: #175cd3; --waitback: #dbeafe; --late: #93370d; --lateback: #fef0c7;
          --idle: #475467; --idleback: #e7eaf0; }
        @media (prefers-color-scheme: dark) { :root { --back: #10131a; --paper: #191e28; --ink: #e9ecf2; --soft: #9aa5b8;
          --line: #2a3140; --bubble: #242c3c; --turkeysms: #fb923c; --iletimerkezi: #22d3ee; --good: #6ce9a6; --goodback: #0f3b2a;
          --bad: #fda29b; --badback: #4a1d1a; --wait: #84caff; --waitback: #17325c; --late: #fec84b; --lateback: #45300b;
          --idle: #cbd3e1; --idleback: #2c3444; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--ink);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        main { max-width: 900px; margin: 0 auto; padding: 28px 16px 56px; }
        h1 { margin: 0; font-size: 1.55rem; letter-spacing: -.015em; }
        h2 { margin: 0; font-size: 1rem; color: var(--accent); }
        a { color: inherit; }
        code { font: .86em ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; }
        time { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .soft, .lead, .links, .arrow { color: var(--soft); }
        .top { display: flex; flex-wrap: wrap; align-items: start; justify-content: space-between; gap: 4px 24px; }
        .lead { margin: 2px 0 0; }
        .links { margin: 8px 0 0; font-size: .85rem; }
        .links a { margin-left: 10px; }
        .figures { display: grid; grid-template-columns: repeat(6, 1fr); background: var(--paper); border: 1px solid var(--line);
          border-radius: 14px; margin: 20px 0 12px; overflow: hidden; }
        .figures > * { padding: 12px 8px 10px; text-align: center; border-left: 1px solid var(--line); margin-left: -1px;
          text-decoration: none; border-bottom: 3px solid transparent; }
        .figures a:hover, .filter a:hover { background: var(--bubble); }
        .figures .on { border-bottom-color: var(--ink); }
        .filter { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 14px; margin: 0 0 16px; font-size: .9rem; }
        .filter nav { display: flex; border: 1px solid var(--line); border-radius: 10px; overflow: hidden; background: var(--paper); }
        .filter nav a { padding: 5px 14px; text-decoration: none; color: var(--soft); }
        .filter nav .on { color: var(--ink); font-weight: 600; background: var(--bubble); }
        .filter input[type=search] { flex: 1 1 200px; min-width: 0; font: inherit; color: inherit; background: var(--paper);
          border: 1px solid var(--line); border-radius: 10px; padding: 5px 12px; }
        :focus-visible { outline: 2px solid var(--wait); outline-offset: 2px; }
        .figures b { display: block; font-size: 1.4rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .figures span { color: var(--soft); font-size: .8rem; }
        .accounts { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 12px; margin-bottom: 20px; }
        .account { background: var(--paper); border: 1px solid var(--line); border-top: 3px solid var(--accent);
          border-radius: 14px; padding: 12px 16px; }
        .account p { margin: 4px 0; }
        .credits { font-size: .92rem; }
        .credits b { font-size: 1.3rem; font-variant-numeric: tabular-nums; }
        .credits .soft { margin-left: 6px; font-size: .85rem; }
        .chip, .kind { display: inline-block; font-size: .78rem; border: 1px solid var(--line); border-radius: 999px;
          padding: 0 9px; margin-right: 6px; }
        .chip.off { color: var(--soft); border-style: dashed; }
        .kind { color: var(--soft); }
        .target { font-size: .85rem; overflow-wrap: anywhere; }
        details { font-size: .88rem; margin-top: 4px; }
        summary { cursor: pointer; color: var(--soft); }
        details ul { margin: 4px 0; padding-left: 18px; font-variant-numeric: tabular-nums; }
        .faults { background: var(--lateback); color: var(--late); border-radius: 12px; padding: 10px 16px; margin: 0 0 14px;
          overflow-wrap: anywhere; }
        .messages { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }
        .messages > li { background: var(--paper); border: 1px solid var(--line); border-left: 4px solid var(--accent);
          border-radius: 14px; padding: 14px 18px; min-width: 0; }
        .turkeysms { --accent: var(--turkeysms); }
        .iletimerkezi { --accent: var(--iletimerkezi); }
        .messages header { display: flex; align-items: center; gap: 8px; }
        .provider { color: var(--accent); font-weight: 600; font-size: .9rem; }
        .state { margin-left: auto; font-size: .78rem; font-weight: 600; border-radius: 999px; padding: 2px 11px;
          background: var(--idleback); color: var(--idle); }
        .state.delivered { background: var(--goodback); color: var(--good); }
        .state.failed, .state.expired { background: var(--badback); color: var(--bad); }
        .state.sent { background: var(--waitback); color: var(--wait); }
        .state.scheduled { background: var(--lateback); color: var(--late); }
        .route { margin-top: 4px; font-variant-numeric: tabular-nums; }
        .text { margin: 10px 0; padding: 10px 14px; background: var(--bubble); border-radius: 4px 16px 16px 16px; width: fit-content;
          max-width: min(100%, 620px); white-space: pre-wrap; overflow-wrap: anywhere; }
        .text + .text { margin-top: -4px; }
        .part { float: right; margin-left: 12px; color: var(--soft); font-size: .78rem; }
        .life { list-style: none; margin: 0 0 8px; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 28px; color: var(--soft);
          font-size: .84rem; }
        .life li { position: relative; padding-left: 14px; }
        .life li::before { content: ""; position: absolute; left: 0; top: .45em; width: 8px; height: 8px; border-radius: 50%;
          background: var(--idle); }
        .life li:not(:last-child)::after { content: "→"; position: absolute; right: -20px; }
        .life .delivered::before { background: var(--good); }
        .life .failed::before, .life .expired::before { background: var(--bad); }
        .life .sent::before { background: var(--wait); }
        .life .scheduled::before, .life .due::before { background: var(--late); }
        .reports { list-style: none; margin: 0 0 8px; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: .84rem; }
        .taken, .refused { border-radius: 6px; padding: 0 6px; margin-left: 6px; font-size: .78rem; font-weight: 600;
          font-variant-numeric: tabular-nums; }
        .taken { background: var(--goodback); color: var(--good); }
        .refused { background: var(--badback); color: var(--bad); }
        .reason { margin-left: auto; color: var(--soft); font-size: .84rem; }
        .reason + .state { margin-left: 0; }
        .messages footer { display: flex; flex-wrap: wrap; gap: 2px 14px; color: var(--soft); font-size: .8rem; }
        .first { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 16px 20px; font-size: .92rem; }
        .first h2 { color: var(--ink); font-size: 1.1rem; }
        .first p { margin: 12px 0 4px; }
        .first pre { margin: 4px 0; padding: 10px 14px; background: var(--bubble); border-radius: 10px; overflow-x: auto;
          font: .84rem/1.5 ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; }
        .first table { border-collapse: collapse; display: block; overflow-x: auto; }
        .first th { text-align: left; padding-right: 16px; font-weight: 600; }
        .first td { padding: 2px 16px 2px 0; white-space: nowrap; }
        .gone { display: none; position: fixed; inset: auto 0 0; margin: 0; padding: 10px; text-align: center;
          background: var(--badback); color: var(--bad); font-weight: 600; }
        .stopped .gone { display: block; }
        .empty { text-align: center; color: var(--soft); padding: 36px 0; }
        @media (max-width: 640px) { main { padding-top: 18px; } .figures { grid-template-columns: repeat(3, 1fr); }
          .figures > * { padding: 8px 4px 6px; border-top: 1px solid var(--line); margin-top: -1px; }
          .messages > li { padding: 12px 14px; } }
        </style></head><body><main>

        """
}
