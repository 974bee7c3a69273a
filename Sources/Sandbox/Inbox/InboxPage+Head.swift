extension InboxPage {
    /// Everything in front of the figures; the page loads itself again every five seconds.
    static let head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="5">
        <title>Ulak sandbox</title>
        <style>
        :root { color-scheme: light dark; --back: #f4f5f7; --paper: #fff; --ink: #1c2330; --soft: #667085; --line: #e3e6ec;
          --bubble: #eef2ff; --turkeysms: #c2410c; --iletimerkezi: #0e7490; }
        @media (prefers-color-scheme: dark) { :root { --back: #12151c; --paper: #1b202a; --ink: #e8ebf1; --soft: #98a2b3;
          --line: #2b3240; --bubble: #252d3d; --turkeysms: #fb923c; --iletimerkezi: #22d3ee; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--ink);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        main { max-width: 860px; margin: 0 auto; padding: 28px 16px 48px; }
        h1 { margin: 0; font-size: 1.5rem; letter-spacing: -.01em; }
        .lead { margin: 2px 0 20px; color: var(--soft); }
        a { color: inherit; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin-bottom: 20px; }
        .card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 12px 16px; }
        .card b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .card span { color: var(--soft); font-size: .85rem; }
        .faults { background: #fef3c7; color: #78350f; border-radius: 12px; padding: 10px 16px; margin: 0 0 20px; }
        .messages { list-style: none; margin: 0; padding: 0; display: grid; gap: 14px; }
        .messages li { background: var(--paper); border: 1px solid var(--line); border-left: 4px solid var(--accent);
          border-radius: 12px; padding: 14px 16px; }
        .turkeysms { --accent: var(--turkeysms); }
        .iletimerkezi { --accent: var(--iletimerkezi); }
        li header { display: flex; align-items: center; gap: 8px; }
        .provider { color: var(--accent); font-weight: 600; font-size: .9rem; }
        .kind { font-size: .75rem; color: var(--soft); border: 1px solid var(--line); border-radius: 999px; padding: 0 8px; }
        .state { margin-left: auto; font-size: .78rem; font-weight: 600; border-radius: 999px; padding: 2px 10px;
          background: #e4e7ec; color: #344054; }
        .delivered { background: #d1fadf; color: #05603a; }
        .failed, .expired { background: #fee4e2; color: #912018; }
        .sent { background: #d1e9ff; color: #1849a9; }
        .scheduled { background: #fef0c7; color: #93370d; }
        .route { margin-top: 4px; font-variant-numeric: tabular-nums; }
        .arrow { color: var(--soft); }
        .text { margin: 10px 0; padding: 10px 14px; background: var(--bubble); border-radius: 4px 14px 14px 14px;
          white-space: pre-wrap; overflow-wrap: anywhere; }
        li footer { display: flex; flex-wrap: wrap; gap: 4px 14px; color: var(--soft); font-size: .82rem; }
        .text + .text { margin-top: -4px; }
        .part { float: right; margin-left: 12px; color: var(--soft); font-size: .78rem; }
        .life { margin: 0 0 4px; color: var(--soft); font-size: .82rem; }
        time { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .empty { text-align: center; color: var(--soft); padding: 28px 0; }
        </style></head><body><main>
        <h1>Ulak sandbox</h1>
        <p class="lead">What TurkeySMS and iletiMerkezi would have sent. Nothing left this machine.
        <a href="/inbox.json">JSON</a></p>

        """
}
